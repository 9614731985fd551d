using System.Collections.Immutable;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Teams;

/// <summary>How the bot is connected to Microsoft Teams. Immutable; checked at start.</summary>
public sealed record TeamsOptions
{
    /// <summary>The bot's app id (client id), to which every token that comes in must be addressed. Null: Teams is not served, but see <see cref="AgentsPlayground"/>.</summary>
    public string? AppId { get; init; }

    /// <summary>The tenant in which the app is registered, whose authority gives out our tokens. Bots of several tenants are no longer registered since 2025-07-31.</summary>
    public string? TenantId { get; init; }

    /// <summary>How the bot proves who it is when it fetches a token.</summary>
    public TeamsCredential? Credential { get; init; }

    /// <summary>Microsoft's cloud in which bot and users are.</summary>
    public TeamsCloud Cloud { get; init; } = TeamsCloud.Public;

    /// <summary>The authority that gives out our tokens, such as <c>https://login.microsoftonline.com/</c>; null for that of the cloud.</summary>
    public Uri? LoginUrl { get; init; }

    /// <summary>Where the keys of incoming tokens are found, such as <c>https://login.botframework.com/v1/.well-known/openidconfiguration</c>; null for that of the cloud.</summary>
    public Uri? MetadataUrl { get; init; }

    /// <summary>Hosts of service addresses that may get a token of ours, exact, with a port where it is not the scheme's own; empty for those of the cloud.</summary>
    public ImmutableArray<string> ServiceHosts { get; init; } = [];

    /// <summary>Tenants whose people are answered; empty for every tenant.</summary>
    public ImmutableArray<string> AllowedTenants { get; init; } = [];

    /// <summary>
    /// People who may always change the tips of any channel, and the rule who else may, by their object ids in the directory: Teams tells
    /// a bot of nobody's role. Empty for nobody.
    /// </summary>
    public ImmutableArray<string> Administrators { get; init; } = [];

    /// <summary>
    /// Whether requests without a token are taken from this machine, and answered without one: for the Microsoft 365 Agents
    /// Playground. Allowed in development alone.
    /// </summary>
    public bool AgentsPlayground { get; init; }

    /// <summary>
    /// Questions of one channel, in whatever threads, that may wait for their answers; whoever asks beyond that is told to ask again
    /// later. 1 to 1,000. Default 30. In other chats questions are answered one after the other: whose turn it is has nobody before
    /// them, and is told so only when it has become too late.
    /// </summary>
    public int QuestionsWaitingPerConversation { get; init; } = 30;

    /// <summary>How many activities are worked on at once by this replica. 1 to 256. Default 32.</summary>
    public int Workers { get; init; } = 32;

    /// <summary>
    /// For how long a replica may fall silent before others take over what it was working on: the time that a crash costs those
    /// who are waiting. Longer than a replica ever stands still. 2 seconds to 10 minutes. Default 60 seconds.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether anything of Teams is configured at all.</summary>
    public bool IsConfigured => AppId is not null || AgentsPlayground;
}

/// <summary>Microsoft's clouds, each with addresses of its own.</summary>
public enum TeamsCloud
{
    /// <summary>The public cloud, and GCC.</summary>
    Public,

    /// <summary>US government, GCC High.</summary>
    UsGovernment,

    /// <summary>US government, Department of Defense.</summary>
    UsDefense,
}

/// <summary>How the bot proves who it is. Immutable.</summary>
public abstract record TeamsCredential
{
    private TeamsCredential()
    {
    }

    /// <summary>When it ends, as far as that can be known; null if it cannot or does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A client secret's value (not its id).</summary>
    /// <param name="Value">The value.</param>
    public sealed record ClientSecret(Secret Value) : TeamsCredential;

    /// <summary>A certificate with its private key.</summary>
    /// <param name="Path">A PEM or PFX file.</param>
    /// <param name="Password">The PFX file's password; null for none.</param>
    public sealed record Certificate(string Path, Secret? Password) : TeamsCredential
    {
        /// <summary>The SHA-256 of the file, which tells a renewed certificate from the one before; null where nobody looked.</summary>
        public string? Fingerprint { get; init; }
    }

    /// <summary>An identity that Azure gives the machine.</summary>
    /// <param name="ClientId">Which, where it is user-assigned; null for the machine's own.</param>
    public sealed record ManagedIdentity(string? ClientId) : TeamsCredential;

    /// <summary>A token that the platform around gives (Kubernetes), exchanged for one of ours.</summary>
    /// <param name="TokenFile">The file that holds it; null for <c>AZURE_FEDERATED_TOKEN_FILE</c>.</param>
    public sealed record WorkloadIdentity(string? TokenFile) : TeamsCredential;
}
