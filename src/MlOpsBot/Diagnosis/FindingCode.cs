using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace MlOpsBot.Diagnosis;

/// <summary>
/// The name of a finding, the same in every version: programs, alerts and <c>deploy/doctor.md</c> go by it. Every warning and every
/// fault has one, and the page has an entry for each. Immutable.
/// </summary>
internal sealed class FindingCode
{
    // Doctor and command line.
    public static readonly FindingCode NothingCameBack = New();

    // Options.
    public static readonly FindingCode OptionsUnreadable = New(), OptionWrong = New(), OptionsFirst = New(), PortIgnored = New(),
        PlaygroundPublic = New(), DevelopmentPublic = New(), ServesNobody = New(), ReplicaNameWithSqlite = New(), SigningSecretShape = New(),
        SigningSecretIsClientSecret = New(), CloudsMixed = New(), HostNotAllowed = New();

    // The machine.
    public static readonly FindingCode MemorySmall = New(), HandlesFew = New(), TempNotWritable = New(), GarbageServer = New(), IcuMissing = New();

    // Knowledge, tips, time.
    public static readonly FindingCode KnowledgeMissing = New(), KnowledgeBroken = New(), KnowledgeWarnings = New(), KnowledgeStale = New(),
        HolidaysUnreadable = New(), HolidaysOver = New(), HolidaysLines = New(), TimeZonesOld = New(), ClockOff = New(), ClockFar = New();

    // The store, whichever.
    public static readonly FindingCode StoreBusy = New(), StoreUnreachable = New(), StoreFull = New(), StoreNotWritable = New(), StoreCorrupt = New(),
        StoreRefused = New(), StoreNewer = New(), StoreMisconfigured = New(), StoreUnforeseen = New(), StoreDriver = New(), TokensUnreadable = New(), EventsWaiting = New(),
        TipsOverdue = New(), DeliveriesDoubtful = New(), ServiceHostNotListed = New();

    // SQLite.
    public static readonly FindingCode DiskLow = New(), DiskAlmostFull = New(), StoreOnNetwork = New(), StoreNotKept = New(), WalLarge = New(),
        DataReadableByOthers = New(), KeysReadableByOthers = New();

    // PostgreSQL.
    public static readonly FindingCode PostgresOld = New(), PostgresPlain = New(), PostgresClock = New(), PostgresConnections = New(),
        PostgresReadOnly = New(), PostgresRights = New();

    // Slack.
    public static readonly FindingCode SlackUnreachable = New(), SlackTokenUnknown = New(), SlackTokenRevoked = New(), SlackTokenExpired = New(),
        SlackAppGone = New(), SlackTokenKind = New(), SlackTokenRefused = New(), SlackScopeMissing = New(), SlackScopeMore = New(), SlackNoChannel = New(),
        SlackLinkToken = New(), SlackLinkScope = New(), SlackLinkRefused = New(), SlackClientRefused = New();

    // Teams.
    public static readonly FindingCode TeamsSecretWrong = New(), TeamsSecretExpired = New(), TeamsSecretEnding = New(), TeamsSecretEndUnknown = New(),
        TeamsAppUnknown = New(), TeamsTenantUnknown = New(), TeamsCertificateUnknown = New(), TeamsCertificateUnreadable = New(), TeamsLoginUnreachable = New(),
        TeamsIdentity = New(), TeamsTokenRefused = New(), TeamsPolicy = New(), TeamsCloud = New(), TeamsKeysUnreachable = New();

    // The public address.
    public static readonly FindingCode PublicAddressUnknown = New(), PublicAddressPrivate = New(), PublicNameUnknown = New(), PublicConnect = New(),
        PublicTls = New(), PublicCertificateUntrusted = New(), PublicCertificateChain = New(), PublicCertificateName = New(), PublicCertificateExpired = New(),
        PublicCertificateEnding = New(), PublicRedirect = New(), PublicPath = New(), PublicNobodyBehind = New(), PublicSomebodyElse = New(), PublicGate = New(),
        PublicSlow = New(), PublicVersion = New(), PublicSignature = New(), PublicBodyAltered = New(), NeverAsked = New();

    // The bot that runs.
    public static readonly FindingCode RunningDegraded = New(), RunningUnready = New(), RunningVersion = New(), PortTaken = New();

    private FindingCode(string name) => Name = name;

    /// <summary>Every code.</summary>
    public static ImmutableArray<FindingCode> All { get; } =
        [.. typeof(FindingCode).GetFields().Where(field => field.FieldType == typeof(FindingCode)).Select(field => (FindingCode)field.GetValue(null)!)];

    /// <summary>Lower case, with hyphens: <c>disk-low</c>.</summary>
    public string Name { get; }

    public override string ToString() => Name;

    // "DiskLow" is called "disk-low".
    private static FindingCode New([CallerMemberName] string field = "") =>
        new(string.Concat(field.Select((letter, at) => char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}")));
}
