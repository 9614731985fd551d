using MlOpsBot.Answers;
using MlOpsBot.Questions;

namespace MlOpsBot.Evaluation;

/// <summary>The rule of the contract by which an answer counts as right.</summary>
public static class Score
{
    private const string ComparisonPrefix = "compare:";

    /// <summary>
    /// Whether an answer is right: its first card is one of those expected, or it compares just the two of "compare:a:b";
    /// a question that expects nothing must be abstained from. Where the question names a section, the answer has to name it too.
    /// </summary>
    public static bool IsRight(QuestionLine question, Answer answer) =>
        question.Expect.IsEmpty
            ? Abstains(answer)
            : question.Expect.Any(expected => Meets(expected, answer)) && (question.Section is null || question.Section == answer.Section);

    /// <summary>Whether an answer keeps from naming a card as the right one.</summary>
    public static bool Abstains(Answer answer) => answer.Kind is AnswerKind.None or AnswerKind.Clarify or AnswerKind.Help;

    private static bool Meets(string expected, Answer answer)
    {
        if (!expected.StartsWith(ComparisonPrefix, StringComparison.Ordinal))
        {
            return answer.Cards.Length > 0 && answer.Cards[0] == expected;
        }

        return answer is { Kind: AnswerKind.Comparison, Cards.Length: 2 }
            && ComparisonPrefix + string.Join(':', answer.Cards.Order(StringComparer.Ordinal)) == expected;
    }
}
