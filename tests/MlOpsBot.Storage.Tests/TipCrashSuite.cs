using System.Diagnostics;
using System.Globalization;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

/// <summary>Kills a process that posts tips, again and again, at any point. <c>BOT_KILLS</c> sets how often; 20 by default.</summary>
public abstract class TipCrashSuite(StorePlace place) : StoreSuite(place)
{
    private const int LinesADay = TipCrashWorker.Channels * 7;

    private readonly string _platform = Path.GetTempFileName();

    [Fact]
    public async Task Killed_at_any_point_every_channel_gets_each_days_tip_once()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("BOT_KILLS") ?? "20", CultureInfo.InvariantCulture);
        var random = new Random(20261121);
        for (var life = 0; life < kills; life++)
        {
            await LiveAsync(life, linesBeforeDeath: random.Next(1, LinesADay));
        }

        await LiveAsync(kills, linesBeforeDeath: int.MaxValue);

        // The last life posted what the others had left.
        var expected = Enumerable.Range(0, kills + 1)
            .SelectMany(life => Enumerable.Range(0, TipCrashWorker.Channels).Select(channel => $"C{channel} {TipCrashWorker.Day(Time.Now, life)}"))
            .ToArray();
        var posts = (await File.ReadAllLinesAsync(_platform, Cancellation)).Select(line => line.Split(' ')).ToArray();
        var posted = posts.Select(post => $"{post[0]} {post[1]}").ToArray();
        expected.Except(posted, StringComparer.Ordinal).ShouldBeEmpty("lost");
        posted.ShouldBeUnique();
        posted.Length.ShouldBe(expected.Length);

        // Row by row the ledger says what the platform has, and the deliveries agree.
        var rows = await RawAsync<string>("SELECT channel || ' ' || day || ' ' || tip || ' ' || delivery FROM tip_ledger WHERE state = 'posted' AND message = 'm-' || delivery");
        rows.Order(StringComparer.Ordinal).ShouldBe(posts.Select(post => string.Join(' ', post)).Order(StringComparer.Ordinal));
        (await RawAsync<long>("SELECT COUNT(*) FROM tip_ledger WHERE state <> 'posted'")).ShouldBe([0]);
        (await Store.Deliveries.ListAsync(DeliveryState.Intended, 10, Cancellation)).ShouldBeEmpty();
        (await RawAsync<long>($"SELECT COUNT(*) FROM tip_subscription WHERE last_day = '{TipCrashWorker.Day(Time.Now, kills)}'")).ShouldBe([TipCrashWorker.Channels]);
        (await RawAsync<long>("SELECT COUNT(*) FROM tip_subscription AS s WHERE version <> (SELECT COUNT(*) FROM tip_change AS c WHERE c.channel = s.channel)")).ShouldBe([0]);
        await Store.CheckAsync(Cancellation);
        File.Delete(_platform);
        TestContext.Current.SendDiagnosticMessage(
            "{0} kills, {1} posts, {2} rows attempted more than once", kills, posts.Length, (await RawAsync<long>("SELECT COUNT(*) FROM tip_ledger WHERE attempt > 1"))[0]);
    }

    private async Task LiveAsync(int life, int linesBeforeDeath)
    {
        using var process = Process.Start(Command(life))!;
        for (var lines = 0; await process.StandardOutput.ReadLineAsync(Cancellation) is not null; lines++)
        {
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

    private ProcessStartInfo Command(int life)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(TipCrashWorker).Assembly.GetName().Name + ".dll");
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            program, TipCrashWorker.Verb, Options.PostgresConnectionString ?? Options.DataFolder, _platform,
            life.ToString(CultureInfo.InvariantCulture), Time.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}

public sealed class SqliteTipCrash() : TipCrashSuite(new SqlitePlace());

public sealed class PostgresTipCrash(PostgresCluster cluster) : TipCrashSuite(new PostgresPlace(cluster));
