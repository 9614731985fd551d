namespace MlOpsBot.Slack.Conversing;

/// <summary>What is said on top of an answer, in the bot's own words.</summary>
internal static class Remarks
{
    /// <summary>Most characters of somebody's words that are repeated.</summary>
    private const int MostQuoted = 120;

    /// <summary>Above an answer that should have stood in the channel.</summary>
    public const string NotPostedThere = "I am not allowed to post there, so this is for you alone.";

    /// <summary>Above a card in a modal whose thumb was pressed.</summary>
    public const string ThumbNoted = "Thanks, your thumb is noted.";

    /// <summary>Above the answer to a message that was pointed at.</summary>
    /// <param name="words">What the message says.</param>
    public static string About(string words)
    {
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"About “{(line.Length <= MostQuoted ? line : line[..Whole(line)] + "…")}”";
    }

    private static int Whole(string line) => char.IsHighSurrogate(line[MostQuoted - 1]) ? MostQuoted - 1 : MostQuoted;
}
