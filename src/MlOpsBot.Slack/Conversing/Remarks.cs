namespace MlOpsBot.Slack.Conversing;

/// <summary>What is said on top of an answer, in the bot's own words.</summary>
internal static class Remarks
{
    /// <summary>Above an answer that should have stood in the channel.</summary>
    public const string NotPostedThere = "I am not allowed to post there, so this is for you alone.";

    /// <summary>Above a card in a modal whose thumb was pressed.</summary>
    public const string ThumbNoted = "Thanks, your thumb is noted.";
}
