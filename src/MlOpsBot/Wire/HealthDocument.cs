using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MlOpsBot.Wire;

/// <summary>How the bot is. Says nothing that a stranger may not know.</summary>
/// <param name="Status">"live"; "ready", "degraded" where a broken edit keeps older knowledge or options in use or Teams can be neither heard nor answered, "unready" where the store does not answer, or "stopping" from the order to stop on.</param>
public sealed record HealthDocument(string Status)
{
    /// <summary>The program's version.</summary>
    public string? Version { get; init; }

    /// <summary>Why it is not simply "ready", the gravest first; left out where it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<HealthReasonDocument>? Reasons { get; init; }

    /// <summary>Version of the knowledge that is being served.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KnowledgeVersion { get; init; }

    /// <summary>Errors in the folder as it stands; the log and <c>mlopsbot check</c> list them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Errors { get; init; }

    /// <summary>Warnings about the folder as it stands.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Warnings { get; init; }

    /// <summary>How the files of options and secrets are; left out where all that they say is in effect.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OptionsHealthDocument? Options { get; init; }

    /// <summary>"answers" or "silent"; left out where the bot needs no store.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Store { get; init; }

    /// <summary>How the bot is connected to Slack; left out where Slack is not configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SlackHealthDocument? Slack { get; init; }

    /// <summary>How the bot is connected to Teams; left out where Teams is not configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TeamsHealthDocument? Teams { get; init; }

    /// <summary>How tips go out; left out where none is overdue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TipsHealthDocument? Tips { get; init; }
}

/// <summary>Why a bot is not simply ready.</summary>
/// <param name="Reason">The reason's name, the same in every version: "store-silent".</param>
/// <param name="Text">The same in a sentence.</param>
public sealed record HealthReasonDocument(string Reason, string Text);

/// <summary>How the files of options and secrets are.</summary>
/// <param name="Faults">How many faults keep them from taking effect; those before stay, and the log names each.</param>
/// <param name="AtNextStart">How many options were changed that take effect at the next start alone.</param>
public sealed record OptionsHealthDocument(int Faults, int AtNextStart);

/// <summary>How tips go out.</summary>
/// <param name="Overdue">How many should have been posted more than five minutes ago.</param>
public sealed record TipsHealthDocument(int Overdue);

/// <summary>How the bot is connected to Slack.</summary>
/// <param name="Http">Whether requests over HTTP are served.</param>
public sealed record SlackHealthDocument(bool Http)
{
    /// <summary>"connected", "connecting" or "refused"; left out without Socket Mode.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SocketMode { get; init; }
}

/// <summary>How the bot is connected to Teams.</summary>
/// <param name="Credential">"fine", "ending" within 30 days or should have ended, "refused", "unreachable" (Microsoft's login), or "untried"; "none" with the Agents Playground alone.</param>
/// <param name="Keys">How many keys there are to check requests with; without any none is taken.</param>
public sealed record TeamsHealthDocument(string Credential, int Keys)
{
    /// <summary>Days until the credential ends, negative after it; left out where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DaysLeft { get; init; }

    /// <summary>When the keys were fetched; left out if they never were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? KeysFetchedAt { get; init; }
}
