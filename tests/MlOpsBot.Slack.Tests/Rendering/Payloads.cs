using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.Tests.Tips;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>Something that would go to Slack.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Json">A message's object, or a view.</param>
/// <param name="IsView">Whether it is a view.</param>
internal sealed record Payload(string Name, string Json, bool IsView);

/// <summary>Everything that the renderer can produce.</summary>
internal static class Payloads
{
    private static readonly ChannelRule s_defaults = new(AnswerPlace.Thread, FollowThreads: false, SilentOnNone: false);

    /// <summary>The ways an answer is shown: in a channel and privately, opened or shared by somebody, with a notice, in a modal.</summary>
    public static IEnumerable<Payload> Of(Answer answer, Answerer answerer, AnswerRenderer renderer)
    {
        var name = $"{answer.Kind} “{(answer.Title.Length > 60 ? answer.Title[..60] : answer.Title)}”";
        var channel = new MessageSetting(SampleAnswers.Delivery, answerer);
        yield return Message($"{name} in a channel", renderer.Message(answer, channel));
        yield return Message($"{name} privately", renderer.Message(answer, channel with { IsPrivate = true }));
        yield return Message($"{name} opened", renderer.Message(answer, channel with { OpenedBy = "U0000000001", Notice = Notes.Changed }));
        yield return Message($"{name} shared", renderer.Message(answer, channel with { SharedBy = "U0000000001", OpenedBy = "W0000000001", Notice = new string('&', 2_000) }));
        yield return Message($"{name} with another id", renderer.Message(answer, channel with { DeliveryId = "an \"id\" <of> another make", SharedBy = "<!channel>" }));
        yield return View($"{name} as modal", renderer.Modal(answer, channel));
        yield return View($"{name} as modal with a notice", renderer.Modal(answer, channel with { Notice = Notes.Changed }));
    }

    /// <summary>The Home tab, forms and small messages.</summary>
    public static IEnumerable<Payload> Others(Answerer answerer)
    {
        var knowledge = answerer.Knowledge;
        var slugs = knowledge.Cards.Select(card => card.Slug).ToImmutableArray();
        yield return View("home", HomeRenderer.Home(new HomeSetting(answerer, SampleAnswers.Today) { HasTips = true }));
        yield return View("home after an edit", HomeRenderer.Home(new HomeSetting(answerer, SampleAnswers.Today) { Change = new KnowledgeChange(SampleAnswers.Today, slugs, slugs, 3) }));
        yield return Message("gone", Notes.Gone(answerer));
        foreach (var isUp in new[] { true, false })
        {
            var thumb = new ThumbValue(isUp, new ButtonValue($"role:{slugs[0]}", knowledge.Version, "12345678", SampleAnswers.Delivery));
            yield return View("why", Forms.Why(thumb));
            yield return Message("thanks", Notes.Thanks(thumb));
        }

        bool?[] truths = [null, true, false];
        AnswerPlace?[] places = [null, AnswerPlace.Thread, AnswerPlace.Private];
        foreach (var rule in from place in places from follow in truths from silent in truths select new ChannelRule(place, follow, silent))
        {
            var value = new RuleValue("C0123456789", rule);
            yield return View("settings", Forms.Settings(value, s_defaults));
            yield return Message("settings", Notes.Settings(value, s_defaults, mayChange: true));
            yield return Message("settings to look at", Notes.Settings(value, s_defaults, mayChange: false));
            yield return Message("settings saved", Notes.SettingsSaved("U0000000001", value, new RuleValue("C0123456789", s_defaults), s_defaults));
        }

        SlackMessage[] small =
        [
            Notes.ThanksForWhy, Notes.Busy, Notes.Late, Notes.NoSettings, Notes.Failed, Notes.Unreadable, Notes.NotAllowed(true), Notes.NotAllowed(false), Notes.Shared, Notes.NotShared,
        ];
        foreach (var message in small)
        {
            yield return Message("note", message);
        }

        foreach (var tips in SampleTips.Payloads(answerer))
        {
            yield return tips;
        }
    }

    public static string Json(SlackMessage message) => Write(writer =>
    {
        writer.WriteStartObject();
        BlockKitJson.WriteMessage(writer, message);
        writer.WriteEndObject();
    });

    public static string Json(SlackView view) => Write(writer => BlockKitJson.WriteView(writer, view));

    public static Payload Message(string name, SlackMessage message) => new(name, Json(message), IsView: false);

    public static Payload View(string name, SlackView view) => new(name, Json(view), IsView: true);

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, BlockKitJson.WriterOptions))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
