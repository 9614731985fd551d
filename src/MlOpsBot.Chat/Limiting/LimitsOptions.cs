using System.Collections.Immutable;
using System.Net;

namespace MlOpsBot.Chat.Limiting;

/// <summary>How much one user, workspace or address may take of the bot, for each replica. Immutable; checked at start.</summary>
public sealed record LimitsOptions
{
    /// <summary>No limits by user, workspace or address: for whoever puts parts of the bot together without a configuration.</summary>
    public static LimitsOptions None { get; } = new() { QuestionsPerUser = 0, QuestionsPerWorkspace = 0, RefusedPerAddress = 0, PagesPerAddress = 0, ConnectionsPerAddress = 0 };

    /// <summary>Questions that a user of a chat platform may ask in a minute; as many at once. 0 to 10,000; 0 is no limit. Default 20.</summary>
    public int QuestionsPerUser { get; init; } = 20;

    /// <summary>Questions that a workspace may ask in a minute, all its people together; as many at once. 0 to 1,000,000; 0 is no limit. Default 600.</summary>
    public int QuestionsPerWorkspace { get; init; } = 600;

    /// <summary>
    /// Requests at the platforms' addresses without a good signature or token that an address may send in a minute, before it is turned
    /// away unread. An address from which a platform's own request has come is never turned away. 0 to 1,000,000; 0 is no limit. Default 300.
    /// </summary>
    public int RefusedPerAddress { get; init; } = 300;

    /// <summary>Requests of an address in a minute to pages, <c>/api/ask</c> and installs, which need no proof of who asks; as many at once. 0 to 1,000,000; 0 is no limit. Default 600.</summary>
    public int PagesPerAddress { get; init; } = 600;

    /// <summary>Connections that an address may hold open. 0 to 100,000; 0 is no limit. Default 1,000. Read at start.</summary>
    public int ConnectionsPerAddress { get; init; } = 1_000;

    /// <summary>Connections that may be open at all. 10 to 1,000,000. Default 10,000. Read at start.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>How long a request may take before it is given up with 503. 1 to 600 seconds. Default 30.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Networks of proxies whose word about the caller's address (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>) is believed. Default none. Read at start.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>
    /// Names by which the bot may be called (<c>Host</c>): <c>bot.example.com</c>, <c>*.example.com</c>. Empty: any. Health is answered
    /// under any name, as probes call by address. Read at start.
    /// </summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];
}
