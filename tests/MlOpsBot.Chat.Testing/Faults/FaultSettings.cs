using System.Collections.Immutable;
using System.Globalization;

namespace MlOpsBot.Chat.Testing;

/// <summary>What the tests of faults have in common.</summary>
internal static class FaultSettings
{
    /// <summary>A platform's schedule, pressed into seconds, and longer than any, so that no question is given up.</summary>
    public static ImmutableArray<TimeSpan> Retries { get; } =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500), .. Enumerable.Repeat(TimeSpan.FromSeconds(1), 60)];

    /// <summary>A crash costs those who wait three seconds instead of a minute.</summary>
    public static ImmutableArray<(string Name, string Value)> Bot { get; } = [("LeaseSeconds", "3")];

    /// <summary>The same for tips, which are spread over three seconds.</summary>
    public static ImmutableArray<(string Name, string Value)> Tips { get; } =
        [.. Bot, (":MlOpsBot:Tips:LeaseSeconds", "3"), (":MlOpsBot:Tips:SpreadSeconds", "3")];

    /// <summary>How many kills each test makes: <c>BOT_KILLS</c>, or few.</summary>
    public static int Kills(int few) => int.TryParse(Environment.GetEnvironmentVariable("BOT_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : few;

    /// <summary>How long everything may take to come to rest in the end.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(180);
}
