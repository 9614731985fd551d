using System.Collections.Immutable;

namespace MlOpsBot.Answers;

/// <summary>An answer with the account of how it came about.</summary>
/// <param name="Answer">The answer, exactly as <see cref="Answerer.Ask"/> gives it.</param>
/// <param name="Explanation">The account.</param>
public sealed record ExplainedAnswer(Answer Answer, Explanation Explanation);

/// <summary>How an answer came about; for the playground's fold-out and <c>ask --explain</c>.</summary>
/// <param name="Words">The question's words and what each was taken for.</param>
/// <param name="Intent">What the question was taken to want, in words.</param>
/// <param name="Candidates">Cards that were considered, best first.</param>
/// <param name="Rule">The rule that decided, as a sentence.</param>
public sealed record Explanation(
    ImmutableArray<RecognizedWord> Words,
    string Intent,
    ImmutableArray<Candidate> Candidates,
    string Rule);

/// <summary>One word of a question.</summary>
/// <param name="Text">As typed (folded to lower case).</param>
/// <param name="ReadAs">As read after spelling, gluing and splitting.</param>
/// <param name="Meaning">What it was taken for: "part of a name: data-engineer", "asks who", "said in the cards, weight 0.83", "in no card", …</param>
public sealed record RecognizedWord(string Text, string ReadAs, string Meaning);

/// <summary>A card that was considered.</summary>
/// <param name="Card">Its slug.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Retrieval score.</param>
/// <param name="Coverage">Share of the question's weight that the card covers, 0 to 1.</param>
/// <param name="Why">Which words matched what.</param>
public sealed record Candidate(string Card, string Name, double Score, double Coverage, string Why);
