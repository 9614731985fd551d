using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MlOpsBot.Wire;

/// <summary>A day of <c>tips preview --json</c>.</summary>
/// <param name="Day">The local day.</param>
/// <param name="At">The moment, in UTC.</param>
public sealed record TipPreviewDocument(string Day, string At)
{
    /// <summary>The tip's id; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tip { get; init; }

    /// <summary>Its title.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    /// <summary>Its text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>The card that it opens.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Card { get; init; }

    /// <summary>Why this one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }

    /// <summary>Why nothing is posted; left out where a tip is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Skipped { get; init; }
}

/// <summary>What <c>tips preview --json</c> prints.</summary>
/// <param name="Schedule">When, in words.</param>
/// <param name="About">What about.</param>
/// <param name="Days">The days.</param>
public sealed record TipPreviewsDocument(string Schedule, string About, ImmutableArray<TipPreviewDocument> Days);

/// <summary>A line of <c>tips list --json</c>.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Workspace">The workspace.</param>
/// <param name="Channel">The channel.</param>
/// <param name="State">"on", "off", "paused" or "suspended".</param>
/// <param name="Schedule">When, in words.</param>
/// <param name="About">What about.</param>
/// <param name="NextDue">When the next day is due, in UTC; null for never as things stand.</param>
/// <param name="LastDay">The latest local day on the ledger.</param>
/// <param name="Suspended">Why nothing can be posted.</param>
public sealed record TipChannelDocument(
    string Platform, string Workspace, string Channel, string State, string Schedule, string About, string? NextDue, string? LastDay, string? Suspended);

/// <summary>A line of <c>tips replay --json</c>.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Workspace">The workspace.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Day">The local day.</param>
/// <param name="Verdict">"as-planned", "failed", "doubtful", "overdue", "missing" or "unexpected".</param>
/// <param name="State">The state on the ledger; null where there is no row.</param>
/// <param name="Reason">The reason on the ledger.</param>
public sealed record TipReplayDocument(string Platform, string Workspace, string Channel, string Day, string Verdict, string? State, string? Reason);
