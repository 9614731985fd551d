namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// So many calls in any stretch of time of this length, wherever it begins. Slack promises at least the tiers' numbers
/// "a minute" and says nothing of where a minute begins; what holds for every stretch holds for any reckoning.
/// Source: <c>https://docs.slack.dev/apis/web-api/rate-limits</c>. Immutable.
/// </summary>
/// <param name="Calls">How many, at least 1.</param>
/// <param name="Window">The length of the stretch, more than zero.</param>
public sealed record CallLimit(int Calls, TimeSpan Window)
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
