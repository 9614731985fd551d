using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>The fake Slack holds to Slack's rules about addresses to respond to, views, history and sockets.</summary>
public sealed class RuleTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private FakeSlackServer _slack = null!;
    private EchoBot _bot = null!;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { Time = _time });
        _bot = await EchoBot.StartAsync(_slack);
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task An_address_to_respond_to_serves_five_times_in_thirty_minutes()
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        var url = _slack.Responses.New(_slack.Robin, _slack.General, null);
        for (var use = 0; use < 5; use++)
        {
            (await RespondAsync(url)).ShouldBe((HttpStatusCode.OK, null));
        }

        (await RespondAsync(url)).ShouldBe((HttpStatusCode.NotFound, "used_url"));
        var late = _slack.Responses.New(_slack.Robin, _slack.General, null);
        _time.Advance(TimeSpan.FromMinutes(30));
        (await RespondAsync(late)).ShouldBe((HttpStatusCode.NotFound, "expired_url"));

        async Task<(HttpStatusCode, string?)> RespondAsync(string to)
        {
            using var response = await client.PostAsJsonAsync(to, new { text = "x" });
            var body = await response.Content.ReadFromJsonAsync<JsonElement>();
            return (response.StatusCode, body.TryGetProperty("error", out var error) ? error.GetString() : null);
        }
    }

    [Fact]
    public async Task A_trigger_opens_one_modal_within_three_seconds()
    {
        var view = new { type = "modal", title = new { type = "plain_text", text = "T" }, blocks = Array.Empty<object>() };
        var trigger = _slack.Triggers.New(_slack.Robin);
        (await ErrorAsync("views.open", new { trigger_id = trigger, view })).ShouldBeNull();
        (await ErrorAsync("views.open", new { trigger_id = trigger, view })).ShouldBe("exchanged_trigger_id");
        var late = _slack.Triggers.New(_slack.Robin);
        _time.Advance(TimeSpan.FromSeconds(3));
        (await ErrorAsync("views.open", new { trigger_id = late, view })).ShouldBe("expired_trigger_id");

        var modal = _slack.World.ModalOf(_slack.Robin)!;
        (await ErrorAsync("views.update", new { view_id = modal.Id, hash = "another", view })).ShouldBe("hash_conflict");
        (await ErrorAsync("views.update", new { view_id = modal.Id, hash = modal.Hash, view })).ShouldBeNull();
    }

    [Fact]
    public async Task History_holds_what_all_can_read_newest_first_within_its_bounds_and_page_by_page()
    {
        var posted = new List<string>();
        foreach (var text in (string[])["a", "b", "c"])
        {
            posted.Add((await _bot.CallAsync("chat.postMessage", new { channel = _slack.Shared.Id, text })).GetProperty("ts").GetString()!);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await _bot.CallAsync("chat.postMessage", new { channel = _slack.Shared.Id, thread_ts = posted[0], text = "a reply" });
        await _bot.CallAsync("chat.postEphemeral", new { channel = _slack.Shared.Id, user = _slack.Robin.Id, text = "for one" });

        Texts(await _bot.CallAsync("conversations.history", new { channel = _slack.Shared.Id })).ShouldBe("c b a");
        Texts(await _bot.CallAsync("conversations.history", new { channel = _slack.Shared.Id, oldest = posted[0] })).ShouldBe("c b");
        Texts(await _bot.CallAsync("conversations.history", new { channel = _slack.Shared.Id, oldest = posted[0], inclusive = true })).ShouldBe("c b a");
        var page = await _bot.CallAsync("conversations.history", new { channel = _slack.Shared.Id, limit = 2 });
        Texts(page).ShouldBe("c b");
        var cursor = page.GetProperty("response_metadata").GetProperty("next_cursor").GetString();
        Texts(await _bot.CallAsync("conversations.history", new { channel = _slack.Shared.Id, limit = 2, cursor })).ShouldBe("a");
        Texts(await _bot.CallAsync("conversations.replies", new { channel = _slack.Shared.Id, ts = posted[0], oldest = posted[2] })).ShouldBe("a a reply");

        static string Texts(JsonElement page) => string.Join(' ', page.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task An_eleventh_socket_is_turned_away_and_a_ticket_opens_one()
    {
        var sockets = new List<ClientWebSocket>();
        for (var number = 1; number <= 10; number++)
        {
            sockets.Add(await ConnectAsync(_slack.Sockets.NewTicket()));
            (await ReadAsync(sockets[^1])).ShouldContain($"\"num_connections\":{number}");
        }

        sockets.Add(await ConnectAsync(_slack.Sockets.NewTicket()));
        (await ReadAsync(sockets[^1])).ShouldContain("too_many_websockets");
        sockets[0].Dispose();
        await _slack.UntilGoneAsync(() => _slack.Sockets.Links.Length == 9);
        var ticket = _slack.Sockets.NewTicket();
        sockets.Add(await ConnectAsync(ticket));
        await Should.ThrowAsync<WebSocketException>(() => ConnectAsync(ticket));
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task What_one_socket_swallows_comes_again_on_another()
    {
        _slack.ConnectHttp();
        using var swallowing = await ConnectAsync(_slack.Sockets.NewTicket());
        await ReadAsync(swallowing);
        _slack.Sockets.Links[0].HalfOpen();
        using var living = await ConnectAsync(_slack.Sockets.NewTicket());
        await ReadAsync(living);

        var sending = Task.WhenAll(_slack.Robin.SendMentionAsync(_slack.General, "one"), _slack.Robin.SendMentionAsync(_slack.General, "two"));
        var first = JsonSerializer.Deserialize<JsonElement>(await ReadAsync(living));
        first.GetProperty("retry_attempt").GetInt32().ShouldBe(0);
        await AcknowledgeAsync(living, first);
        var again = ReadAsync(living);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!again.IsCompleted)
        {
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        var second = JsonSerializer.Deserialize<JsonElement>(await again);
        second.GetProperty("retry_attempt").GetInt32().ShouldBeGreaterThan(0);
        second.GetProperty("retry_reason").GetString().ShouldBe("timeout");
        await AcknowledgeAsync(living, second);
        var written = await sending;
        await Task.WhenAll(written.Select(message => message.Events[0].Last.Task));
        written.ShouldAllBe(message => message.Events[0].IsAcknowledged);
    }

    private async Task<string?> ErrorAsync(string method, object body)
    {
        var answer = await _bot.CallAsync(method, body);
        return answer.GetProperty("ok").GetBoolean() ? null : answer.GetProperty("error").GetString();
    }

    private static async Task<ClientWebSocket> ConnectAsync(string url)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(url), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var result = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private static Task AcknowledgeAsync(ClientWebSocket socket, JsonElement envelope)
        => socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { envelope_id = envelope.GetProperty("envelope_id").GetString() }),
            WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
}
