using System.Collections.Immutable;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Commands;

/// <summary>Finds what people want tips about: "data engineering, governance". Takes no lock; any text is safe.</summary>
/// <param name="words">What was written.</param>
public delegate TopicsReading FindTopics(string words);

/// <summary>What was understood of words about topics. Immutable.</summary>
/// <param name="Topics">The topics, as they were written, each with at least one tip; empty where there is a fault.</param>
/// <param name="Fault">What was not understood, in whole sentences to say back; null where all was.</param>
public sealed record TopicsReading(ImmutableArray<TipTopic> Topics, string? Fault)
{
    /// <summary>What may have been meant, best first, in words that are understood; at most three.</summary>
    public ImmutableArray<string> Nearest { get; init; } = [];
}
