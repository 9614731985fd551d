using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using MlOpsBot.Observability.Tests.Collecting;
using MlOpsBot.Storage;
using SlackVerbs = MlOpsBot.Slack.Tests.FakeSlack.Verbs;
using TeamsVerbs = MlOpsBot.Teams.Tests.FakeTeams.Verbs;

[assembly: AssemblyFixture(typeof(MlOpsBot.Observability.Tests.ObservedDay))]

namespace MlOpsBot.Observability.Tests;

/// <summary>
/// A day with the bot on both platforms, in which whatever is measured happens at least once, with every line of the log and everything
/// that was exported. Lived once for all tests that look at it.
/// </summary>
public sealed class ObservedDay : IAsyncLifetime
{
    /// <summary>Stands in every question that is asked, and nowhere else.</summary>
    internal const string Mark = "zanzibarquestion";

    private readonly List<string> _secrets = [];

    internal IReadOnlyList<ReceivedMetric> Metrics { get; private set; } = [];

    internal IReadOnlyList<ReceivedSpan> Spans { get; private set; } = [];

    /// <summary>Everything that was exported, as text.</summary>
    internal string Exported { get; private set; } = "";

    internal LogLines Log { get; private set; } = null!;

    internal IReadOnlyList<string> Secrets => _secrets;

    public async ValueTask InitializeAsync()
    {
        var ends = new DateTimeOffset(2026, 12, 24, 0, 0, 0, TimeSpan.Zero);
        await using var bot = await ObservedBot.StartAsync(
            usesGrpc: false,
            ("MlOpsBot:Teams:ClientSecretExpires", ends.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
            ("MlOpsBot:Storage:BusyTimeout", "00:00:00.200"),
            ("MlOpsBot:Slack:AppToken", "xapp-1-A0MLOPSBOT-1-0123456789abcdef"),
            ("MlOpsBot:Playground:Enabled", "true"));
        Log = bot.Log;
        await LiveSlackAsync(bot);
        await LiveTeamsAsync(bot);
        await LivePageAsync(bot);
        await LiveTipsAsync(bot);
        await LiveFaultsAsync(bot);
        await bot.Collector.UntilAsync(
            collector => collector.Metrics.Any(metric => metric.Name == "mlopsbot.tips.settled") && collector.Metrics.Any(metric => metric.Name == "mlopsbot.store.faults"), "the day");
        await bot.StopAsync();
        _secrets.AddRange(bot.Secrets);
        (Metrics, Spans, Exported) = (bot.Collector.Metrics, bot.Collector.Spans, bot.Collector.Everything);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static async Task LiveSlackAsync(ObservedBot bot)
    {
        var slack = bot.Slack;
        var answer = await SlackVerbs.MentionAsync(slack.Robin, slack.General, $"who owns model monitoring {Mark}");
        await SlackVerbs.CommandAsync(slack.Robin, $"/mlops who owns data quality {Mark}");
        await SlackVerbs.CommandAsync(slack.Robin, $"/mlops {Mark} {Mark}");
        var written = await SlackVerbs.SendSayAsync(slack.Robin, slack.General, $"our model drifts {Mark}");
        await SlackVerbs.UseShortcutAsync(slack.Robin, written.Message);
        await SlackVerbs.PressAsync(slack.Robin, answer, answer.Controls[0].Label);

        // Where the platform stands in the way: too many calls, an error, the same again, held back, and somebody else's request.
        slack.Faults.Next("chat.postMessage", Fault.RateLimited(1), Fault.Error("channel_not_found"));
        var again = await SlackVerbs.SendMentionAsync(slack.Robin, slack.Team, $"what does a data engineer do {Mark}");
        await slack.Deliveries.RedeliverAsync(again.Events[^1]);
        await slack.Deliveries.SendAsync(new Outgoing(OutgoingKind.Event, "limited", new JsonObject { ["type"] = "app_rate_limited", ["team_id"] = slack.Acme.Id, ["minute_rate_limited"] = 1 }));
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = bot.Url };
        using var forged = new StringContent($$"""{"text":"{{Mark}}"}""", System.Text.Encoding.UTF8, "application/json");
        (await client.PostAsync("/slack/events", forged, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        for (var i = 0; i < 5; i++)
        {
            await SlackVerbs.SendMentionAsync(slack.Robin, slack.General, $"what is mlops {Mark}");
        }
    }

    private static async Task LiveTeamsAsync(ObservedBot bot)
    {
        var teams = bot.Teams;
        await TeamsVerbs.SayAsync(teams.Robin, $"who owns model monitoring {Mark}");
        await TeamsVerbs.SearchAsync(teams.Robin, $"data engineer {Mark}");
        teams.Faults.Next("post", Fault.ServerError);
        await TeamsVerbs.SendSayAsync(teams.Robin, $"compare de and ds {Mark}");
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = bot.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent($$"""{"text":"{{Mark}}"}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", $"{Mark}.{Mark}.{Mark}");
        (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    private static async Task LivePageAsync(ObservedBot bot)
    {
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = bot.Url };
        using var body = new StringContent($$"""{"question":"who owns ci/cd {{Mark}}"}""", System.Text.Encoding.UTF8, "application/json");
        (await client.PostAsync("/api/ask", body, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await client.GetStringAsync($"/?q={Mark}+mlops", TestContext.Current.CancellationToken);
    }

    private static async Task LiveTipsAsync(ObservedBot bot)
    {
        await SlackVerbs.CommandAsync(bot.Slack.Robin, "/mlops tips on about data engineering", bot.Slack.Team);
        await RestAsync(bot);
        bot.Clock.JumpTo(new DateTimeOffset(2026, 11, 23, 8, 31, 0, TimeSpan.Zero));
        await bot.Collector.UntilAsync(collector => collector.Metrics.Any(metric => metric.Name == "mlopsbot.tips.settled"), "a tip");
    }

    /// <summary>Somebody holds the database: what comes is not taken, and what is under way has to wait. Somebody breaks a card: what was known before is served.</summary>
    private static async Task LiveFaultsAsync(ObservedBot bot)
    {
        await RestAsync(bot);
        await using var holder = new SqliteConnection($"Data Source={Path.Combine(bot.DataFolder, StorageOptions.FileName)}");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using (var hold = holder.CreateCommand())
        {
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await SlackVerbs.SendMentionAsync(bot.Slack.Kim, bot.Slack.General, $"who deploys models {Mark}");
            hold.CommandText = "ROLLBACK";
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(bot.Knowledge, "roles", "data-engineer.md"), "---", TestContext.Current.CancellationToken);
        await bot.Collector.UntilAsync(collector => collector.Metrics.Any(metric => metric.Name == "mlopsbot.health.reasons"), "a reason why it is not simply ready");
    }

    private static async Task RestAsync(ObservedBot bot)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(40));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await bot.Store.Backlog.CountAsync(limit.Token)).Length > 0)
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }
}
