namespace MlOpsBot.Tips.Schedules;

/// <summary>What is known of a name for a time zone. Immutable.</summary>
/// <param name="Zone">The zone's id; null where the name means none, or several.</param>
/// <param name="Fault">Why it cannot be told which zone is meant: a whole sentence; null where it can, and where the name is unknown.</param>
internal sealed record ZoneFinding(string? Zone, string? Fault)
{
    /// <summary>Whether the name is of a region or an abbreviation, which a city beside it makes exact.</summary>
    public bool IsVague { get; init; }
}
