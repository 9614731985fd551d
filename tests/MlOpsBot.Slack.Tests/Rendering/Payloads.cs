using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
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
    public const string Delivery = "AAAAAAAAAAAAAAAAAAAAAA";

    public static readonly DateOnly Today = new(2026, 6, 15);

    private static readonly ChannelRule s_defaults = new(AnswerPlace.Thread, FollowThreads: false, SilentOnNone: false);

    public static Answerer Shipped { get; } = new(KnowledgeFolder.Load(Repository.Knowledge).Knowledge!);

    /// <summary>Every answer that a target opens: all roles with all sections, all activities, topics and lists.</summary>
    public static IEnumerable<Answer> Answers(Answerer answerer, int everyNthRole = 1, int everyNthActivity = 1)
    {
        var knowledge = answerer.Knowledge;
        string[] sections = ["", "#responsibilities", "#skills", "#works-with", "#hands-over-to", "#differs-from", "#startup-vs-enterprise"];
        string[] lists = ["list:roles", "list:business", "list:technical", "list:additional", "list:design", "list:development", "list:deployment", "help", "help:hello", "help:thanks"];
        return knowledge.Roles.Where((_, number) => number % everyNthRole == 0).SelectMany(role => sections.Select(section => $"role:{role.Slug}{section}"))
            .Concat(knowledge.Activities.Where((_, number) => number % everyNthActivity == 0).SelectMany(activity => new[] { $"owner:{activity.Slug}", $"owner:{activity.Slug}#supporting" }))
            .Concat(knowledge.Topics.SelectMany(topic => new[] { $"topic:{topic.Slug}", $"topic:{topic.Slug}#roles" }))
            .Concat(lists)
            .Select(target => answerer.Open(target, Today))
            .OfType<Answer>();
    }

    /// <summary>Every pair of roles.</summary>
    public static IEnumerable<Answer> Pairs(Answerer answerer, int most = int.MaxValue) =>
        from left in answerer.Knowledge.Roles.Take(most)
        from right in answerer.Knowledge.Roles.Take(most)
        where left.Slug != right.Slug
        select answerer.Open($"compare:{left.Slug}:{right.Slug}", Today);

    /// <summary>What is said to the development questions: among them those that are not known or not clear.</summary>
    public static IEnumerable<Answer> Asked()
    {
        var shared = Path.Combine(Repository.Root, "..", "shared", "questions");
        var folder = Directory.Exists(shared) ? shared : Path.Combine(Repository.Root, "tests", "questions");
        return Directory.EnumerateFiles(folder, "o*-topic.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0)
            .Select(line => Shipped.Ask(new Question(JsonDocument.Parse(line).RootElement.GetProperty("q").GetString()!, Today)));
    }

    /// <summary>The ways an answer is shown: in a channel and privately, opened or shared by somebody, with a notice, in a modal.</summary>
    public static IEnumerable<Payload> Of(Answer answer, Answerer answerer, AnswerRenderer renderer)
    {
        var name = $"{answer.Kind} “{(answer.Title.Length > 60 ? answer.Title[..60] : answer.Title)}”";
        var channel = new MessageSetting(Delivery, answerer);
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
        yield return View("home", HomeRenderer.Home(new HomeSetting(answerer, Today)));
        yield return View("home after an edit", HomeRenderer.Home(new HomeSetting(answerer, Today) { Change = new KnowledgeChange(Today, slugs, slugs, 3) }));
        yield return Message("gone", Notes.Gone(answerer));
        foreach (var isUp in new[] { true, false })
        {
            var thumb = new ThumbValue(isUp, new ButtonValue($"role:{slugs[0]}", knowledge.Version, "12345678", Delivery));
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
    }

    public static string Json(SlackMessage message) => Write(writer =>
    {
        writer.WriteStartObject();
        BlockKitJson.WriteMessage(writer, message);
        writer.WriteEndObject();
    });

    public static string Json(SlackView view) => Write(writer => BlockKitJson.WriteView(writer, view));

    private static Payload Message(string name, SlackMessage message) => new(name, Json(message), IsView: false);

    private static Payload View(string name, SlackView view) => new(name, Json(view), IsView: true);

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
