using System.Diagnostics.Metrics;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Teams.Requests;

/// <summary>Counts what Teams sends, for whoever listens to the meter <see cref="Name"/>. Thread-safe.</summary>
public sealed class TeamsMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "MlOpsBot.Teams";

    private readonly Meter _meter;
    private readonly Counter<long> _fetches;

    /// <summary>Makes the counters.</summary>
    public TeamsMeter(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        Received = new ReceivedCounts(_meter, TeamsPlace.Platform);
        _fetches = _meter.CreateCounter<long>("mlopsbot.teams.key_fetches", "{fetch}", "Fetches of the keys that requests are checked with, by whether they succeeded.");
    }

    /// <summary>What was taken, and what was refused.</summary>
    public ReceivedCounts Received { get; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Invoke() => Received.Other("invoke");

    internal void KeysFetched(bool succeeded) => _fetches.Add(1, new KeyValuePair<string, object?>("succeeded", succeeded));
}
