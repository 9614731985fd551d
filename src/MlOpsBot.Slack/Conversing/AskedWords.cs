using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Conversing;

/// <summary>What a message asks, out of what it says.</summary>
internal static class AskedWords
{
    private static readonly string[] s_broadcasts = ["@channel", "@here", "@everyone"];

    /// <summary>The message's words without those that call people together, which ask nothing. Any text is safe.</summary>
    /// <param name="slackText">The message as Slack has it.</param>
    /// <param name="botUserId">The bot's user, whose mention is left out; null while unknown.</param>
    public static string Of(string slackText, string? botUserId)
        => s_broadcasts
            .Aggregate(SlackText.QuestionOf(slackText, botUserId), (text, call) => text.Replace(call, "", StringComparison.Ordinal))
            .Trim();
}
