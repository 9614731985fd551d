using System.Diagnostics;
using System.Net;
using System.Text;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Faults;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Working;
using Npgsql;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>The real program, told to stop.</summary>
public sealed class StoppingTests(PostgresCluster cluster)
{
    /// <summary>Three times what it may take, for a machine that is busy with others.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_it_drains_it_is_not_ready_and_takes_answers_and_lets_go_of_connections()
    {
        using var folder = new Scratch();
        var settings = new SlackBotSettings { DataFolder = folder.Path };
        await using var slack = await FakeSlackServer.StartAsync(settings.Slack);
        await using var bot = await StartAsync(slack, settings, ("MlOpsBot__Shutdown__DrainSeconds", "3"));
        slack.ConnectHttp(bot.Url);
        using var client = new HttpClient(new SocketsHttpHandler());
        (await client.GetAsync(new Uri(bot.Url, "health/ready"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        bot.Terminate();
        using var ready = await UntilAsync(client, new Uri(bot.Url, "health/ready"), HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync(Cancellation)).ShouldBe($$"""{"status":"stopping","version":"{{Serving.ProgramVersion.Text}}","reasons":[{"reason":"stopping","text":"The bot is stopping: what it has taken is being finished."}]}""");
        ready.Headers.ConnectionClose.ShouldBe(true);
        var answer = await slack.Robin.MentionAsync(slack.General, "who owns data quality?");

        answer.Read().ShouldContain("Data Engineer");
        (await bot.ExitAsync(s_patience)).ShouldBe(0);
        var said = string.Join('\n', bot.Output);
        said.ShouldContain("Stopping: not ready any more, requests are taken for another 3 s, then what is under way is finished or given back within 20 s");
        said.ShouldContain("0 given back to be worked on elsewhere");
    }

    [Fact]
    public async Task A_request_under_way_is_answered_and_work_under_way_is_finished()
    {
        using var folder = new Scratch();
        var settings = new SlackBotSettings { DataFolder = folder.Path };
        await using var slack = await FakeSlackServer.StartAsync(settings.Slack);
        await using var bot = await StartAsync(slack, settings, ("MlOpsBot__Shutdown__DrainSeconds", "0"), ("MlOpsBot__Playground__Enabled", "true"));
        slack.ConnectHttp(bot.Url);
        var posting = new TaskCompletionSource();
        slack.Faults.Next("chat.postMessage", Fault.Slow(TimeSpan.FromSeconds(1.5)));
        slack.AtStep = step =>
        {
            if (step is { Method: "chat.postMessage", Point: StepPoint.CarriedOut })
            {
                posting.TrySetResult();
            }

            return Task.FromResult(true);
        };
        using var connection = await new RawHttp(bot.Url).ConnectAsync();
        var stream = connection.GetStream();
        const string Body = """{"question":"who owns data quality?"}""";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/ask HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body[..10]}"), Cancellation);
        var asked = await slack.Robin.SendMentionAsync(slack.General, "who owns data quality?");
        await posting.Task.WaitAsync(s_patience, Cancellation);

        bot.Terminate();
        await UntilRefusedAsync(bot.Url);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Body[10..]), Cancellation);
        var response = await RawHttp.ReadAsync(stream);

        response.ShouldStartWith("HTTP/1.1 200");
        response.ShouldContain("data-engineer");
        (await bot.ExitAsync(s_patience)).ShouldBe(0);
        string.Join('\n', bot.Output).ShouldContain("1 events and tips under way finished, 0 given back");
        await using var store = await Questioning.OpenStoreAsync(settings);
        (await store.Inbox.FindAsync(new WorkspaceKey("slack", slack.Acme.Id), asked.Events[0].Content.Id, Cancellation))!.State.ShouldBe(WorkState.Done);
    }

    [Fact]
    public async Task A_call_and_a_request_that_hang_do_not_hold_it_and_another_replica_answers_at_once()
    {
        var settings = new SlackBotSettings { Postgres = await cluster.CreateDatabaseAsync() };
        await using var slack = await FakeSlackServer.StartAsync(settings.Slack);
        await using var bot = await StartAsync(slack, settings, ("MlOpsBot__Shutdown__DrainSeconds", "0"));
        slack.ConnectHttp(bot.Url);
        using var connection = await new RawHttp(bot.Url).ConnectAsync();
        await connection.GetStream().WriteAsync("POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Type: appl"u8.ToArray(), Cancellation);
        var replies = new TaskCompletionSource();
        slack.AtStep = step =>
        {
            if (step is { Method: "chat.postMessage", Point: StepPoint.Received })
            {
                replies.TrySetResult();
            }

            return Task.FromResult(true);
        };
        slack.Faults.Next("chat.postMessage", Fault.Silence);
        var asked = await slack.Robin.SendMentionAsync(slack.General, "who owns data quality?");
        await replies.Task.WaitAsync(s_patience, Cancellation);
        var begin = Stopwatch.GetTimestamp();

        bot.Terminate();
        (await bot.ExitAsync(s_patience)).ShouldBe(0);

        // Ten seconds here; no more than twenty where everything hangs. Slack's answer would be waited for for fifteen.
        TestContext.Current.SendDiagnosticMessage("stopped after {0}", Stopwatch.GetElapsedTime(begin));
        string.Join('\n', bot.Output).ShouldContain("0 events and tips under way finished, 1 given back to be worked on elsewhere");
        await using var store = await Questioning.OpenStoreAsync(settings);
        var row = (await store.Inbox.FindAsync(new WorkspaceKey("slack", slack.Acme.Id), asked.Events[0].Content.Id, Cancellation))!;
        row.State.ShouldBe(WorkState.Open);
        row.Reason.ShouldBe("the program stopped");
        row.DueAt.ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow());
        await using var next = await StartAsync(slack, settings);
        slack.ConnectHttp(next.Url);
        (await slack.Robin.AnswerAsync(asked)).Read().ShouldContain("Data Engineer");
    }

    [Fact]
    public async Task A_store_that_hangs_does_not_hold_it_and_what_could_not_be_recorded_is_not_acknowledged()
    {
        var settings = new SlackBotSettings { Slack = SlackFaults.Slack with { AcknowledgeWithin = s_patience }, Postgres = await cluster.CreateDatabaseAsync() };
        await using var slack = await FakeSlackServer.StartAsync(settings.Slack);
        await using var bot = await StartAsync(slack, settings, ("MlOpsBot__Shutdown__DrainSeconds", "0"));
        slack.ConnectHttp(bot.Url);
        (await slack.Robin.MentionAsync(slack.General, "who owns model monitoring?")).Read().ShouldContain("Monitoring");
        await using var connection = new NpgsqlConnection(settings.Postgres);
        await connection.OpenAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var hold = new NpgsqlCommand("LOCK TABLE inbox, event_key IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await hold.ExecuteNonQueryAsync(Cancellation);
        var asking = slack.Robin.SendMentionAsync(slack.General, "who owns data quality?");
        await UntilWaitingAsync(settings.Postgres);
        var begin = Stopwatch.GetTimestamp();

        bot.Terminate();
        (await bot.ExitAsync(s_patience)).ShouldBe(0);

        TestContext.Current.SendDiagnosticMessage("stopped after {0}", Stopwatch.GetElapsedTime(begin));
        var asked = await asking;
        asked.Events[0].IsAcknowledged.ShouldBeFalse();
        await transaction.RollbackAsync(Cancellation);
        await using var next = await StartAsync(slack, settings);
        slack.ConnectHttp(next.Url);
        (await slack.Robin.AnswerAsync(asked)).Read().ShouldContain("Data Engineer");
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once_and_one_in_the_middle_of_the_start_ends_it_in_peace()
    {
        using var folder = new Scratch();
        var settings = new SlackBotSettings { DataFolder = folder.Path };
        await using var slack = await FakeSlackServer.StartAsync(settings.Slack);
        await using var bot = await StartAsync(slack, settings, ("MlOpsBot__Shutdown__DrainSeconds", "300"));
        bot.Terminate();
        using var client = new HttpClient(new SocketsHttpHandler());
        using var ready = await UntilAsync(client, new Uri(bot.Url, "health/ready"), HttpStatusCode.ServiceUnavailable);
        bot.Terminate();
        (await bot.ExitAsync(s_patience)).ShouldBe(128 + 15);

        // A database that takes the connection and says nothing keeps the start waiting.
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var waiting = settings with { Postgres = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=bot;Database=bot;Timeout=300" };
        await using var starting = BotProcess.Begin(BotConfiguration.For(slack, waiting, folder.Path), waiting.Knowledge, BotProcess.FreePort());
        using var connection = await silent.AcceptTcpClientAsync(Cancellation);
        starting.Terminate();

        (await starting.ExitAsync(s_patience)).ShouldBe(0, string.Join('\n', starting.Output));
        starting.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_Socket_Mode_nothing_is_lost_while_one_replica_follows_on_another()
    {
        var settings = new SlackBotSettings { Slack = SlackFaults.Slack, UsesSocket = true, Postgres = await cluster.CreateDatabaseAsync() };
        await using var slack = await FakeSlackServer.StartAsync(settings.Slack);
        await using var first = await StartAsync(slack, settings, ("MlOpsBot__Shutdown__DrainSeconds", "1"));
        await slack.Sockets.ConnectedAsync();
        await using var second = await StartAsync(slack, settings);
        await slack.Sockets.ConnectedAsync(2);
        var asked = new List<Written>();

        first.Terminate();
        while (!first.HasExited)
        {
            asked.Add(await slack.Robin.SendMentionAsync(slack.Acme.AddChannel($"asking-{asked.Count}", members: slack.Robin), "who owns data quality?"));
        }

        foreach (var written in asked)
        {
            (await slack.Robin.AnswerAsync(written)).Read().ShouldContain("Data Engineer");
        }

        (await first.ExitAsync(s_patience)).ShouldBe(0);
        slack.World.BotPosts.Length.ShouldBe(asked.Count);
    }

    private static Task<BotProcess> StartAsync(FakeSlackServer slack, SlackBotSettings settings, params (string Name, string Value)[] environment)
        => BotProcess.StartAsync(
            BotConfiguration.For(slack, settings, settings.DataFolder ?? ""), settings.Knowledge, BotProcess.FreePort(), [.. environment, ("Logging__Console__LogLevel__Default", "Information")]);

    private static async Task<HttpResponseMessage> UntilAsync(HttpClient client, Uri address, HttpStatusCode status)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(s_patience);
        while (true)
        {
            var response = await client.GetAsync(address, limit.Token);
            if (response.StatusCode == status)
            {
                return response;
            }

            response.Dispose();
        }
    }

    private static async Task UntilWaitingAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(s_patience);
        await using var look = new NpgsqlCommand(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INTO event_key%'", connection);
        while (await look.ExecuteScalarAsync(limit.Token) is not > 0L)
        {
        }
    }

    private static async Task UntilRefusedAsync(Uri address)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(s_patience);
        while (true)
        {
            try
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync(address.Host, address.Port, limit.Token);
            }
            catch (System.Net.Sockets.SocketException)
            {
                return;
            }
        }
    }
}
