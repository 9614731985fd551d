using System.Diagnostics.Metrics;

namespace MlOpsBot.Teams.Requests;

/// <summary>Measures, on the meter <see cref="Name"/>, what it takes to believe Teams. Thread-safe.</summary>
public static class TeamsMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "MlOpsBot.Teams";

    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_fetches = s_meter.CreateCounter<long>(
        "mlopsbot.teams.key_fetches", "{fetch}", "Fetches of the keys that Teams' requests are checked with, by what came of it.");

    internal static void KeysFetched(bool succeeded) => s_fetches.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "fetched" : "failed"));
}
