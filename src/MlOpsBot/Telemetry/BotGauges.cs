using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using MlOpsBot.Serving;
using MlOpsBot.Slack.SocketMode;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Requests;

namespace MlOpsBot.Telemetry;

/// <summary>
/// How the program stands, for whoever reads the meter <see cref="Name"/>: looked at when it is read, never asking the store, which
/// <see cref="BacklogWatch"/> does at its own pace. Thread-safe.
/// </summary>
internal sealed class BotGauges
{
    /// <summary>The meter's name.</summary>
    public const string Name = "MlOpsBot";

    private readonly IServiceProvider _services;
    private readonly TimeProvider _clock;
    private readonly LiveKnowledge _knowledge;
    private readonly Meter _meter;

    /// <summary>Makes the gauges of what is there.</summary>
    public BotGauges(IMeterFactory meters, IServiceProvider services, LiveKnowledge knowledge, TimeProvider clock)
    {
        _services = services;
        _clock = clock;
        _knowledge = knowledge;
        _meter = meters.Create(Name);
        AddProgram();
        AddKnowledge();
        AddChannels();
        if (services.GetService<BacklogWatch>() is { } store)
        {
            AddStore(store);
        }
    }

    private void AddProgram()
    {
        var runtime = RuntimeInformation.FrameworkDescription;
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();
        _meter.CreateObservableGauge(
            "mlopsbot.build.info", () => new Measurement<int>(1, Tag("version", ProgramVersion.Text), Tag("runtime", runtime)), "{build}", "Always 1: the program's version and what it runs on.");
        _meter.CreateObservableGauge("mlopsbot.ready", () => Reasons().Exists(static reason => reason.TakesAway) ? 0 : 1, "{replica}", "1 while this replica takes requests, else 0: it starts, stops, or its store is silent.");
        _meter.CreateObservableGauge(
            "mlopsbot.health.reasons", () => Reasons().Select(static reason => new Measurement<int>(1, Tag("reason", reason.Name))), "{reason}", "1 for each reason why the bot is not simply ready, by its name in /health/ready.");
        _meter.CreateObservableGauge("mlopsbot.process.start_time", () => started, "s", "When the process started, in seconds since 1970.");
    }

    private List<HealthReason> Reasons() => _services.GetRequiredService<Draining>().HasBegun
        ? [HealthReason.Stopping]
        : [.. Health.ReasonsOf(_services, _services.GetService<BacklogWatch>()?.Seen?.IsUp)];

    private void AddKnowledge()
    {
        Gauge("mlopsbot.knowledge.info", "{version}", "Always 1: the version of the knowledge that is served.", state => [new(1, Tag("version", state.Answerer.Knowledge.Version))]);
        Gauge("mlopsbot.knowledge.degraded", "{state}", "1 while the newest edit has errors and an older state is served, else 0.", state => [new(state.IsDegraded ? 1 : 0)]);
        Gauge("mlopsbot.knowledge.findings", "{finding}", "What is wrong with the knowledge folder as it stands, by severity.", state =>
        [
            new(state.Errors.Length, Tag("severity", "error")),
            new(state.Findings.Length - state.Errors.Length, Tag("severity", "warning")),
        ]);
        Gauge("mlopsbot.knowledge.cards", "{card}", "Cards and tips that are served, by sort.", state =>
        [
            new(state.Answerer.Knowledge.Roles.Length, Tag("sort", "role")),
            new(state.Answerer.Knowledge.Activities.Length, Tag("sort", "activity")),
            new(state.Answerer.Knowledge.Topics.Length, Tag("sort", "topic")),
            new(state.Answerer.Knowledge.Tips.Length, Tag("sort", "tip")),
        ]);
        Gauge("mlopsbot.knowledge.stale_entries", "{entry}", "Entries of the organization whose review date has passed.", state =>
        {
            var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
            return [new(state.Answerer.Knowledge.Organization.Holdings.Values.Count(holding => holding.IsStale(today)))];
        });
        _meter.CreateObservableGauge("mlopsbot.knowledge.age", () => Math.Max(0, (_clock.GetUtcNow() - _knowledge.LiveSince).TotalSeconds), "s", "Since when the knowledge that is served is live.");
        _meter.CreateObservableCounter(
            "mlopsbot.knowledge.loads",
            () => new Measurement<long>[] { new(_knowledge.GoodLoads, Tag("outcome", "live")), new(_knowledge.BrokenLoads, Tag("outcome", "broken")) },
            "{load}",
            "Times that the knowledge folder was read, by whether that went live.");
    }

    private void AddChannels()
    {
        if (_services.GetService<SocketModeStatus>() is { } socket)
        {
            _meter.CreateObservableGauge("mlopsbot.slack.socket.connected", () => socket.State == SocketModeState.Connected ? 1 : 0, "{link}", "1 while a link of Socket Mode serves, else 0.");
            _meter.CreateObservableGauge("mlopsbot.slack.socket.open", () => socket.OpenSockets, "{socket}", "Sockets to Slack that are open, links being made and left among them.");
        }

        if (_services.GetService<AppTokens>() is { } tokens)
        {
            _meter.CreateObservableGauge("mlopsbot.credential.usable", () => new Measurement<int>(tokens.State.IsUsable ? 1 : 0, Tag("platform", "teams")), "{credential}", "0 where the platform's login refuses the bot's credential or cannot be reached, else 1.");
            _meter.CreateObservableGauge(
                "mlopsbot.credential.time_left",
                () => tokens.State.ExpiresAt is { } end ? [new Measurement<double>((end - _clock.GetUtcNow()).TotalDays, Tag("platform", "teams"))] : Array.Empty<Measurement<double>>(),
                "d",
                "Days until the bot's credential ends; nothing where that is not known.");
        }

        if (_services.GetService<KeySet>() is { } keys)
        {
            _meter.CreateObservableGauge("mlopsbot.teams.keys", () => keys.State.Keys, "{key}", "Keys that Teams' requests are checked with; with none of them every request is refused.");
        }
    }

    private void AddStore(BacklogWatch store)
    {
        _meter.CreateObservableGauge("mlopsbot.store.up", () => store.Seen is { } seen ? [new Measurement<int>(seen.IsUp ? 1 : 0)] : Array.Empty<Measurement<int>>(), "{store}", "1 while the store answers within its time, else 0.");
        _meter.CreateObservableGauge(
            "mlopsbot.inbox.waiting", () => store.Seen?.Backlog.Select(static one => new Measurement<long>(one.Waiting, Tag("platform", one.Platform))) ?? [], "{event}", "Events that are recorded and not worked off, of all replicas together.");
        _meter.CreateObservableGauge(
            "mlopsbot.inbox.age",
            () => store.Seen?.Backlog.Select(static one => new Measurement<double>(one.Age.TotalSeconds, Tag("platform", one.Platform))) ?? [],
            "s",
            "How old the oldest event is that is recorded and not worked off; 0 with none.");
        _meter.CreateObservableGauge("mlopsbot.tips.overdue", () => store.Seen?.Overdue is { } overdue ? [new Measurement<int>(overdue)] : Array.Empty<Measurement<int>>(), "{tip}", "Tips that should have been posted more than 5 minutes ago.");
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private void Gauge(string name, string unit, string description, Func<KnowledgeState, Measurement<int>[]> look)
        => _meter.CreateObservableGauge(name, () => look(_knowledge.State), unit, description);
}
