using System.Collections.Immutable;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>How the fake Slack and its one app are set up. Immutable.</summary>
internal sealed record FakeSlackOptions
{
    /// <summary>Slack's clock: of <c>ts</c>, limits, deadlines, retries and expiry. The bot's clock has to show the same.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string AppId { get; init; } = "A0MLOPSBOT";

    public string SigningSecret { get; init; } = "5f3b0c8e1d2a49678b7c6d5e4f3a2b1c";

    public string AppToken { get; init; } = "xapp-1-A0MLOPSBOT-1-0123456789abcdef";

    public string ClientId { get; init; } = "1111111111.2222222222";

    public string ClientSecret { get; init; } = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    /// <summary>Whether tokens from OAuth expire after 12 hours and are renewed by refresh tokens.</summary>
    public bool RotatesTokens { get; init; }

    /// <summary>Whether the documented limits of calls hold.</summary>
    public bool LimitsCalls { get; init; } = true;

    /// <summary>Posts to one channel that may follow on each other before 1/s holds: Slack tolerates "short bursts" and says no number.</summary>
    public int PostBurst { get; init; } = 4;

    /// <summary>Within which events, commands and interactions must be acknowledged. Slack's are 3 seconds.</summary>
    public TimeSpan AcknowledgeWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after each failure an event is sent again. Slack's are at once, 1 and 5 minutes.</summary>
    public ImmutableArray<TimeSpan> Retries { get; init; } = [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    /// <summary>The app's event subscriptions. <c>message.channels</c> and <c>message.groups</c> are for following threads.</summary>
    public ImmutableHashSet<string> Subscriptions { get; init; } =
    [
        "app_mention", "message.im", "app_home_opened", "app_uninstalled", "tokens_revoked", "member_joined_channel", "channel_left", "group_left",
        "channel_archive", "group_archive", "channel_unarchive", "group_unarchive", "channel_deleted", "group_deleted",
    ];

    /// <summary>How often Slack pings a socket.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much real time a verb waits for what is to be seen.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The port; 0 for any.</summary>
    public int Port { get; init; }
}
