using System.Diagnostics.Metrics;

namespace MlOpsBot.Slack.Requests;

/// <summary>Counts what Slack sends, for whoever listens to the meter <see cref="Name"/>. Thread-safe.</summary>
public sealed class RequestMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "MlOpsBot.Slack";

    private readonly Meter _meter;
    private readonly Counter<long> _taken;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _held;

    /// <summary>Makes the counters.</summary>
    public RequestMeter(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _taken = _meter.CreateCounter<long>("mlopsbot.slack.received", "{payload}", "Payloads that were taken, by what became of them.");
        _refused = _meter.CreateCounter<long>("mlopsbot.slack.refused", "{request}", "Requests that were refused, by why.");
        _retries = _meter.CreateCounter<long>("mlopsbot.slack.retries", "{request}", "Requests that Slack sent again, by its reason.");
        _held = _meter.CreateCounter<long>("mlopsbot.slack.rate_limited", "{minute}", "Times that Slack held events back.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Command() => Count("command");

    internal void Ignored() => Count("ignored");

    internal void Unknown() => Count("unknown-workspace");

    internal void Malformed() => Count("malformed");

    internal void Recorded(string kind) => _taken.Add(1, new("outcome", "recorded"), new("kind", kind));

    internal void Duplicate(string kind) => _taken.Add(1, new("outcome", "duplicate"), new("kind", kind));

    internal void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void Retry(string reason) => _retries.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void RateLimited() => _held.Add(1);

    private void Count(string outcome) => _taken.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
