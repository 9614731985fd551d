using System.Collections.Immutable;
using MlOpsBot.Knowledge;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Schedules;

namespace MlOpsBot.Tips.Commands;

/// <summary>What can be ordered, and the small answers around it.</summary>
internal static class TipHelp
{
    private static readonly ImmutableArray<ImmutableArray<string>> s_orders =
    [
        ["Say", "and"],
        ["tips on", "a tip comes every weekday at half past nine, your time"],
        ["tips on 16:00 mon,wed,fri Europe/Berlin", "it comes then; say only what is to be different"],
        ["tips about data engineering, governance", "tips on these alone; \"tips about everything\" ends that"],
        ["tips off", "no more tips; what was chosen is kept"],
        ["tips pause until 5 Jan", "none until then; \"tips pause\" alone lasts until \"tips resume\""],
        ["tips skip", "the next one is left out; \"tips skip friday\" that day's"],
        ["tips status", "how things are, and what came of the last posts"],
        ["tips preview", "the next 30 days"],
        ["tips now", "you see the next tip at once; nothing is used up"],
        ["tips undo", "the last change is taken back"],
        ["tips access admins", "administrators alone may change tips; \"tips access anyone\" ends that"],
    ];

    /// <summary>All orders.</summary>
    public static TipReply Orders(TipRoom room) => new("A tip a day")
    {
        Lines = [TipLine.Of($"I post one short tip a day about who does what in ML operations, at your hour and on your days, and none twice before all of them have come. Now {TipReports.Describe(room)}")],
        Rows = s_orders,
        HasHeading = true,
        Buttons = TipReports.ButtonsOf(room, undo: false),
    };

    /// <summary>Where there are no tips yet, and how to begin.</summary>
    public static TipReply HowToBegin(TipRoom room) => new("A tip a day")
    {
        Lines =
        [
            TipLine.Of($"There are no tips in this {room.Place} yet. Switched on, one short tip about who does what in ML operations comes {ScheduleWords.Say(room.Plan.Schedule)}. No tip comes twice before all {room.Knowledge.Tips.Length} have come, and anybody can take a change back."),
        ],
        Buttons = [TipLines.SwitchOn, TipLines.ChooseForm, TipLines.ShowOne, TipLines.Help],
    };

    /// <summary>A way into the form.</summary>
    public static TipReply Form(TipRoom room) => TipLines.Note(
        "A tip a day",
        room.IsOn ? $"Now {TipReports.Describe(room)}" : $"Choose days, time and topics, and tips are switched on in this {room.Place}.",
        (room.IsOn ? TipLines.ChangeForm : TipLines.ChooseForm) with { IsPrimary = true });

    /// <summary>What tips can be about.</summary>
    public static TipReply Topics(TipRoom room)
    {
        var topics = TipForms.ChoicesOf(room.Knowledge).Select(choice => choice.Name).ToList();
        return TipLines.Note(
            "What the tips are about",
            [
                room.IsOn ? $"Now they are about {room.About}." : $"There are no tips in this {room.Place} yet.",
                "Say for example: tips about data engineering, governance",
                $"There are tips on: {string.Join(", ", topics)}.",
            ],
            (room.IsOn ? TipLines.ChangeForm : TipLines.ChooseForm) with { IsPrimary = true },
            TipLines.Everything);
    }

    /// <summary>Topics that nothing is known about.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="order">The order for a topic that may have been meant.</param>
    public static TipReply NoSuchTopics(TopicsReading found, Func<string, string> order) => new("I did not get that")
    {
        Lines = [TipLine.Of(found.Fault!)],
        Buttons =
        [
            .. found.Nearest.Take(3).Select(nearest => new TipButton(Short(nearest), TipVerb.Order, order(nearest))),
            TipLines.ChooseForm,
            TipLines.Everything,
        ],
    };

    /// <summary>Words after "on" that are topics.</summary>
    public static TipReply MeansTopics(TopicsReading topics)
    {
        var labels = ScheduleWords.List([.. topics.Topics.Select(topic => topic.Label)]);
        return TipLines.Note(
            "Did you mean this?",
            $"A tip a day about {labels}. Nothing is switched on yet.",
            new TipButton("Yes, switch them on", TipVerb.Order, $"on about {string.Join(", ", topics.Topics.Select(topic => topic.Label))}") { IsPrimary = true },
            TipLines.ChooseForm);
    }

    /// <summary>Words that are no order.</summary>
    public static TipReply NoSuchOrder(string words) => TipLines.Note(
        "I did not get that",
        [$"\"{(words.Length > 80 ? words[..79] + "…" : words)}\" is no order about tips that I know.", "Say for example: tips on 9:30 weekdays, tips pause until 5 Jan, tips about governance, tips off"],
        TipLines.Status,
        TipLines.ChooseForm,
        TipLines.Help);

    /// <summary>Who may change tips, and how to change that.</summary>
    /// <param name="access">The rule.</param>
    /// <param name="words">What was written instead of somebody; empty where nothing was.</param>
    public static TipReply Access(TipAccess access, string words) => TipLines.Note(
        "Who may change tips",
        [
            .. words.Length > 0 ? [$"I did not understand \"{words}\": it is anyone or admins."] : Array.Empty<string>(),
            access == TipAccess.Anyone
                ? "Every full member may, in the channels they are in; guests may not."
                : "Only whoever made a channel or switched its tips on, and administrators, may.",
            "An administrator can change that for all channels: tips access anyone, or tips access admins",
        ],
        access == TipAccess.Anyone ? new TipButton("Administrators only", TipVerb.Order, "access admins") : new TipButton("Every member", TipVerb.Order, "access anyone"));

    /// <summary>That the rule was changed.</summary>
    public static TipReply AccessSet(ITipActor actor, TipAccess access) => new("Who may change tips")
    {
        Lines =
        [
            TipLines.By(actor, actor.User, access == TipAccess.Anyone
                ? "let every full member change the tips of the channels they are in."
                : "let only administrators, and whoever made a channel or switched its tips on, change its tips."),
        ],
        Buttons = [access == TipAccess.Anyone ? new TipButton("Administrators only", TipVerb.Order, "access admins") : new TipButton("Every member", TipVerb.Order, "access anyone")],
        IsChange = true,
    };

    /// <summary>Thanks for saying what somebody thinks of a card's tips.</summary>
    public static TipReply Voted(TipRoom room, Card card, int vote)
    {
        var about = card.Kind == CardKind.Role ? $"the {card.Name}" : card.Name;
        var ofIt = TipChooser.Of(room.Knowledge, [card.Slug]).Length;
        return vote == 0
            ? TipLines.Note("Forgotten", $"Tips on {about} come in their turn again.", TipLines.Preview)
            : TipLines.Note(
                vote > 0 ? "More like this" : "Less like this",
                vote > 0
                    ? $"Thanks. Tips on {about} come earlier in this {room.Place} from now on{(ofIt > 1 ? $"; there are {ofIt}" : "")}."
                    : $"Thanks for saying so. Tips on {about} come last in this {room.Place} from now on.",
                new TipButton("Take it back", TipVerb.Order, $"forget {card.Slug}"),
                TipLines.Preview);
    }

    private static string Short(string label) => label.Length <= 30 ? label : $"{label[..29]}…";
}
