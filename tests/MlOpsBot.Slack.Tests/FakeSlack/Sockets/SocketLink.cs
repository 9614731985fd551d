using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>One connection of Socket Mode, as Slack holds it. Thread-safe.</summary>
internal sealed class SocketLink(int number, Stream stream, TimeProvider time, TimeSpan pingEvery, Action abort) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource<Receipt>> _waiting = [];
    private volatile bool _isDead;

    /// <summary>In the order of connecting, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>Whether it still lives, as far as Slack can tell: a half-open one does.</summary>
    public bool IsOpen => !_end.IsCancellationRequested;

    /// <summary>Whether it is half-open: nothing is read, answered or sent, and nothing closed.</summary>
    public bool IsHalfOpen => _isDead;

    public int PingsFromClient { get; private set; }

    public int PongsFromClient { get; private set; }

    /// <summary>Whether Slack has said that this link is about to end; no new events are sent to it then.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>The client's close frame, or the end of the connection.</summary>
    public Task Ended => _ended.Task;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Serves the link until it ends.</summary>
    public async Task RunAsync(int connections)
    {
        await SendAsync(new JsonObject
        {
            ["type"] = "hello",
            ["num_connections"] = connections,
            ["debug_info"] = new JsonObject { ["host"] = "applink-0", ["build_number"] = 10, ["approximate_connection_time"] = 18_060 },
            ["connection_info"] = new JsonObject { ["app_id"] = "A0MLOPSBOT" },
        });
        var pings = PingAsync();
        try
        {
            await ReadAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidDataException)
        {
            // The connection broke, here or there.
        }

        End();
        await pings;
        _ended.TrySetResult();
    }

    /// <summary>Sends an envelope and waits for its acknowledgement.</summary>
    public async Task<Receipt> SendAsync(string envelope, JsonObject body, TimeSpan within)
    {
        var acknowledged = new TaskCompletionSource<Receipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting[envelope] = acknowledged;
        }

        try
        {
            using var end = _end.Token.UnsafeRegister(_ => acknowledged.TrySetResult(Receipt.Failed("connection_closed")), null);
            await SendAsync(body);
            return await acknowledged.Task.WaitAsync(within, time);
        }
        catch (TimeoutException)
        {
            return Receipt.Failed("timeout");
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(envelope);
            }
        }
    }

    /// <summary>Says that the link will end, and why: <c>warning</c>, <c>refresh_requested</c>, <c>link_disabled</c>, <c>too_many_websockets</c>.</summary>
    public async Task DisconnectAsync(string reason, bool closes)
    {
        IsLeaving |= reason != "warning";
        await SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "applink-0" } });
        if (closes)
        {
            await WriteAsync(FrameKind.Close, new byte[] { 0x03, 0xE8 });

            // In an orderly way: what was written still arrives.
            await _end.CancelAsync();
        }
    }

    /// <summary>Sends any text: what no Slack should send.</summary>
    public Task SendRawAsync(string text) => WriteAsync(FrameKind.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Cuts the connection without a word.</summary>
    public void Drop() => End();

    /// <summary>From now on it is dead without being closed, like a link behind a router that has forgotten it.</summary>
    public void HalfOpen() => _isDead = true;

    public void Dispose()
    {
        End();
        _writing.Dispose();
        _end.Dispose();
    }

    private void End()
    {
        if (!_end.IsCancellationRequested)
        {
            _end.Cancel();
            abort();
        }
    }

    private async Task ReadAsync()
    {
        var text = new List<byte>();
        while (await SocketFrames.ReadAsync(stream, _end.Token) is var (kind, isLast, content))
        {
            if (_isDead)
            {
                await Task.Delay(Timeout.Infinite, _end.Token);
            }

            switch (kind)
            {
                case FrameKind.Ping:
                    PingsFromClient++;
                    await WriteAsync(FrameKind.Pong, content);
                    break;
                case FrameKind.Pong:
                    PongsFromClient++;
                    break;
                case FrameKind.Close:
                    await WriteAsync(FrameKind.Close, content);
                    return;
                default:
                    text.AddRange(content);
                    if (isLast)
                    {
                        Take(Encoding.UTF8.GetString([.. text]));
                        text.Clear();
                    }

                    break;
            }
        }
    }

    private void Take(string text)
    {
        var message = JsonSerializer.Deserialize<JsonElement>(text);
        if (!message.TryGetProperty("envelope_id", out var id))
        {
            return;
        }

        TaskCompletionSource<Receipt>? waiting;
        lock (_gate)
        {
            _waiting.TryGetValue(id.GetString()!, out waiting);
        }

        var body = message.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object && payload.EnumerateObject().Any() ? payload.GetRawText() : "";
        waiting?.TrySetResult(new Receipt(true, "", body));
    }

    private async Task PingAsync()
    {
        while (IsOpen)
        {
            await Task.Delay(pingEvery, time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WriteAsync(FrameKind.Ping, "Ping from applink-0"u8.ToArray());
        }
    }

    private Task SendAsync(JsonObject message) => WriteAsync(FrameKind.Text, Encoding.UTF8.GetBytes(message.ToJsonString()));

    private async Task WriteAsync(FrameKind kind, byte[] content)
    {
        if (_isDead || !IsOpen)
        {
            return;
        }

        await _writing.WaitAsync();
        try
        {
            await SocketFrames.WriteAsync(stream, kind, content, _end.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            End();
        }
        finally
        {
            _writing.Release();
        }
    }
}
