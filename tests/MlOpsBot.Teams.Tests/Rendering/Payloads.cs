using System.Text;
using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Tests.Tips;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>Something that would go to Teams.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Message">The message.</param>
internal sealed record Payload(string Name, TeamsMessage Message)
{
    private static readonly MessageEnvelope s_envelope = new("28:00000000-0000-0000-0000-000000000001", "MlOpsBot", "19:0123456789abcdef@thread.tacv2;messageid=1700000000000", "1700000000000");

    /// <summary>The whole activity.</summary>
    public string Activity => Json(writer => ActivityJson.WriteMessage(writer, Message, s_envelope));

    /// <summary>The card alone; null for a text.</summary>
    public string? Card => Message.Card is { } card ? Json(writer => ActivityJson.WriteCard(writer, card)) : null;

    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, ActivityJson.Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

/// <summary>Everything that the renderer can produce.</summary>
internal static class Payloads
{
    private static readonly string s_longTrail = string.Join('\n', Enumerable.Range(0, 9).Select(number => $"role:role-{number}-{new string('x', 60)}"));

    /// <summary>The ways an answer is shown: with Teams' thumbs and with the card's own, in place of another card, in a dialog, inserted, whole and short.</summary>
    public static IEnumerable<Payload> Of(Answer answer, Answerer answerer, CardRenderer renderer)
    {
        var name = $"{answer.Kind} “{(answer.Title.Length > 60 ? answer.Title[..60] : answer.Title)}”";
        var plain = new CardSetting(answerer, SampleAnswers.Delivery);
        yield return new Payload($"{name} with Teams' thumbs", renderer.Message(answer, plain with { HasFeedbackLoop = true }));
        yield return new Payload($"{name} with thumbs", renderer.Message(answer, plain));
        yield return new Payload($"{name} in place", renderer.Message(answer, plain with { Place = CardPlace.InPlace, Notice = Notes.Changed, Back = "role:baker\nlist:roles" }));
        yield return new Payload($"{name} far down", renderer.Message(answer, plain with { Place = CardPlace.InPlace, Notice = SyntheticKnowledge.Long("Notice", 2_000), Back = s_longTrail }));
        yield return new Payload($"{name} with another id", renderer.Message(answer, plain with { DeliveryId = "an \"id\" <of> another make" }));
        yield return new Payload($"{name} in a dialog", renderer.Message(answer, plain with { DeliveryId = null, Place = CardPlace.Dialog, Back = "help" }));
        yield return new Payload($"{name} inserted", renderer.Message(answer, plain with { DeliveryId = null, Place = CardPlace.Inserted }));
        yield return new Payload($"{name} inserted, short", renderer.Message(answer, plain with { DeliveryId = null, Place = CardPlace.Inserted, IsShort = true }));
    }

    /// <summary>Welcomes, forms and small messages.</summary>
    public static IEnumerable<Payload> Others(Answerer answerer)
    {
        var knowledge = answerer.Knowledge;
        foreach (var kind in Enum.GetValues<ConversationKind>())
        {
            yield return new Payload($"welcome {kind}", Notes.Welcome(answerer, kind, hasTips: true));
        }

        yield return new Payload("compare form", Notes.CompareForm(answerer));
        string?[] gone = [null, "role:gone", "role:data-engineers", "compare:a:b", "owner:model-monitor#supporting", "", ":", new string('x', 5_000), s_longTrail];
        foreach (var target in gone)
        {
            yield return new Payload("gone", Notes.Gone(answerer, target, SampleAnswers.Today));
            yield return new Payload("gone in place", Notes.Gone(answerer, target, SampleAnswers.Today, s_longTrail));
        }

        foreach (var isUp in new[] { true, false })
        {
            var thumb = new ThumbValue(isUp, new ButtonValue($"role:{knowledge.Roles[0].Slug}", knowledge.Version, "12345678", SampleAnswers.Delivery));
            yield return new Payload("thanks", Notes.Thanks(thumb));
            yield return new Payload("thanks in place", Notes.Thanks(thumb, s_longTrail));
        }

        foreach (var (name, message) in SampleTips.All(answerer))
        {
            yield return new Payload(name, message);
        }

        TeamsMessage[] small = [Notes.ThanksForWhy, Notes.Busy, Notes.Late, Notes.Failed, Notes.Unreadable, Notes.SameRole];
        foreach (var message in small)
        {
            yield return new Payload("note", message);
        }
    }
}
