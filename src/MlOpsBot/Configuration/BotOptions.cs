using System.Collections.Immutable;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Logging;
using MlOpsBot.Slack;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Teams;
using MlOpsBot.Telemetry;
using MlOpsBot.Tips;

namespace MlOpsBot.Configuration;

/// <summary>
/// The options of the section <c>MlOpsBot</c>, from files and, above them, environment variables (<c>MlOpsBot__Port</c>). Immutable; read
/// and checked as a whole.
/// </summary>
public sealed record BotOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "MlOpsBot";

    /// <summary>A JSON file of options; null for none, or where <c>--settings</c> names one.</summary>
    public string? Settings { get; init; }

    /// <summary>A folder with one file an option; null for none.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>The folder to answer from, relative to the working directory; null looks for it.</summary>
    public string? Knowledge { get; init; }

    /// <summary>The port to listen on, 0 to 65535; 0 takes any that is free. 3978 unless set. Where <c>urls</c> is set (<c>ASPNETCORE_URLS</c>), that counts.</summary>
    public int Port { get; init; } = 3978;

    /// <summary>
    /// Whether the playground page and <c>POST /api/ask</c> are served: true to everybody who reaches the port, false to nobody.
    /// Not set, they are open on loopback in development and off elsewhere.
    /// </summary>
    public bool? PlaygroundEnabled { get; init; }

    /// <summary>How many conversations the playground remembers at a time, 1 to 1,000,000; the oldest is forgotten first. 10,000 unless set.</summary>
    public int PlaygroundConversations { get; init; } = 10_000;

    /// <summary>
    /// For how long after the order to stop requests go on being taken while readiness says "stopping", so that whoever sends them
    /// notices; 0 to 300 seconds. Not set, none in development and 5 seconds elsewhere.
    /// </summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Where Slack and Teams reach the bot from outside, such as <c>https://bot.example.com</c>, for <c>doctor</c> and the checks after
    /// the start; <c>Slack:PublicUrl</c> counts where this is left out. Null: nobody knows.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether the bot looks itself over after it has started and logs what is wrong. True unless set.</summary>
    public bool ChecksAtStart { get; init; } = true;

    /// <summary>The section <c>Slack</c>; nothing configured: no Slack.</summary>
    public SlackOptions Slack { get; init; } = new();

    /// <summary>The section <c>Teams</c>; nothing configured: no Teams.</summary>
    public TeamsOptions Teams { get; init; } = new();

    /// <summary>The section <c>Tips</c>; used where a channel is configured.</summary>
    public TipsOptions Tips { get; init; } = new();

    /// <summary>The section <c>Limits</c>.</summary>
    public LimitsOptions Limits { get; init; } = new();

    /// <summary>The section <c>Storage</c>; used where a channel is configured.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>The section <c>Log</c>.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>The section <c>Telemetry</c>; nothing is exported unless an address is given.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>
    /// Keys that encrypt stored tokens, the current one first, then older ones (see <see cref="AesGcmSecretProtector"/>). Empty:
    /// ASP.NET Core's data protection with keys of its own in the data folder.
    /// </summary>
    public ImmutableArray<Secret> EncryptionKeys { get; init; } = [];

    /// <summary>Whether a chat channel is configured, which takes a store.</summary>
    public bool HasChannel => Slack.IsConfigured || Teams.IsConfigured;

    /// <summary>Reads and checks everything that is configured.</summary>
    /// <param name="sources">What all places say.</param>
    /// <param name="places">Which they are.</param>
    internal static BotOptionsRead Read(ConfigurationRead sources, ConfigurationPlaces places)
    {
        var isDevelopment = places.Environment.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase);
        var read = Read(sources.Configuration, isDevelopment).Locate(places.WorkingDirectory);
        return read with
        {
            Faults = [.. sources.Strange, .. LoggingSection.Faults(sources.Configuration), .. read.Faults],
            Shown = [.. read.Shown.Select(option => option with { Source = sources.SourceOf(option.Name) ?? OptionShown.Default })],
        };
    }

    /// <summary>Reads and checks the section.</summary>
    /// <param name="configuration">Files and environment.</param>
    /// <param name="isDevelopment">Whether this is development, where some things are allowed that are not elsewhere.</param>
    public static BotOptionsRead Read(IConfiguration configuration, bool isDevelopment = false)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = OptionReader.Of(configuration, Section);
        var defaults = new BotOptions();
        var playground = reader.Section("Playground");
        var publicUrl = reader.WebAddress("PublicUrl", "https://bot.example.com");
        var slack = SlackSection.Read(reader.Section("Slack"), publicUrl);
        reader.Default("ChecksAtStart", defaults.ChecksAtStart);
        var options = new BotOptions
        {
            Settings = reader.Text("Settings"),
            SecretsFolder = reader.Text("SecretsFolder"),
            Knowledge = reader.Text("Knowledge"),
            Port = reader.Number("Port", 0, 65_535, defaults.Port),
            PlaygroundEnabled = playground.YesOrNo("Enabled"),
            PlaygroundConversations = playground.Number("Conversations", 1, 1_000_000, defaults.PlaygroundConversations),
            Drain = TimeSpan.FromSeconds(reader.Section("Shutdown").Number("DrainSeconds", 0, 300, isDevelopment ? 0 : (int)defaults.Drain.TotalSeconds)),
            PublicUrl = publicUrl ?? slack.PublicUrl,
            ChecksAtStart = reader.YesOrNo("ChecksAtStart") ?? defaults.ChecksAtStart,
            Slack = slack,
            Teams = TeamsSection.Read(reader.Section("Teams"), isDevelopment),
            Tips = TipsSection.Read(reader.Section("Tips")),
            Limits = LimitsSection.Read(reader.Section("Limits")),
            Storage = StorageSection.Read(reader.Section("Storage")),
            Log = LogSection.Read(reader.Section("Log")),
            Telemetry = TelemetrySection.Read(reader.Section("Telemetry"), configuration),
            EncryptionKeys = StorageSection.ReadKeys(reader.Section("Storage")),
        };
        if (options is { Slack.UsesOAuth: true, Storage.PostgresConnectionString: not null, EncryptionKeys.IsEmpty: true })
        {
            reader.Section("Storage").Fault(
                StorageSection.KeysName,
                "is left out; with PostgreSQL and installs by OAuth every replica needs the same key, or none could read the tokens that another has stored. "
                    + "Make one with \"openssl rand -base64 32\".");
        }

        return new BotOptionsRead(options, reader.Faults()) { Shown = reader.Shown() };
    }
}

/// <summary>Options as they were read.</summary>
/// <param name="Options">The options; defaults stand where there is a fault.</param>
/// <param name="Faults">One line a fault: the option, its value, and what is allowed.</param>
public sealed record BotOptionsRead(BotOptions Options, ImmutableArray<string> Faults)
{
    /// <summary>Every option with the value that counts and where it comes from, by name; secrets without their values.</summary>
    public ImmutableArray<OptionShown> Shown { get; init; } = [];

    /// <summary>The same with full paths, and with what can only be checked by looking at the files that options name.</summary>
    /// <param name="workingDirectory">Where relative paths begin.</param>
    public BotOptionsRead Locate(string workingDirectory)
    {
        var options = Options with
        {
            Storage = Options.Storage with { DataFolder = Path.GetFullPath(Options.Storage.DataFolder, workingDirectory) },
        };
        var (credential, fault) = options.Teams.Credential switch
        {
            TeamsCredential.Certificate certificate => CertificateFile.Look(certificate, workingDirectory),
            TeamsCredential.WorkloadIdentity { TokenFile: { } file } workload => (workload with { TokenFile = Path.GetFullPath(file, workingDirectory) }, null),
            var other => (other, null),
        };
        var (tips, tipsFaults) = TipsSection.Locate(options.Tips, workingDirectory);
        return this with
        {
            Options = options with { Teams = options.Teams with { Credential = credential }, Tips = tips },
            Faults = [.. Faults, .. fault is null ? Array.Empty<string>() : [fault], .. tipsFaults],
        };
    }
}
