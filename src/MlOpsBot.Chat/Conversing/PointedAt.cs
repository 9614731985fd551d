using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Conversing;

/// <summary>Answers "Who owns this?" about a message that somebody else wrote.</summary>
public static class PointedAt
{
    /// <summary>What is said where the message has no words.</summary>
    public const string NoWords = "There are no words in that message that I could look up.";

    /// <summary>Most characters of somebody's words that are repeated.</summary>
    private const int MostQuoted = 120;

    /// <summary>"The nightly feature pipeline is late again" is no question, but who pointed at it asked one.</summary>
    /// <param name="answerer">Who answers.</param>
    /// <param name="words">What the message says, without mark-up. Any text is safe.</param>
    /// <param name="today">The reader's date.</param>
    public static Answer Answer(Answerer answerer, string words, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        if (string.IsNullOrWhiteSpace(words))
        {
            return answerer.Open("help", today)!;
        }

        var asked = answerer.Ask(new Question(words, today));
        if (asked.Kind is not (AnswerKind.None or AnswerKind.Help))
        {
            return asked;
        }

        var whose = answerer.Ask(new Question($"who owns {words}", today));
        return whose.Kind == AnswerKind.Owner ? whose : asked;
    }

    /// <summary>What stands above the answer.</summary>
    /// <param name="words">What the message says, plain text.</param>
    public static string About(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"About “{(line.Length <= MostQuoted ? line : line[..Whole(line)] + "…")}”";
    }

    private static int Whole(string line) => char.IsHighSurrogate(line[MostQuoted - 1]) ? MostQuoted - 1 : MostQuoted;
}
