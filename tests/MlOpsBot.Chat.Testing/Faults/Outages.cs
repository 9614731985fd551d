using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace MlOpsBot.Chat.Testing;

/// <summary>Something that keeps the store from working for a while. Immutable.</summary>
/// <param name="Name">The row of the table.</param>
/// <param name="Failure">What the log calls it; null where it may be over before anybody notices.</param>
/// <param name="BreakAsync">Begins it.</param>
/// <param name="RepairAsync">Ends it.</param>
/// <param name="IsTelling">Whether it is gone through where time is short, too.</param>
internal sealed record Outage(string Name, string? Failure, Func<Task> BreakAsync, Func<Task> RepairAsync, bool IsTelling = false);

/// <summary>
/// Has questions asked throughout while the store of a running bot is kept from working in one way after the other, and judges what came
/// of them, of the log and of the readiness.
/// </summary>
internal static class Outages
{
    /// <summary>More than the bot has in peace, and far fewer than questions come.</summary>
    private const int MostThreads = 70;

    /// <summary>A part of the name of the only one to go through, where <c>BOT_OUTAGE</c> says it.</summary>
    private static readonly string? s_only = Environment.GetEnvironmentVariable("BOT_OUTAGE");

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_betweenRounds = TimeSpan.FromMilliseconds(300);

    private static readonly double? s_seconds =
        double.TryParse(Environment.GetEnvironmentVariable("BOT_OUTAGE_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>How long each lasts beyond the moment in which it is noticed: <c>BOT_OUTAGE_SECONDS</c>, or a moment, and then only the telling ones.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(s_seconds ?? 0.5);

    /// <summary>What the bot is configured with: nobody is told to ask again later, however many wait meanwhile.</summary>
    public static IReadOnlyList<(string Name, string Value)> Bot { get; } = [.. FaultSettings.Bot, ("QuestionsWaitingPerChannel", "1000")];

    /// <summary>What its environment says: its lines about the store are read.</summary>
    public static IReadOnlyList<(string Name, string Value)> Logging { get; } = [("Logging__Console__LogLevel__MlOpsBot.Storing", "Warning")];

    /// <summary>Goes through all of them, and gives a row for each.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IQuestioning questioning, BotProcess bot, IEnumerable<Outage> outages)
    {
        var rows = new List<string>();
        using var client = new HttpClient(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(20) };
        foreach (var outage in outages.Where(IsToRun))
        {
            rows.Add(await RunAsync(outage, questioning, bot, client));
        }

        return rows;
    }

    /// <summary>The table in Markdown, with what came of the questions.</summary>
    public static string Table(string title, IEnumerable<string> rows, IReadOnlyList<AskedEnd> ends)
    {
        var text = new StringBuilder($"\n{title}\n\n| outage | unready after | lasted | ready again after | most threads |\n|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            text.Append(row).Append('\n');
        }

        var by = ends.ToLookup(end => end.Outcome);
        return text.Append(
            CultureInfo.InvariantCulture,
            $"\n{ends.Count} questions: {Count(AskedOutcome.Once)} answered once, {Count(AskedOutcome.Doubtful)} doubtful, {Count(AskedOutcome.NotTaken)} not taken, {Count(AskedOutcome.Lost)} lost, {Count(AskedOutcome.Twice)} answered twice\n").ToString();

        int Count(AskedOutcome outcome) => by[outcome].Count();
    }

    private static bool IsToRun(Outage outage) => s_only is null ? outage.IsTelling || s_seconds is not null : outage.Name.Contains(s_only, StringComparison.Ordinal);

    private static async Task<string> RunAsync(Outage outage, IQuestioning questioning, BotProcess bot, HttpClient client)
    {
        var said = bot.Output.Count;
        var threads = 0;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asking = AskAsync();
        await outage.BreakAsync();
        var clock = Stopwatch.StartNew();
        if (outage.Failure is { } failure)
        {
            await UntilAsync($"{outage.Name}: unready", async () => await StatusAsync() == HttpStatusCode.ServiceUnavailable);
            await UntilAsync($"{outage.Name}: told", () => Task.FromResult(Said($"({failure})") > 0));
        }

        var unready = clock.Elapsed;
        await Task.Delay(Length, TestContext.Current.CancellationToken);
        var lasted = clock.Elapsed;
        await outage.RepairAsync();
        clock.Restart();
        await UntilAsync($"{outage.Name}: ready", async () => await StatusAsync() == HttpStatusCode.OK && Said("The store works again") == Said("The store does not work"));
        var ready = clock.Elapsed;
        await enough.CancelAsync();
        await asking;
        if (outage.Failure is not null)
        {
            Said("The store does not work").ShouldBe(1, $"{outage.Name}\n{string.Join('\n', bot.Output.Skip(said))}");
            Said("The store works again").ShouldBe(1, outage.Name);
        }

        threads.ShouldBeLessThan(MostThreads, outage.Name);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {outage.Name} | {(outage.Failure is null ? "" : $"{unready.TotalSeconds:0.0} s")} | {lasted.TotalSeconds:0.0} s | {ready.TotalSeconds:0.0} s | {threads} |");

        int Said(string words) => bot.Output.Skip(said).Count(line => line.Contains(words, StringComparison.Ordinal));

        async Task<HttpStatusCode> StatusAsync()
        {
            threads = Math.Max(threads, bot.Threads);
            using var response = await client.GetAsync(new Uri(bot.Url, "health/ready"), TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        async Task AskAsync()
        {
            while (!enough.IsCancellationRequested)
            {
                await questioning.RoundAsync(outage.Name);
                await Task.Delay(s_betweenRounds, enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        async Task UntilAsync(string what, Func<Task<bool>> isSo)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(s_patience);
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (!await isSo())
            {
                bot.HasExited.ShouldBeFalse(string.Join('\n', bot.Output));
                limit.IsCancellationRequested.ShouldBeFalse($"{what} did not come\n{string.Join('\n', bot.Output.Skip(said))}");
                await beat.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }
}
