namespace MlOpsBot.Search;

/// <summary>A field of the documents of an index, such as a name or a body.</summary>
/// <param name="Name">What explanations call it.</param>
/// <param name="Weight">What an occurrence counts there, against 1 for an ordinary field; above 0.</param>
/// <param name="LengthNormalization">
/// BM25's b: from 0, where the field's length does not matter, to 1, where an occurrence counts in inverse proportion to it.
/// </param>
public sealed record IndexField(string Name, float Weight = 1, float LengthNormalization = 0.75f);

/// <summary>How documents are ranked.</summary>
/// <param name="Saturation">
/// BM25's k1, above 0: the larger, the more a second and third occurrence still add.
/// </param>
/// <param name="PairWeight">
/// From 0 to 1: what it adds when two words that stand side by side in the question stand side by side in the document too,
/// as a part of what the weaker of the two gives. With it, a name or phrase counts for more than its words scattered.
/// </param>
public sealed record RankingOptions(float Saturation = 1.2f, float PairWeight = 0.5f)
{
    /// <summary>The customary values.</summary>
    public static RankingOptions Default { get; } = new();
}
