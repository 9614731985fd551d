using MlOpsBot.Configuration;
using MlOpsBot.Serving;

namespace MlOpsBot.Deploy.Tests.Support;

/// <summary>How long whoever stops the program has to wait before killing it.</summary>
internal static class Grace
{
    /// <summary>The time for which requests are still taken, the time to finish what has begun, and two seconds to close.</summary>
    public static TimeSpan Needed { get; } = new BotOptions().Drain + Draining.Longest + TimeSpan.FromSeconds(2);
}
