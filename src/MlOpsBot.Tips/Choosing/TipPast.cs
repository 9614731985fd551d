using System.Collections.Immutable;
using MlOpsBot.Storage;

namespace MlOpsBot.Tips.Choosing;

/// <summary>What is known of a channel when a tip is chosen for it. Immutable.</summary>
/// <param name="Workspace">Whose channel.</param>
/// <param name="Channel">The channel; with the workspace it decides the order, so that two channels do not get the same tips on the same days.</param>
/// <param name="History">Ids of the tips that it got, or perhaps got, the oldest first.</param>
public sealed record TipPast(WorkspaceKey Workspace, string Channel, ImmutableArray<string> History)
{
    /// <summary>"More like this" less "less like this", a card.</summary>
    public ImmutableDictionary<string, int> Votes { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Slugs of the cards that somebody in the channel asked about lately.</summary>
    public ImmutableArray<string> AskedAbout { get; init; } = [];
}

/// <summary>A tip that comes next, with the card that it opens. Immutable.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Card">Its card.</param>
/// <param name="Why">Why this one: a whole sentence.</param>
public sealed record TipChoice(Knowledge.Tip Tip, Knowledge.Card Card, string Why);

/// <summary>How far a channel is with its tips. Immutable.</summary>
/// <param name="Used">How many of the chosen tips came in this round.</param>
/// <param name="Of">How many tips there are to choose from; 0 where nothing is left of what was chosen.</param>
public sealed record TipRound(int Used, int Of);
