using System.Text.RegularExpressions;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>What Slack's client makes of typed words before an app sees them.</summary>
internal static partial class Typing
{
    /// <summary>Escapes, turns addresses into links and broadcasts into control sequences.</summary>
    public static string AsSlackHasIt(string typed)
    {
        var escaped = typed.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        return Broadcast().Replace(Address().Replace(escaped, "<$0>"), "${before}<!${range}>");
    }

    [GeneratedRegex(@"https?://[^\s<>|]+", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<before>^|\s)@(?<range>here|channel|everyone)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Broadcast();
}
