using System.Collections.Immutable;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>A button, or what pressing a text does. Immutable.</summary>
/// <param name="Title">What it says, and what screen readers call it.</param>
public abstract record CardButton(string Title)
{
    /// <summary>Whether it is found behind "…" alone.</summary>
    public bool IsSecondary { get; init; }

    /// <summary>Whether it stands out as what to do.</summary>
    public bool IsPositive { get; init; }

    /// <summary>Whether it takes something away, as a warning.</summary>
    public bool IsDangerous { get; init; }

    /// <summary>What it does, in more words than fit on it; null for nothing.</summary>
    public string? Tooltip { get; init; }
}

/// <summary>A button that we are told of: <c>Action.Execute</c>, and for clients that lack it the very same <c>Action.Submit</c>.</summary>
/// <param name="Title">What it says.</param>
/// <param name="Verb">What to do; one of <see cref="Conversing.CardVerbs"/>.</param>
/// <param name="Button">What it carries; null for nothing.</param>
public sealed record VerbButton(string Title, string Verb, ButtonValue? Button) : CardButton(Title)
{
    /// <summary>What leads back to what was shown before; null for nothing.</summary>
    public string? Back { get; init; }

    /// <summary>What it does about tips (<see cref="Conversing.CardVerbs.Tips"/>); null for nothing.</summary>
    public TipPress? Tip { get; init; }

    /// <summary>Whether the card's inputs are sent along, and have to be filled in.</summary>
    public bool SendsInputs { get; init; }

    /// <summary>Whether it is <c>Action.Submit</c> alone, as dialogs know no other.</summary>
    public bool IsSubmit { get; init; }
}

/// <summary>A button that opens an address.</summary>
/// <param name="Title">What it says.</param>
/// <param name="Address">The address; https.</param>
public sealed record LinkButton(string Title, string Address) : CardButton(Title);

/// <summary>A button that shows or hides parts of the card.</summary>
/// <param name="Title">What it says.</param>
/// <param name="Ids">The parts, by <see cref="CardElement.Id"/>.</param>
public sealed record ToggleButton(string Title, ImmutableArray<string> Ids) : CardButton(Title);
