using System.Collections.Immutable;
using MlOpsBot.Storage.Tips;

namespace MlOpsBot.Tips.Commands;

/// <summary>Parts of replies, and the buttons below them.</summary>
internal static class TipLines
{
    public static TipButton SwitchOn { get; } = new("Switch tips on", TipVerb.Order, "on") { IsPrimary = true };

    public static TipButton SwitchOff { get; } = new("Switch off", TipVerb.Order, "off") { IsDangerous = true };

    public static TipButton ChooseForm { get; } = new("Choose when and what", TipVerb.Form);

    public static TipButton ChangeForm { get; } = new("Change", TipVerb.Form);

    public static TipButton Preview { get; } = new("Next 30 days", TipVerb.Order, "preview");

    public static TipButton Status { get; } = new("Status", TipVerb.Order, "status");

    public static TipButton ShowOne { get; } = new("Show one now", TipVerb.Order, "now");

    public static TipButton Skip { get; } = new("Skip the next", TipVerb.Order, "skip");

    public static TipButton Pause { get; } = new("Pause", TipVerb.Order, "pause");

    public static TipButton Resume { get; } = new("Resume", TipVerb.Order, "resume") { IsPrimary = true };

    public static TipButton Everything { get; } = new("Tips about everything", TipVerb.Order, "about everything");

    public static TipButton Help { get; } = new("What can I say?", TipVerb.Order, "help");

    /// <summary>Gives an order once more, as it was.</summary>
    public static TipButton TryAgain(string order) => new("Try again", TipVerb.Order, order.Length <= 200 ? order : "status") { IsPrimary = true };

    /// <summary>Takes a change back.</summary>
    public static TipButton Undo(TipSubscription subscription, string label = "Undo") => new(label, TipVerb.Undo, subscription.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Words with a person in front: "@ada paused the tips."; alone with the bot, the person is "you".</summary>
    public static TipLine By(ITipActor actor, string user, string rest) => actor.IsDirect && user == actor.User
        ? TipLine.Of($"You {rest}")
        : new TipLine([new TipPart(user) { IsPerson = true }, new TipPart($" {rest}")]);

    /// <summary>A fact under a word that stands out: "Next: Mon 23 Nov, 09:30".</summary>
    public static TipLine Fact(string name, string text) => new([new TipPart($"{name}: ") { IsStrong = true }, new TipPart(text)]);

    /// <summary>A fact with people in it.</summary>
    public static TipLine Fact(string name, params ReadOnlySpan<TipPart> parts) => new([new TipPart($"{name}: ") { IsStrong = true }, .. parts]);

    /// <summary>A few words, what they mean, and a way on.</summary>
    public static TipReply Note(string title, IEnumerable<string> lines, params ReadOnlySpan<TipButton> buttons)
    {
        var ways = ImmutableArray.Create(buttons);
        return new TipReply(title) { Lines = [.. lines.Select(TipLine.Of)], Buttons = ways };
    }

    /// <summary>A sentence, and a way on.</summary>
    public static TipReply Note(string title, string line, params ReadOnlySpan<TipButton> buttons) => Note(title, [line], buttons);
}
