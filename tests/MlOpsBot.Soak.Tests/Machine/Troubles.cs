using System.Collections.Concurrent;

namespace MlOpsBot.Soak.Tests.Machine;

/// <summary>A time at which something went wrong on purpose. Immutable.</summary>
/// <param name="Name">What.</param>
/// <param name="From">From when.</param>
/// <param name="To">Until it was over.</param>
internal sealed record Trouble(string Name, DateTimeOffset From, DateTimeOffset To);

/// <summary>Makes things go wrong, one after the other and again from the beginning, with calm between. Thread-safe.</summary>
/// <param name="sites">The bots; the first has several replicas.</param>
/// <param name="seed">Chooses replicas.</param>
internal sealed class Troubles(IReadOnlyList<Site> sites, int seed)
{
    // What was begun in trouble shows for a while: a call that gets no answer is given up after 15 seconds.
    private static readonly TimeSpan s_aftermath = TimeSpan.FromSeconds(18);

    private readonly ConcurrentQueue<Trouble> _all = [];
    private readonly Random _random = new(seed);

    /// <summary>What went wrong, in order.</summary>
    public IReadOnlyCollection<Trouble> All => _all;

    /// <summary>Processes that did not end with 0 when told to stop, and how long the longest of the others took.</summary>
    public ConcurrentQueue<(string Replica, int ExitCode, TimeSpan Took)> Stopped { get; } = [];

    private Site Main => sites[0];

    /// <summary>Whether nothing went wrong at a time, or shortly before.</summary>
    public bool IsCalm(DateTimeOffset at) => !_all.Any(trouble => at >= trouble.From && at <= trouble.To + s_aftermath);

    /// <summary>Makes trouble until told to stop; what has begun is ended.</summary>
    /// <param name="calm">Between two troubles.</param>
    /// <param name="lasting">How long platforms fail.</param>
    /// <param name="stop">The end.</param>
    public async Task RunAsync(TimeSpan calm, TimeSpan lasting, CancellationToken stop)
    {
        (string Name, Func<Task> MakeAsync)[] kinds =
        [
            ("PostgreSQL restarted", () => Main.Database!.RestartAsync("fast", TimeSpan.FromSeconds(1))),
            ("a replica killed", () => ReplaceAsync(Main, kill: true)),
            ("Slack fails", () => FailAsync(lasting, isSlack: true)),
            ("a replica told to stop", () => ReplaceAsync(Main, kill: false)),
            ("PostgreSQL crashed", () => Main.Database!.RestartAsync("immediate", TimeSpan.FromSeconds(2))),
            ("Teams fails", () => FailAsync(lasting, isSlack: false)),
            ("the bot on SQLite killed", () => ReplaceAsync(sites[^1], kill: true)),
            ("connections to PostgreSQL cut", () => Main.Database!.TerminateConnectionsAsync()),
            ("the bot on SQLite told to stop", () => ReplaceAsync(sites[^1], kill: false)),
        ];
        for (var next = 0; await PauseAsync(calm, stop); next++)
        {
            var (name, makeAsync) = kinds[next % kinds.Length];
            var from = TimeProvider.System.GetUtcNow();
            await makeAsync();
            await Task.WhenAll(sites.Select(site => site.ReadyAsync()));
            _all.Enqueue(new Trouble(name, from, TimeProvider.System.GetUtcNow()));
        }
    }

    // The first replica lives to the end, so that one can tell whether it grows.
    private async Task ReplaceAsync(Site site, bool kill)
    {
        var replicas = site.Replicas;
        var replica = replicas[replicas.Length > 1 ? _random.Next(1, replicas.Length) : 0];
        if (kill)
        {
            await site.KillAsync(replica);
        }
        else
        {
            var (exitCode, took) = await site.TerminateAsync(replica);
            Stopped.Enqueue((replica.Name, exitCode, took));
        }

        await site.StartReplicaAsync();
    }

    private async Task FailAsync(TimeSpan lasting, bool isSlack)
    {
        foreach (var site in sites)
        {
            if (isSlack)
            {
                site.Slack.Faults.Randomly(
                    _random.Next(), 0.3, static method => method != "auth.test", Fault.RateLimited(1), Fault.ServerError, Fault.ErrorAfter, Fault.CutBefore, Fault.CutAfter, Fault.Garbage, Fault.GarbageAfter);
                site.Slack.Faults.Next("chat.postMessage", Fault.LostAnswer, Fault.Silence);
            }
            else
            {
                site.Teams.Faults.Randomly(
                    _random.Next(), 0.3, null, Fault.RateLimited(1), Fault.Answering(412), Fault.ServerError, Fault.ErrorAfter, Fault.Answering(502), Fault.Answering(503), Fault.CutBefore, Fault.CutAfter, Fault.Garbage, Fault.GarbageAfter);
                site.Teams.Faults.Next("post", Fault.LostAnswer, Fault.Silence);
            }
        }

        await Task.Delay(lasting);
        foreach (var site in sites)
        {
            site.Slack.Faults.Clear();
            site.Teams.Faults.Clear();
        }
    }

    private static async Task<bool> PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }
}
