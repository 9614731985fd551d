using System.Diagnostics.Metrics;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Requests;

/// <summary>Counts what Slack sends, for whoever listens to the meter <see cref="Name"/>. Thread-safe.</summary>
public sealed class RequestMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "MlOpsBot.Slack";

    private readonly Meter _meter;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _held;

    /// <summary>Makes the counters.</summary>
    public RequestMeter(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        Received = new ReceivedCounts(_meter, SlackInstallation.Platform);
        _retries = _meter.CreateCounter<long>("mlopsbot.slack.retries", "{request}", "Requests that Slack sent again, by its reason.");
        _held = _meter.CreateCounter<long>("mlopsbot.slack.rate_limited", "{minute}", "Times that Slack held events back.");
    }

    /// <summary>What was taken, and what was refused.</summary>
    public ReceivedCounts Received { get; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Command() => Received.Other("command");

    internal void Unknown() => Received.Other("unknown-workspace");

    internal void Retry(string reason) => _retries.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void RateLimited() => _held.Add(1);
}
