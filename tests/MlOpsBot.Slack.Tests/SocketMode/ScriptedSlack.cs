using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.SocketMode;

namespace MlOpsBot.Slack.Tests.SocketMode;

/// <summary>
/// The other side of the sockets, badly behaved to order: each link runs the next script, and the last one for ever after.
/// With it the service under test, by short times.
/// </summary>
internal sealed class ScriptedSlack : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<ScriptedLink, Task>> _scripts;
    private readonly ConcurrentQueue<CallResult<Uri>> _answers = new();
    private readonly CancellationTokenSource _over = new();
    private readonly SocketModeService _service;
    private int _links;

    private ScriptedSlack(WebApplication app, SocketModeTimes times, HandleEnvelope handle, Func<ScriptedLink, Task>[] scripts)
    {
        _app = app;
        _scripts = new(scripts);
        _service = new SocketModeService(
            new LinkSurroundings(OpenAsync, handle, times, Status, TimeProvider.System, Log.CreateLogger("links")));
    }

    /// <summary>Times short enough for tests, and long enough for a busy machine.</summary>
    public static SocketModeTimes ShortTimes { get; } = new()
    {
        GreetWithin = TimeSpan.FromSeconds(10),
        FirstRetry = TimeSpan.FromMilliseconds(10),
        LongestRetry = TimeSpan.FromMilliseconds(50),
        SlowRetry = TimeSpan.FromMilliseconds(100),
        LeaveQuietFor = TimeSpan.FromMilliseconds(20),
        CloseWithin = TimeSpan.FromMilliseconds(500),
    };

    public SocketModeStatus Status { get; } = new();

    public LogLines Log { get; } = new();

    /// <summary>Links that were made so far.</summary>
    public int Links => Volatile.Read(ref _links);

    public static async Task<ScriptedSlack> StartAsync(
        SocketModeTimes times, HandleEnvelope handle, Func<ScriptedLink, Task>[] scripts, params CallResult<Uri>[] answersFirst)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var slack = new ScriptedSlack(app, times, handle, scripts);
        foreach (var answer in answersFirst)
        {
            slack._answers.Enqueue(answer);
        }

        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.Run(slack.ServeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await slack._service.StartAsync(TestContext.Current.CancellationToken);
        return slack;
    }

    public static HandleEnvelope Taking { get; } = (_, _) => Task.FromResult<SlackReply?>(SlackReply.Taken);

    public Task StopServiceAsync() => _service.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!holds())
        {
            limit.IsCancellationRequested.ShouldBeFalse(what);
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopServiceAsync();
        Status.OpenSockets.ShouldBe(0);
        Status.MostSockets.ShouldBeLessThanOrEqualTo(LinkKeeper.MostLinks);
        await _over.CancelAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _service.Dispose();
        _over.Dispose();
    }

    private Task<CallResult<Uri>> OpenAsync(CancellationToken cancellation) => Task.FromResult(
        _answers.TryDequeue(out var answer)
            ? answer
            : CallResult.Done(new Uri(_app.Urls.First().Replace("http://", "ws://", StringComparison.Ordinal) + "/link")));

    private async Task ServeAsync(HttpContext context)
    {
        Interlocked.Increment(ref _links);
        var script = _scripts.Count > 1 && _scripts.TryDequeue(out var next) ? next : _scripts.First();
        using var link = new ScriptedLink(context, _over.Token);
        try
        {
            await script(link);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The bot went away: its good right.
        }
    }
}

/// <summary>One link, from the other side.</summary>
internal sealed class ScriptedLink(HttpContext context, CancellationToken over) : IDisposable
{
    private WebSocket? _socket;

    public CancellationToken Over => over;

    /// <summary>Takes the link and greets.</summary>
    public async Task GreetAsync()
    {
        await AcceptAsync();
        await SendAsync("""{"type":"hello","num_connections":1,"debug_info":{"host":"applink-1","approximate_connection_time":18060},"connection_info":{"app_id":"A1"}}""");
    }

    public async Task AcceptAsync() => _socket = await context.WebSockets.AcceptWebSocketAsync();

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) => SendAsync(Encoding.UTF8.GetBytes(text), type, end: true);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool end) => _socket!.SendAsync(bytes, type, end, over);

    public Task SendEnvelopeAsync(string id, string type = "events_api", bool takesPayload = false) => SendAsync(
        $$"""{"envelope_id":"{{id}}","type":"{{type}}","payload":{"type":"event_callback"},"accepts_response_payload":{{(takesPayload ? "true" : "false")}}}""");

    /// <summary>The next message; null when the bot closes.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var received = await _socket!.ReceiveAsync(buffer, over);
        return received.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    /// <summary>Reads on, pings answered, until the bot closes; then closes politely.</summary>
    public async Task StayAsync()
    {
        while (await ReceiveAsync() is not null)
        {
            // Acknowledgements that nobody asked about.
        }

        await CloseAsync(1000);
    }

    public Task CloseAsync(int code) => _socket!.CloseOutputAsync((WebSocketCloseStatus)code, "", over);

    public Task NeverAsync() => Task.Delay(Timeout.Infinite, over);

    public void Abort() => context.Abort();

    public void Dispose() => _socket?.Dispose();
}
