using System.Collections.Immutable;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>A field for text. Immutable.</summary>
/// <param name="Name">Its name in <see cref="Conversing.CardAction.Inputs"/>.</param>
/// <param name="Label">What it asks.</param>
/// <param name="Most">Most characters.</param>
public sealed record TextInput(string Name, string Label, int Most) : CardElement
{
    /// <summary>What could stand in it; null for nothing.</summary>
    public string? Example { get; init; }

    /// <summary>What is said where it is left empty; null where it may be.</summary>
    public string? Required { get; init; }
}

/// <summary>Something to choose from a list. Immutable.</summary>
/// <param name="Name">Its name in <see cref="Conversing.CardAction.Inputs"/>.</param>
/// <param name="Label">What it asks.</param>
/// <param name="Choices">What there is to choose; at least one.</param>
public sealed record ChoiceInput(string Name, string Label, ImmutableArray<CardChoice> Choices) : CardElement
{
    /// <summary>How it looks.</summary>
    public ChoiceLook Look { get; init; }

    /// <summary>Whether several may be chosen. They come back with commas between: no <see cref="CardChoice.Value"/> may hold one.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>What is chosen to begin with; empty for nothing.</summary>
    public ImmutableArray<string> Chosen { get; init; } = [];

    /// <summary>What stands in it before something is chosen; null for nothing.</summary>
    public string? Example { get; init; }

    /// <summary>What is said where nothing is chosen; null where that is fine.</summary>
    public string? Required { get; init; }
}

/// <summary>Something to choose.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Value">What is sent.</param>
public sealed record CardChoice(string Title, string Value);

/// <summary>How a choice looks.</summary>
public enum ChoiceLook
{
    /// <summary>A menu that one finds in by typing.</summary>
    Filtered,

    /// <summary>A menu.</summary>
    Compact,

    /// <summary>All of it at once, with boxes to tick.</summary>
    Expanded,
}

/// <summary>A field for a time of day, to the minute. Immutable.</summary>
/// <param name="Name">Its name in <see cref="Conversing.CardAction.Inputs"/>; the value comes back as <c>HH:mm</c>.</param>
/// <param name="Label">What it asks.</param>
/// <param name="Value">What stands in it, <c>HH:mm</c>; null for nothing.</param>
public sealed record TimeInput(string Name, string Label, string? Value) : CardElement
{
    /// <summary>What is said where it is left empty; null where it may be.</summary>
    public string? Required { get; init; }
}

/// <summary>A field for a day. Immutable.</summary>
/// <param name="Name">Its name in <see cref="Conversing.CardAction.Inputs"/>; the value comes back as <c>yyyy-MM-dd</c>.</param>
/// <param name="Label">What it asks.</param>
/// <param name="Value">What stands in it, <c>yyyy-MM-dd</c>; null for nothing.</param>
public sealed record DateInput(string Name, string Label, string? Value) : CardElement
{
    /// <summary>The first day that can be chosen, <c>yyyy-MM-dd</c>; null for any.</summary>
    public string? Least { get; init; }

    /// <summary>What is said where it is left empty; null where it may be.</summary>
    public string? Required { get; init; }
}
