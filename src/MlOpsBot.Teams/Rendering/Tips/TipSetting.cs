using System.Collections.Frozen;
using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Teams.Rendering.Tips;

/// <summary>How something about tips is shown. Immutable.</summary>
/// <param name="Answerer">Who answers now: buttons that open cards know by it whether those change.</param>
public sealed record TipSetting(Answerer Answerer)
{
    /// <summary>The message's delivery, which its buttons carry; null where there is none.</summary>
    public string? DeliveryId { get; init; }

    /// <summary>What the card itself is opened again by, for "Back" on what its buttons show; null where nothing does.</summary>
    public string? Target { get; init; }

    /// <summary>What "Back" opens: what the pressed button carried. Null for no such button.</summary>
    public string? Back { get; init; }

    /// <summary>Buttons in the place of "more" and "less like this", once that was said; empty for those.</summary>
    public ImmutableArray<TipButton> Said { get; init; } = [];

    /// <summary>Names of the people whom a reply speaks of, by their ids.</summary>
    public FrozenDictionary<string, string> Names { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The reader's date, the first that a pause can end on; null where it is not known.</summary>
    public DateOnly? Today { get; init; }
}
