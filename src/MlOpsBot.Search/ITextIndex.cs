namespace MlOpsBot.Search;

/// <summary>
/// A full-text index over a fixed set of documents: an immutable snapshot, safe to share between threads.
/// It knows text and nothing of what the text is about.
/// </summary>
public interface ITextIndex
{
    /// <summary>How many documents it holds; they are numbered from 0 in the order they were added.</summary>
    int DocumentCount { get; }

    /// <summary>The best documents for a query, best first; ties go to the lower number.</summary>
    /// <param name="query">The query's terms, as <see cref="Analyzer"/> gave them and the caller weighted them.</param>
    /// <param name="hits">Receives the hits; its length is the k of "the best k".</param>
    /// <returns>How many hits were written: fewer than asked for where fewer documents match.</returns>
    int Search(ReadOnlySpan<QueryTerm> query, Span<SearchHit> hits);

    /// <summary>Why a document has the score that <see cref="Search"/> gives it.</summary>
    ScoreExplanation Explain(ReadOnlySpan<QueryTerm> query, int document);

    /// <summary>The number of a term, or -1 where no document has it.</summary>
    /// <param name="stem">The term as <see cref="Analyzer"/> stems it.</param>
    int FindTerm(ReadOnlySpan<char> stem);

    /// <summary>In how many documents a term stands.</summary>
    /// <param name="term">A number that <see cref="FindTerm"/> gave.</param>
    int DocumentFrequency(int term);
}

/// <summary>One term of a query.</summary>
/// <param name="Term">Its number in the index, from <see cref="ITextIndex.FindTerm"/>.</param>
/// <param name="Weight">What a match counts, 1 for the word itself, less for a synonym or a corrected spelling; above 0.</param>
/// <param name="Position">The place in the question that it stands for. Terms of one place are alternatives: the best of them counts, once.</param>
public readonly record struct QueryTerm(int Term, float Weight, int Position);

/// <summary>A document that matches.</summary>
/// <param name="Document">Its number.</param>
/// <param name="Score">BM25F score, above 0; comparable only within one query.</param>
public readonly record struct SearchHit(int Document, float Score);

/// <summary>How a score came about.</summary>
/// <param name="Score">The whole.</param>
/// <param name="Parts">What each matched term gave, most first.</param>
public sealed record ScoreExplanation(float Score, IReadOnlyList<ScorePart> Parts);

/// <summary>What one term gave to a score.</summary>
/// <param name="Term">The term as it stands in the index.</param>
/// <param name="Position">The place in the question that it stands for.</param>
/// <param name="Weight">The query's weight for it.</param>
/// <param name="InverseDocumentFrequency">How rare it is.</param>
/// <param name="Fields">In which fields it stands, how often, and the weighted frequency that gave.</param>
/// <param name="Score">What it added.</param>
public sealed record ScorePart(string Term, int Position, float Weight, float InverseDocumentFrequency, IReadOnlyList<FieldMatch> Fields, float Score);

/// <summary>A term in one field of one document.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Frequency">How often it stands there.</param>
/// <param name="WeightedFrequency">That frequency after the field's weight and length normalization.</param>
public sealed record FieldMatch(string Field, int Frequency, float WeightedFrequency);
