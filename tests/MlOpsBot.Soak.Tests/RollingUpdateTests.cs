using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MlOpsBot.Soak.Tests.Asking;
using MlOpsBot.Soak.Tests.Judging;
using MlOpsBot.Soak.Tests.Machine;

namespace MlOpsBot.Soak.Tests;

/// <summary>
/// Replaces three replicas on one PostgreSQL one after the other, as an orchestrator does, while people of both platforms ask. The full
/// run, with the published program and its figures: <c>bash tests/load/rolling</c>.
/// </summary>
[Collection(Alone.Name)]
public sealed class RollingUpdateTests
{
    private const int Replicas = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(8);

    [Fact]
    public Task A_rolling_update_under_load_loses_nothing_and_answers_nothing_twice_and_no_platform_is_refused() => UpdateAsync(usesSocket: false);

    [Fact(Explicit = true)]
    public Task The_same_holds_where_Slack_comes_through_sockets() => UpdateAsync(usesSocket: true);

    private static async Task UpdateAsync(bool usesSocket)
    {
        var rounds = (int)(Setting.Number("ROLLING_ROUNDS") ?? 1);
        var before = TimeSpan.FromSeconds(Setting.Number("ROLLING_BEFORE") ?? 3);
        using var knowledge = Scratch.WithKnowledge();
        using var logs = new Scratch();
        await using var database = await Database.StartAsync(Setting.Postgres());
        var settings = new SiteSettings(usesSocket ? "socket" : "http", Setting.OldProgram ?? Setting.Program, knowledge.Knowledge, Setting.Output ?? logs.Path)
        {
            Database = database,
            UsesSocket = usesSocket,
            // In the usual tests the machine may be busy with others, and slow is not refused.
            Patience = Setting.Output is null ? TimeSpan.FromSeconds(60) : null,
            Retries = [TimeSpan.FromMilliseconds(50), .. Enumerable.Repeat(TimeSpan.FromSeconds(1), 60)],
            Options = [("MlOpsBot:Shutdown:DrainSeconds", ((int)(Setting.Number("ROLLING_DRAIN") ?? 2)).ToString(CultureInfo.InvariantCulture))],
        };
        await using var site = await Site.StartAsync(settings, Replicas);
        var load = new Load(site.Ways, Setting.Rate, Setting.Seed);
        using var stop = new CancellationTokenSource();
        var asking = load.RunAsync(stop.Token);
        await Task.Delay(before, CancellationToken.None);

        var begin = TimeProvider.System.GetUtcNow();
        var stopped = await ReplaceAsync(site, rounds);
        var end = TimeProvider.System.GetUtcNow();
        await stop.CancelAsync();
        await asking;
        (await site.SettleAsync(s_patience)).ShouldBeTrue("something is still open");

        var verdicts = await Judge.DecideAsync(site);
        await SayAsync(site, usesSocket, verdicts, begin, end, stopped);
        load.Failures.ShouldBeEmpty();
        stopped.ShouldAllBe(each => each.ExitCode == 0);
        verdicts.Where(verdict => verdict.IsWrong).Select(verdict => verdict.ToString()).ShouldBeEmpty();
        verdicts.Where(verdict => verdict.Asked.IsRefused).Select(verdict => $"{verdict}").ShouldBeEmpty(string.Join(", ", site.Refused));
        verdicts.Count(verdict => verdict.Outcome == Outcome.Once).ShouldBeGreaterThan(50);
    }

    private static async Task<ImmutableArray<(int ExitCode, TimeSpan Took)>> ReplaceAsync(Site site, int rounds)
    {
        var stopped = ImmutableArray.CreateBuilder<(int, TimeSpan)>();
        for (var round = 0; round < rounds; round++)
        {
            // There and back again where there are two programs.
            var program = round % 2 == 0 ? Setting.Program : Setting.OldProgram ?? Setting.Program;
            foreach (var old in site.Replicas)
            {
                await site.StartReplicaAsync(program);
                stopped.Add(await site.TerminateAsync(old));
            }
        }

        return stopped.ToImmutable();
    }

    private static async Task SayAsync(
        Site site, bool usesSocket, ImmutableArray<Verdict> verdicts, DateTimeOffset begin, DateTimeOffset end, ImmutableArray<(int ExitCode, TimeSpan Took)> stopped)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"\nRolling update, {(usesSocket ? "Slack by Socket Mode" : "Slack by HTTP")}: {stopped.Length} replicas replaced in {(end - begin).TotalSeconds:0} s under {Setting.Rate} questions a second; a stop took {stopped.Min(each => each.Took).TotalSeconds:0.0} to {stopped.Max(each => each.Took).TotalSeconds:0.0} s; the balancer refused: {(site.Refused.Count == 0 ? "nothing" : string.Join(", ", site.Refused))}\n");
        text.Append("\nBefore the update:\n\n").Append(Tally.Write(Tally.Of([.. verdicts.Where(verdict => verdict.Asked.At < begin)], static _ => true)));
        text.Append("\nDuring the update:\n\n").Append(Tally.Write(Tally.Of([.. verdicts.Where(verdict => verdict.Asked.At >= begin)], static _ => true)));
        TestContext.Current.SendDiagnosticMessage("{0}", text);
        if (Setting.Output is { } folder)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, usesSocket ? "rolling-socket.md" : "rolling.md"), text.ToString());
        }
    }
}
