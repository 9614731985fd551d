using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;

namespace MlOpsBot.Chat.Testing;

/// <summary>People of one platform who ask in every way, and know in the end what came of each question.</summary>
internal interface IQuestioning
{
    /// <summary>What is counted in the end.</summary>
    string What => "questions";

    /// <summary>What <see cref="AskedOutcome.NotTaken"/> means for it.</summary>
    string Untaken => "not taken";

    /// <summary>Gets one answer in peace, whose buttons later rounds press.</summary>
    Task WarmUpAsync();

    /// <summary>Asks in all ways at once. Ends when the platform has made its first attempt at each.</summary>
    Task RoundAsync(string row);

    /// <summary>Waits until the platform has told the bot everything and the bot has settled everything.</summary>
    Task SettleAsync(TimeSpan patience);

    /// <summary>What came of every question.</summary>
    Task<IReadOnlyList<AskedEnd>> EndsAsync();
}

/// <summary>Ends processes at one point after the other while questions are asked, and judges what came of them.</summary>
internal static class Killing
{
    private const int KillsInARow = 4;

    /// <summary>Kills, lets everything come to rest, and fails where a question was lost or answered twice.</summary>
    /// <param name="title">Of the table, which is a diagnostic message.</param>
    /// <param name="questioning">Asks.</param>
    /// <param name="lives">The processes.</param>
    /// <param name="points">Where they end, in turn.</param>
    /// <param name="kills">How often.</param>
    /// <param name="calm">Ends what goes wrong on purpose beside the kills.</param>
    public static async Task RunAsync(string title, IQuestioning questioning, Lives lives, IReadOnlyList<KillPoint> points, int kills, Action calm)
    {
        var (table, random) = (new FaultTable(title, questioning.What, questioning.Untaken), new Random(20261121));
        for (var kill = 0; kill < kills; kill++)
        {
            var point = points[kill % points.Count];
            table.Killed(await lives.EndAtAsync(point, () => questioning.RoundAsync(point.Name), random));
            if (kill % KillsInARow == KillsInARow - 1)
            {
                // Nothing is killed ten times: such an event is given up for one that itself ends the program.
                await questioning.SettleAsync(FaultSettings.Patience);
            }
        }

        calm();
        await questioning.SettleAsync(FaultSettings.Patience);
        var ends = await questioning.EndsAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", table.Write(ends));
        ends.Where(end => !end.IsRight).Select(end => $"{end.Outcome}: {end.Asked}").ShouldBeEmpty(lives.Said());
        ends.Count(end => end.Outcome == AskedOutcome.Once).ShouldBeGreaterThan(kills * 3);
    }

    /// <summary>Waits until everything that was sent is acknowledged or given up, and everything that was recorded is settled.</summary>
    public static async Task SettleAsync(Store store, string platform, IEnumerable<Delivery> sent, TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        await Task.WhenAll(sent.Select(delivery => delivery.Last.Task)).WaitAsync(limit.Token);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        InboxCounts counts;
        while ((counts = await store.Inbox.CountAsync(platform, limit.Token)).Open > 0)
        {
            limit.IsCancellationRequested.ShouldBeFalse($"still unsettled: {counts}");
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }
}

/// <summary>Tests that kill processes and need the machine for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KillsAlone
{
    public const string Name = "Kills";
}
