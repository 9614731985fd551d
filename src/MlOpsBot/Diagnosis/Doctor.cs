using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace MlOpsBot.Diagnosis;

/// <summary>Runs checks one after the other, none of them for longer than <see cref="Patience"/>.</summary>
/// <param name="checks">The checks, in the order in which they are told.</param>
/// <param name="clock">The clock.</param>
internal sealed class Doctor(ImmutableArray<ICheck> checks, TimeProvider clock)
{
    /// <summary>How long a check may take: more than any of the calls in it waits by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>After how long whoever waits is told what for.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>Every finding, as it comes.</summary>
    /// <param name="progress">Told the name of a check that takes its time.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<Diagnosed> ExamineAsync(Action<string> progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var check in checks)
        {
            foreach (var finding in await RunAsync(check, progress, cancellation))
            {
                yield return finding;
            }
        }
    }

    private async Task<ImmutableArray<Diagnosed>> RunAsync(ICheck check, Action<string> progress, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);

        // A disk that hangs keeps the thread that asked it.
        var run = Task.Run(() => check.RunAsync(either.Token), either.Token);
        try
        {
            if (await Task.WhenAny(run, Task.Delay(Quiet, clock, either.Token)) != run)
            {
                progress(check.Name);
            }

            return await run.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [Diagnosed.Fault(check.Name, FindingCode.NothingCameBack, $"Nothing came back within {Patience.TotalSeconds:0} seconds.", "Look at the network between, at proxies and firewalls, and at the load of this machine.")];
        }
    }
}
