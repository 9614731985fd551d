using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Slack.SocketMode;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;

namespace MlOpsBot.Slack.Tests.SocketMode;

/// <summary>The whole bot through sockets, with the fake Slack that keeps Slack's rules.</summary>
public sealed class SocketModeTests
{
    private const string Question = "who owns model monitoring?";

    [Fact]
    public async Task Mentions_commands_buttons_and_the_home_tab_work_as_by_http()
    {
        await using var bot = await StartAsync();
        var slack = bot.Slack;

        var answer = await slack.Robin.MentionAsync(slack.General, Question);
        answer.Read().ShouldContain("Monitoring and Observability Engineer");
        (await slack.Kim.CommandAsync($"/mlops {Question}", slack.General)).Read().ShouldContain("Monitoring and Observability Engineer");
        (await slack.Kim.DirectMessageAsync("what does a data engineer do?")).Read().ShouldContain("Data Engineer");
        (await slack.Robin.OpenHomeAsync()).Read().ShouldContain("Data Engineer");
        slack.Deliveries.All.ShouldAllBe(delivery => delivery.IsAcknowledged);
        slack.Sockets.Accepted.ShouldBe(1);
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task Questions_are_answered_once_each_while_slack_replaces_the_link(string reason)
    {
        await using var bot = await StartAsync();
        var slack = bot.Slack;
        var answers = new List<Task<Message>>();
        for (var round = 2; round <= 4; round++)
        {
            var link = slack.Sockets.Links.Single(link => !link.IsLeaving);
            answers.Add(slack.Robin.MentionAsync(slack.General, Question));
            await link.DisconnectAsync(reason, closes: false);
            await ScriptedSlack.UntilAsync(() => slack.Sockets.Accepted == round, "no new link");
            answers.Add(slack.Kim.MentionAsync(slack.Team, Question));
            await link.Ended.WaitAsync(TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(answers);
        slack.World.BotPosts.Length.ShouldBe(answers.Count);
        slack.Sockets.MostAtOnce.ShouldBe(2);
    }

    [Fact]
    public async Task A_link_that_is_cut_is_made_anew_and_what_slack_sends_again_is_answered()
    {
        await using var bot = await StartAsync();
        var slack = bot.Slack;
        slack.Sockets.DropAll();
        await slack.Sockets.ConnectedAsync();

        (await slack.Robin.MentionAsync(slack.General, Question)).Read().ShouldContain("Monitoring and Observability Engineer");
    }

    [Fact]
    public async Task Slack_giving_no_address_for_a_while_is_waited_out()
    {
        await using var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { LimitsCalls = false });
        slack.Faults.Next("apps.connections.open", Fault.ServerError, Fault.Garbage, Fault.RateLimited(1));
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { Shared = slack, UsesSocket = true });
        await slack.Sockets.ConnectedAsync();

        (await slack.Robin.MentionAsync(slack.General, Question)).Read().ShouldContain("Monitoring and Observability Engineer");
    }

    [Fact]
    public async Task A_wrong_token_is_told_in_the_log_and_by_health_and_the_bot_stays_up()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        slack.Faults.Next("apps.connections.open", Fault.Error("invalid_auth"));
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { Shared = slack, UsesSocket = true, WaitsForLink = false });

        await ScriptedSlack.UntilAsync(() => bot.Log.Errors.Any(line => line.Contains("Look at MlOpsBot:Slack:AppToken", StringComparison.Ordinal)), "nothing said");
        bot.Log.All.ShouldAllBe(line => !line.Contains(slack.Options.AppToken, StringComparison.Ordinal));
        using var health = await HealthAsync(bot);
        health.RootElement.GetProperty("status").GetString().ShouldBe("degraded");
        health.RootElement.GetProperty("reasons")[0].GetProperty("reason").GetString().ShouldBe("slack-link");
        health.RootElement.GetProperty("slack").GetProperty("socketMode").GetString().ShouldBe("refused");
    }

    [Fact]
    public async Task Health_tells_of_the_store_and_the_link_and_of_no_secret()
    {
        await using var bot = await StartAsync();
        using var health = await HealthAsync(bot);

        health.RootElement.GetProperty("store").GetString().ShouldBe("answers");
        health.RootElement.GetProperty("slack").GetRawText().ShouldBe("""{"http":false,"socketMode":"connected"}""");
        health.RootElement.GetRawText().ShouldNotContain("xo");
    }

    [Fact]
    public async Task A_stop_says_goodbye_to_slack_and_leaves_no_socket()
    {
        await using var bot = await StartAsync();
        var link = bot.Slack.Sockets.Links.Single();
        var status = bot.App.Services.GetRequiredService<SocketModeStatus>();
        status.OpenSockets.ShouldBe(1);

        await bot.App.StopAsync(TestContext.Current.CancellationToken);

        await link.Ended.WaitAsync(TestContext.Current.CancellationToken);
        status.OpenSockets.ShouldBe(0);
    }

    private static Task<SlackBot> StartAsync() => SlackBot.StartAsync(new SlackBotSettings { UsesSocket = true });

    private static async Task<JsonDocument> HealthAsync(SlackBot bot)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(bot.Url, "health/ready"), TestContext.Current.CancellationToken));
    }
}
