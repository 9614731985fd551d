using System.Collections.Frozen;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing.Tips;
using MlOpsBot.Teams.Rendering.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Teams.Tests.Tips;

/// <summary>Everything about tips that the renderer can produce.</summary>
internal static class SampleTips
{
    private const string Ada = "29:1ada";

    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string> { [Ada] = "Ada Example" }.ToFrozenDictionary();

    /// <summary>Each with a name.</summary>
    public static IEnumerable<(string Name, TeamsMessage Message)> All(Answerer answerer)
    {
        var setting = new TipSetting(answerer) { DeliveryId = SampleAnswers.Delivery, Names = s_names, Today = SampleAnswers.Today };
        var posted = setting with { Target = TipOrders.TargetOf("2026-11-23", "governance/ask-early") };
        var tip = TipOf(answerer.Knowledge);
        yield return ("tip", TipCard.Message(tip, posted));
        yield return ("tip-late", TipCard.Message(tip with { Notice = "This tip was due at 09:30; I could not post it before." }, posted));
        yield return ("tip-long", TipCard.Message(tip with { Why = new string('y', 900), Tip = tip.Tip with { Title = SyntheticKnowledge.Long("Title", 400), Text = SyntheticKnowledge.Long("Text", 4_000) } }, posted));
        yield return ("tip-ugly", TipCard.Message(tip with { Why = "", Tip = tip.Tip with { Title = "# **A** _b_ <at>c</at> {{DATE(2026-01-01T00:00:00Z)}}", Text = "- [x](https://example.com) {{TIME(2026-01-01T00:00:00Z)}}\r\n1. y", Sources = [] } }, posted));
        yield return ("tip-voted", TipCard.Message(
            tip with { Notice = $"Thanks. Tips on the {tip.Card.Name} come earlier in this channel from now on; there are 4." },
            posted with { Said = [new TipButton("Take it back", TipVerb.Order, $"forget {tip.Card.Slug}")], Back = "help" }));
        yield return ("tip-status", TipReplyCard.Message(Status, setting));
        yield return ("tip-status in place", TipReplyCard.Message(Status, setting with { Back = "tip:2026-11-23:a/b\nlist:roles", DeliveryId = null }));
        yield return ("tip-changed", TipReplyCard.Message(Changed, setting));
        yield return ("tip-unknown person", TipReplyCard.Message(Changed, setting with { Names = FrozenDictionary<string, string>.Empty }));
        yield return ("tip-preview", TipReplyCard.Message(Preview(answerer.Knowledge, 22), setting));
        yield return ("tip-long preview", TipReplyCard.Message(Preview(answerer.Knowledge, 200), setting));
        yield return ("tip-now", TipReplyCard.Message(new TipReply("The next tip") { Lines = [TipLine.Of("This one comes on Mon 23 Nov, 09:30, as things stand. Nothing is used up by looking.")], Tip = tip, Buttons = [new("Next 30 days", TipVerb.Order, "preview"), new("Status", TipVerb.Order, "status")] }, setting));
        yield return ("tip-empty", TipReplyCard.Message(new TipReply("A tip a day") { Lines = [new TipLine([]), TipLine.Of("")], Rows = [["", "", ""], []] }, setting));
        yield return ("tip-form", TipFormCard.Message(Form(answerer.Knowledge), setting));
        yield return ("tip-form in place", TipFormCard.Message(Form(answerer.Knowledge) with { IsOn = true, Topics = [answerer.Knowledge.Cards.First().Slug] }, setting with { Back = "tip:2026-11-23:a/b" }));
        yield return ("tip-form crowded", TipFormCard.Message(Form(answerer.Knowledge) with { Choices = [.. Enumerable.Range(0, 300).Select(number => ($"topic-{number}-{new string('x', 60)}", SyntheticKnowledge.Long("Topic", 200)))], Zones = [.. Enumerable.Range(0, 300).Select(number => $"Zone/{number}")] }, setting));
    }

    public static TipPost TipOf(KnowledgeBase knowledge)
    {
        var card = (Card?)knowledge.FindCard("model-governance-specialist") ?? knowledge.Roles[0];
        var source = knowledge.Sources[0].Id;
        return new TipPost(
            new Tip("governance/ask-early", "Ask governance before the first experiment", "A model governance specialist is quickest when asked early. Bring the use case, the data's origin and who is affected; the rest is a form.", card.Slug, [source], card.Location),
            card,
            $"Because the {card.Name} came up here lately.",
            knowledge);
    }

    private static TipReply Status { get; } = new("Tips are on")
    {
        Lines =
        [
            Fact("When", "every weekday at 09:30, Berlin time (Europe/Berlin)"),
            Fact("About", "data engineering and governance"),
            Fact("Next", "Tue 24 Nov, 09:30; Wed 25 Nov, 09:30; Thu 26 Nov, 09:30"),
            Fact("This round", "5 of 34 tips so far; none repeats before all have come."),
            new TipLine([new TipPart("Switched on by: ") { IsStrong = true }, new TipPart(Ada) { IsPerson = true }, new TipPart("; changed last by "), new TipPart(Ada) { IsPerson = true }, new TipPart(" on Mon 23 Nov, 08:12")]),
            Fact("Holidays ahead, without a tip", "Fri 25 Dec (Christmas Day); Fri 1 Jan 2027 (New Year's Day)"),
        ],
        Rows =
        [
            ["Day", "Tip", "What came of it"],
            ["Mon 23 Nov", "Ask governance before the first experiment", "Posted"],
            ["Fri 20 Nov", "Feed the feature store", "Posted late, Fri 20 Nov, 10:02"],
            ["Thu 19 Nov", "–", "Left out: Ada asked to skip it"],
            ["Wed 18 Nov", "Bias hides well", "Perhaps posted: nobody can tell, so it was not posted again"],
        ],
        HasHeading = true,
        Buttons = [new("Change", TipVerb.Form), new("Next 30 days", TipVerb.Order, "preview"), new("Show one now", TipVerb.Order, "now"), new("Skip the next", TipVerb.Order, "skip"), new("Pause", TipVerb.Order, "pause"), new("Switch off", TipVerb.Order, "off") { IsDangerous = true }],
    };

    private static TipReply Changed { get; } = new("A tip a day")
    {
        Lines =
        [
            new TipLine([new TipPart(Ada) { IsPerson = true }, new TipPart(" switched tips on in this channel: every weekday at 09:30, Berlin time (Europe/Berlin), about everything.")]),
            Fact("Next", "Mon 23 Nov, 09:30; Tue 24 Nov, 09:30; Wed 25 Nov, 09:30"),
        ],
        Buttons = [new("Undo", TipVerb.Undo, "1"), new("Change", TipVerb.Form), new("Next 30 days", TipVerb.Order, "preview"), new("Status", TipVerb.Order, "status")],
        IsChange = true,
    };

    private static TipReply Preview(KnowledgeBase knowledge, int days) => new("The next 30 days")
    {
        Lines = [TipLine.Of("These come every weekday at 09:30, Berlin time (Europe/Berlin), about everything, as things stand: questions, \"more like this\" and new tips may change their order.")],
        Rows =
        [
            ["When", "Tip", "About"],
            .. Enumerable.Range(0, days).Select(number => new LocalDate(2026, 11, 23).PlusDays((number / 5 * 7) + (number % 5))).Select((day, number) => Row(knowledge, day, number)),
        ],
        HasHeading = true,
        Buttons = [new("Skip the next", TipVerb.Order, "skip"), new("Change", TipVerb.Form), new("Status", TipVerb.Order, "status")],
    };

    private static System.Collections.Immutable.ImmutableArray<string> Row(KnowledgeBase knowledge, LocalDate day, int number)
    {
        var when = ScheduleWords.Say(day, new LocalDate(2026, 11, 23)) + ", 09:30";
        return number == 9 ? [when, "No tip: holiday (Founders' day)", ""]
            : knowledge.Tips.IsEmpty ? [when, "A tip", "A card"]
            : [when, knowledge.Tips[number * 7 % knowledge.Tips.Length].Title, knowledge.FindCard(knowledge.Tips[number * 7 % knowledge.Tips.Length].Card)!.Name];
    }

    private static TipForm Form(KnowledgeBase knowledge) => new(new TipSchedule(new LocalTime(9, 30), WeekDays.Working, "Europe/Berlin"), [], 0)
    {
        Choices = [.. knowledge.Roles.Take(60).Select(role => (role.Slug, role.Name))],
        Zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Etc/UTC"],
    };

    private static TipLine Fact(string name, string text) => new([new TipPart($"{name}: ") { IsStrong = true }, new TipPart(text)]);
}
