using System.Collections.Concurrent;

namespace MlOpsBot.Soak.Tests.Asking;

/// <summary>Asks at a steady rate, in ways chosen by chance: whoever asks does not wait for others' answers. The same seed makes the same choices.</summary>
internal sealed class Load(IReadOnlyList<Way> ways, double perSecond, int seed)
{
    private readonly ConcurrentDictionary<Task, bool> _asking = [];

    /// <summary>What went wrong in asking itself: a fault of the run, or an answer that cannot be read.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = [];

    /// <summary>Asks until told to stop, then waits for what is being asked.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var (random, begin, asked) = (new Random(seed), TimeProvider.System.GetTimestamp(), 0);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!stop.IsCancellationRequested)
        {
            await beat.WaitForNextTickAsync(CancellationToken.None);
            for (var due = TimeProvider.System.GetElapsedTime(begin).TotalSeconds * perSecond; asked < due; asked++)
            {
                Begin(Choose(random));
            }
        }

        await Task.WhenAll(_asking.Keys);
    }

    private Way Choose(Random random)
    {
        var left = random.Next(ways.Sum(way => way.Weight));
        return ways.First(way => (left -= way.Weight) < 0);
    }

    private void Begin(Way way)
    {
        var asking = AskAsync(way);
        _asking.TryAdd(asking, true);
        _ = asking.ContinueWith(done => _asking.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task AskAsync(Way way)
    {
        // Elsewhere: what is built and signed must not put the next off.
        await Task.Yield();
        try
        {
            await way.AskAsync();
        }
        catch (Exception exception)
        {
            Failures.Enqueue(exception);
        }
    }
}
