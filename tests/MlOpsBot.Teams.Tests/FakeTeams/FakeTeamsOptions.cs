using System.Collections.Immutable;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>How the fake Teams and its one bot are set up. Immutable.</summary>
internal sealed record FakeTeamsOptions
{
    /// <summary>The clock of Teams: of tokens, limits, deadlines and redelivery. The bot's clock has to show the same.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string AppId { get; init; } = "7c0d8a52-3f0e-4f5b-9f0a-1a2b3c4d5e6f";

    public string TenantId { get; init; } = "5e8d1c2a-0b6f-4d3e-8a79-c1d2e3f4a5b6";

    public string ClientSecret { get; init; } = "q8Q~fake.secret.of.the.bot.0123456789abcd";

    /// <summary>The name that people mention.</summary>
    public string BotName { get; init; } = "MlOpsBot";

    /// <summary>Whether people use the Agents Playground, which sends and takes no token.</summary>
    public bool IsPlayground { get; init; }

    /// <summary>Whether the documented limits of posts hold.</summary>
    public bool LimitsCalls { get; init; }

    /// <summary>Within which an activity must be acknowledged.</summary>
    public TimeSpan AcknowledgeWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Within which an invoke must be answered.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after each failure an activity is sent again.</summary>
    public ImmutableArray<TimeSpan> Retries { get; init; } = [TimeSpan.Zero, TimeSpan.FromSeconds(15)];

    /// <summary>How long the bot's tokens live.</summary>
    public TimeSpan BotTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an incoming token lives.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Keys in the published set beside the one that signs; Microsoft's set has dozens.</summary>
    public int OtherKeys { get; init; } = 2;

    /// <summary>How much real time a verb waits for what is to be seen.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The port of the https side; 0 for any.</summary>
    public int Port { get; init; }
}
