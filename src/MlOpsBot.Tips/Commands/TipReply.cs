using System.Collections.Immutable;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Schedules;

namespace MlOpsBot.Tips.Commands;

/// <summary>
/// What is said to somebody who gave an order about tips or pressed a button: the same for every platform, which only draws it. Immutable.
/// </summary>
/// <param name="Title">A few words.</param>
public sealed record TipReply(string Title)
{
    /// <summary>Paragraphs.</summary>
    public ImmutableArray<TipLine> Lines { get; init; } = [];

    /// <summary>Rows of two or three columns below: the preview's days, the status' facts; empty for none. The first row is the heading where <see cref="HasHeading"/>.</summary>
    public ImmutableArray<ImmutableArray<string>> Rows { get; init; } = [];

    /// <summary>Whether the first of the rows is a heading.</summary>
    public bool HasHeading { get; init; }

    /// <summary>A tip to show below, as it would be posted; null for none.</summary>
    public TipPost? Tip { get; init; }

    /// <summary>Buttons, the most important first.</summary>
    public ImmutableArray<TipButton> Buttons { get; init; } = [];

    /// <summary>Whether something was changed, which everybody in the channel is told; else only who asked is answered where that is possible.</summary>
    public bool IsChange { get; init; }
}

/// <summary>A paragraph, in parts. Immutable.</summary>
/// <param name="Parts">What it is made of.</param>
public sealed record TipLine(ImmutableArray<TipPart> Parts)
{
    /// <summary>A paragraph of plain words.</summary>
    public static TipLine Of(string text) => new([new TipPart(text)]);
}

/// <summary>A part of a paragraph. Immutable.</summary>
/// <param name="Text">The words; of a person, the platform's id.</param>
public sealed record TipPart(string Text)
{
    /// <summary>Whether it stands out.</summary>
    public bool IsStrong { get; init; }

    /// <summary>Whether it names a person by the platform's id.</summary>
    public bool IsPerson { get; init; }
}

/// <summary>A button about tips. Immutable.</summary>
/// <param name="Label">At most 30 characters.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Value">What the verb needs: a version to go back to, a card, a command; ids and words of ours, at most 200 characters.</param>
public sealed record TipButton(string Label, TipVerb Verb, string Value = "")
{
    /// <summary>Whether it takes something away: drawn as a warning where the platform can.</summary>
    public bool IsDangerous { get; init; }

    /// <summary>Whether it is the one to press.</summary>
    public bool IsPrimary { get; init; }
}

/// <summary>What a button about tips does.</summary>
public enum TipVerb
{
    /// <summary>Gives the order that its value says, such as <c>pause</c> or <c>preview</c>, as if it had been typed.</summary>
    Order,

    /// <summary>Opens the form.</summary>
    Form,

    /// <summary>Goes back to what was before the version that its value names.</summary>
    Undo,

    /// <summary>More tips like this; its value is the card's slug.</summary>
    More,

    /// <summary>Less like this; its value is the card's slug.</summary>
    Less,
}

/// <summary>What the form shows, and what comes back from it. Immutable.</summary>
/// <param name="Schedule">When.</param>
/// <param name="Topics">Slugs of the cards to be chosen from that are chosen; empty for everything.</param>
/// <param name="Version">The version that it was filled in from; 0 for none.</param>
public sealed record TipForm(TipSchedule Schedule, ImmutableArray<string> Topics, long Version)
{
    /// <summary>What can be chosen: a slug and its name, at most 100. Ignored when it comes back.</summary>
    public ImmutableArray<(string Slug, string Name)> Choices { get; init; } = [];

    /// <summary>Zones to choose from, the likely ones first, at most 100; the schedule's is among them. Ignored when it comes back.</summary>
    public ImmutableArray<string> Zones { get; init; } = [];

    /// <summary>Whether the channel gets tips already: the form says "Save", else "Switch on". Ignored when it comes back.</summary>
    public bool IsOn { get; init; }
}
