using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Tests.Rendering;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Slack.Tests.Tips;

/// <summary>Tips, and what is said about them, as they are drawn, judged and approved.</summary>
internal static class SampleTips
{
    public const string Person = "U0000000001";

    /// <summary>A channel, and a thread in it.</summary>
    public static DeliveryPlace Place { get; } = new("C0123456789", "1767600000.000100");

    /// <summary>A tip as it is posted.</summary>
    public static TipPost Post(KnowledgeBase knowledge, Tip tip, string why = "One of 34 about everything; 5 to go before any comes again.")
        => new(tip, knowledge.FindCard(tip.Card)!, why, knowledge);

    /// <summary>Everything about tips that the renderer can produce.</summary>
    public static IEnumerable<Payload> Payloads(Answerer answerer)
    {
        var knowledge = answerer.Knowledge;
        foreach (var tip in knowledge.Tips.Where(tip => knowledge.FindCard(tip.Card) is not null))
        {
            var post = Post(knowledge, tip);
            yield return Rendering.Payloads.Message($"tip {tip.Id}", TipMessages.Tip(post, answerer, SampleAnswers.Delivery));
            yield return Rendering.Payloads.Message($"tip {tip.Id}, late", TipMessages.Tip(post with { Notice = new string('<', 900), Why = new string('&', 900) }, answerer, "D"));
        }

        var replies = knowledge.Tips.IsEmpty ? [] : Replies(knowledge).ToList();
        replies.AddRange(replies.ToList().Select(reply => reply with
        {
            Title = new string('>', 400),
            Lines = [.. Enumerable.Repeat(reply.Lines, 60).SelectMany(lines => lines)],
            Rows = [.. Enumerable.Repeat(reply.Rows, 20).SelectMany(rows => rows)],
        }));
        foreach (var reply in replies)
        {
            yield return Rendering.Payloads.Message($"reply “{reply.Title}”", TipMessages.Reply(reply, answerer, SampleAnswers.Delivery));
        }

        string[] reasons = ["not_in_channel", "is_archived", "channel_not_found", "restricted_action", "something <!channel> else"];
        foreach (var reason in reasons)
        {
            yield return Rendering.Payloads.Message("stopped", TipMessages.Stopped("C0123456789", reason));
            yield return Rendering.Payloads.Message("stopped", TipMessages.Stopped("<!channel>", reason));
        }

        yield return Rendering.Payloads.Message("back", TipMessages.Back);
        yield return Rendering.Payloads.Message("took too long", TipMessages.TookTooLong);
        yield return Rendering.Payloads.Message("no tips", TipMessages.Reply(TipOrders.SwitchedOff, answerer, SampleAnswers.Delivery));
        foreach (var form in Forms(knowledge))
        {
            yield return Rendering.Payloads.View("form of tips", TipFormView.Of(form, Place));
        }
    }

    public static IEnumerable<TipForm> Forms(KnowledgeBase knowledge)
    {
        var choices = knowledge.Roles.Concat<Card>(knowledge.Topics).Select(card => (card.Slug, card.Name)).Take(100).ToImmutableArray();
        var first = new TipForm(new TipSchedule(new LocalTime(9, 30), WeekDays.Working, "Europe/Berlin"), [], 0)
        {
            Choices = choices,
            Zones = ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "Etc/UTC"],
        };
        yield return first;
        yield return first with { IsOn = true, Topics = [.. choices.Select(choice => choice.Slug)], Version = long.MaxValue };
        yield return first with { Choices = [], Zones = [], Topics = ["gone"], Schedule = first.Schedule with { Time = new LocalTime(0, 0), Days = WeekDays.Sunday } };
        yield return first with
        {
            Choices = [.. Enumerable.Range(0, 300).Select(number => ($"card-{number % 150}", new string('n', 200)))],
            Zones = [.. Enumerable.Range(0, 300).Select(number => $"Area/{number % 150}")],
        };
    }

    /// <summary>What is said, in every form that a reply has.</summary>
    public static IEnumerable<TipReply> Replies(KnowledgeBase knowledge)
    {
        var tip = Post(knowledge, knowledge.Tips[0]);
        yield return new TipReply("A tip a day")
        {
            Lines =
            [
                new TipLine([new TipPart(Person) { IsPerson = true }, new TipPart(" switched tips on: every weekday at 09:30, Berlin time (Europe/Berlin), about everything.")]),
                Fact("Next", "Mon 23 Nov, 09:30; Tue 24 Nov, 09:30; Wed 25 Nov, 09:30"),
            ],
            Buttons = [new TipButton("Undo", TipVerb.Undo, "1"), new TipButton("Change", TipVerb.Form), new TipButton("Next 30 days", TipVerb.Order, "preview")],
            IsChange = true,
        };
        yield return new TipReply("Tips are on")
        {
            Lines =
            [
                Fact("When", "every weekday at 09:30, Berlin time (Europe/Berlin)"),
                Fact("About", "data engineering & <governance>"),
                new TipLine([new TipPart("Switched on by: ") { IsStrong = true }, new TipPart(Person) { IsPerson = true }, new TipPart("; changed last by "), new TipPart("<!channel>") { IsPerson = true }]),
            ],
            Rows = [["Day", "Tip", "What came of it"], ["Fri 20 Nov", knowledge.Tips[0].Title, "Posted"], ["Thu 19 Nov", "–", "Left out: holiday"]],
            HasHeading = true,
            Buttons = [new TipButton("Pause", TipVerb.Order, "pause"), new TipButton("Switch off", TipVerb.Order, "off") { IsDangerous = true }],
        };
        yield return new TipReply("The next tip") { Lines = [TipLine.Of("This one comes on Mon 23 Nov, 09:30.")], Tip = tip, Buttons = [new TipButton("Switch tips on", TipVerb.Order, "on") { IsPrimary = true, IsDangerous = true }] };
        yield return new TipReply("The next tip") { Tip = tip };
        yield return new TipReply("Facts") { Rows = [["When", "every day"], ["About", "everything", ""], ["Alone"], []] };
        yield return new TipReply("x") { Lines = [new TipLine([]), new TipLine([new TipPart("")]), TipLine.Of(new string('w', 5_000))], Rows = [["", ""], [new string('c', 4_000), "d"]], HasHeading = true };
    }

    private static TipLine Fact(string name, string text) => new([new TipPart($"{name}: ") { IsStrong = true }, new TipPart(text)]);
}
