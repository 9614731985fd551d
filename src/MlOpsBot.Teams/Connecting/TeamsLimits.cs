using MlOpsBot.Chat.Limiting;

namespace MlOpsBot.Teams.Connecting;

/// <summary>
/// How often Teams may be called. Source: <c>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit</c>.
/// </summary>
internal static class TeamsLimits
{
    /// <summary>In one thread, for one bot: 7 in a second, 8 in two, 60 in thirty, 1,800 in an hour.</summary>
    /// <remarks>Each window is a little longer than Teams': calls are counted where they arrive, and not all take equally long to get there.</remarks>
    public static CallLimits Thread { get; } = new(
        new CallLimit(7, TimeSpan.FromSeconds(1.1)),
        new CallLimit(8, TimeSpan.FromSeconds(2.1)),
        new CallLimit(60, TimeSpan.FromSeconds(30.3)),
        new CallLimit(1_800, TimeSpan.FromSeconds(3_602)));

    /// <summary>In one tenant, for one app: 50 in a second.</summary>
    public static CallLimits Tenant { get; } = new(new CallLimit(50, TimeSpan.FromSeconds(1.05)));

    /// <summary>What a call into a conversation counts against. All kinds of calls count together.</summary>
    public static CallScope Of(string tenantId, string conversationId) => new("teams", tenantId, Tenant, conversationId, Thread);
}
