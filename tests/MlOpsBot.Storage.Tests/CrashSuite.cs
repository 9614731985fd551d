using System.Diagnostics;
using System.Globalization;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

/// <summary>Kills a process that works with the store, again and again, at any point. <c>BOT_KILLS</c> sets how often; 20 by default.</summary>
public abstract class CrashSuite(StorePlace place) : StoreSuite(place)
{
    private const int EventsALife = 40;
    private const string Acknowledged = "acknowledged ";

    private readonly string _platform = Path.GetTempFileName();

    private string Place => Options.PostgresConnectionString ?? Options.DataFolder;

    [Fact]
    public async Task Killed_at_any_point_no_event_is_lost_and_none_answered_twice()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("BOT_KILLS") ?? "20", CultureInfo.InvariantCulture);
        var random = new Random(20261121);
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        for (var life = 0; life < kills; life++)
        {
            await LiveAsync(life, next: acknowledged.Count + 1, linesBeforeDeath: random.Next(1, EventsALife * 4), acknowledged);
        }

        await LiveAsync(kills, next: acknowledged.Count + 1, linesBeforeDeath: int.MaxValue, acknowledged);

        // The last life answered what the others had left, also what was recorded and never acknowledged.
        var counts = await Store.Inbox.CountAsync("slack", Cancellation);
        counts.ShouldBe(new InboxCounts(0, acknowledged.Count, 0, 0, null));
        (await Store.Deliveries.ListAsync(DeliveryState.Intended, 10, Cancellation)).ShouldBeEmpty();
        var posts = await File.ReadAllLinesAsync(_platform, Cancellation);
        posts.Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal).ShouldBe(acknowledged.Order(StringComparer.Ordinal));
        await Store.CheckAsync(Cancellation);
        File.Delete(_platform);
        TestContext.Current.SendDiagnosticMessage("{0} kills, {1} events, {2} posts", kills, acknowledged.Count, posts.Length);
    }

    /// <summary>One life of the bot: it ends by itself, or by a kill once it has said that many lines.</summary>
    private async Task LiveAsync(int life, int next, int linesBeforeDeath, HashSet<string> acknowledged)
    {
        var last = next + EventsALife - 1;
        using var process = Process.Start(Command(life, next, last))!;
        for (var lines = 0; await process.StandardOutput.ReadLineAsync(Cancellation) is { } line; lines++)
        {
            if (line.StartsWith(Acknowledged, StringComparison.Ordinal))
            {
                acknowledged.Add(line[Acknowledged.Length..]);
            }

            if (lines == linesBeforeDeath)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Cancellation);
        if (process.ExitCode != 128 + 9)
        {
            process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync(Cancellation));
        }
    }

    private ProcessStartInfo Command(int life, int next, int last)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(CrashWorker).Assembly.GetName().Name + ".dll");
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        int[] numbers = [life, next, last];
        foreach (var argument in (string[])[program, CrashWorker.Verb, Place, _platform, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}

public sealed class SqliteCrash() : CrashSuite(new SqlitePlace());

public sealed class PostgresCrash(PostgresCluster cluster) : CrashSuite(new PostgresPlace(cluster));
