using MlOpsBot.Chat.Limiting;

namespace MlOpsBot.Slack.WebApi;

/// <summary>How often Slack may be called. It promises at least these numbers "a minute". Source: <c>https://docs.slack.dev/apis/web-api/rate-limits</c>.</summary>
internal static class SlackLimits
{
    // A second more than Slack's minute: calls are counted where they arrive, and not all take equally long to get there.
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(61);

    /// <summary>Tier 2, "20+ a minute".</summary>
    public static CallLimit Tier2 { get; } = new(20, Minute);

    /// <summary>Tier 3, "50+ a minute".</summary>
    public static CallLimit Tier3 { get; } = new(50, Minute);

    /// <summary>Tier 4, "100+ a minute".</summary>
    public static CallLimit Tier4 { get; } = new(100, Minute);

    /// <summary><c>chat.postMessage</c> in one channel: "one message per second", "short bursts" allowed; here three at once.</summary>
    public static CallLimit PostedInChannel { get; } = new(3, TimeSpan.FromSeconds(3.2));

    /// <summary><c>chat.postMessage</c> in one workspace: "several hundred messages per minute"; the least that several can mean.</summary>
    public static CallLimit PostedInWorkspace { get; } = new(240, Minute);
}
