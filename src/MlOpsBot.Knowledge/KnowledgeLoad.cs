using System.Collections.Immutable;

namespace MlOpsBot.Knowledge;

/// <summary>What one reading of a knowledge folder gave. Immutable.</summary>
/// <param name="Knowledge">The knowledge; null when any finding is an error, so that the last good one keeps serving.</param>
/// <param name="Findings">Everything there is to say about the folder, by file and line.</param>
public sealed record KnowledgeLoad(KnowledgeBase? Knowledge, ImmutableArray<Finding> Findings)
{
    /// <summary>
    /// Names the contents that were read, good or broken: the first 12 hex digits of a SHA-256 over the sorted
    /// relative names and the contents. The same as <see cref="KnowledgeBase.Version"/> where there is knowledge.
    /// </summary>
    public string Version { get; init; } = "";

    /// <summary>Whether some file could not be read, so that reading again may help although nothing changes.</summary>
    internal bool HasUnreadFiles { get; init; }
}
