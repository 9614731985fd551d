using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.SocketMode;

/// <summary>What links have in common. Immutable.</summary>
/// <param name="OpenAsync">Asks Slack for an address.</param>
/// <param name="Handle">Handles envelopes.</param>
/// <param name="Times">How long things may take.</param>
/// <param name="Status">Counts sockets.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Log">The log.</param>
internal sealed record LinkSurroundings(
    Func<CancellationToken, Task<CallResult<Uri>>> OpenAsync,
    HandleEnvelope Handle,
    SocketModeTimes Times,
    SocketModeStatus Status,
    TimeProvider Clock,
    ILogger Log);

/// <summary>
/// One link to Slack: a socket from its address to its end. Reads envelopes, has them handled side by side, and acknowledges
/// each when it is done. Tells news, <see cref="LinkEnded"/> last and always. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Neither holds a handle while no timer and no wait handle is asked of it, and handlers may use both when the link is long gone.")]
internal sealed class SocketLink
{
    // More than that, and reading waits: what Slack cannot send here it sends through another link.
    private const int MostInHand = 64;

    private readonly int _number;
    private readonly LinkSurroundings _with;
    private readonly Action<LinkNews> _tell;
    private readonly CancellationTokenSource _dropped = new();
    private readonly SemaphoreSlim _hands = new(MostInHand);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<Task, bool> _inHand = new();
    private readonly TaskCompletionSource _readToTheEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ClientWebSocket? _socket;
    private long _heardAt;

    /// <summary>Prepares a link.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="with">What links have in common.</param>
    /// <param name="tell">Takes the news.</param>
    public SocketLink(int number, LinkSurroundings with, Action<LinkNews> tell)
    {
        _number = number;
        _with = with;
        _tell = tell;
        _heardAt = with.Clock.GetTimestamp();
    }

    /// <summary>Makes the link and serves it to its end. Does not throw for what Slack or the network does.</summary>
    public async Task RunAsync()
    {
        LinkEnded ended;
        try
        {
            ended = await ServeAsync();
        }
        catch (OperationCanceledException)
        {
            ended = Broken("cut");
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException or SocketException or ObjectDisposedException)
        {
            ended = Broken(exception is WebSocketException broken ? $"{broken.WebSocketErrorCode}" : exception.GetType().Name);
        }

#pragma warning disable CA1031 // The edge: whatever goes wrong here, the news of the end must come, or no link would ever follow this one.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _with.Log.LogError(exception, "Socket Mode: link {Link} failed in a way that it should not", _number);
            ended = Broken(exception.GetType().Name);
        }

        _readToTheEnd.TrySetResult();
        _tell(ended);

        // What is in hand is recorded, though it cannot be acknowledged any more.
        await Task.WhenAll(_inHand.Keys);
    }

    /// <summary>
    /// Leaves: goes on reading until nothing is in hand and nothing came for a while, then closes. Returns when the link has ended.
    /// </summary>
    /// <param name="quietFor">How long nothing must have come.</param>
    public async Task LeaveAsync(TimeSpan quietFor)
    {
        var clock = _with.Clock;
        var start = clock.GetTimestamp();
        while (!_readToTheEnd.Task.IsCompleted && _with.Times.LeaveWithin - clock.GetElapsedTime(start) is { } left && left > TimeSpan.Zero)
        {
            var quiet = clock.GetElapsedTime(Volatile.Read(ref _heardAt));
            if (_inHand.IsEmpty && quiet >= quietFor)
            {
                break;
            }

            var next = _inHand.IsEmpty ? quietFor - quiet : left;
            await Task.WhenAny(_readToTheEnd.Task, _inHand.IsEmpty ? Task.Delay(next, clock) : Task.WhenAny(Task.WhenAll(_inHand.Keys), Task.Delay(next, clock)));
        }

        if (_socket is not null)
        {
            await CloseAsync();
            await Task.WhenAny(_readToTheEnd.Task, Task.Delay(_with.Times.CloseWithin, clock));
        }

        Drop();
    }

    /// <summary>Cuts the link.</summary>
    public void Drop() => _dropped.Cancel();

    private static LinkEnded Broken(int number, string reason, TimeSpan wait = default) => new(number, LinkEnd.Broken, reason, wait);

    private LinkEnded Broken(string reason) => Broken(_number, reason);

    private async Task<LinkEnded> ServeAsync()
    {
        var asked = await _with.OpenAsync(_dropped.Token);
        if (asked is not { Outcome: CallOutcome.Done, Value: { } address })
        {
            var reason = asked.Error ?? "no address";
            return asked.Outcome == CallOutcome.Refused ? new LinkEnded(_number, LinkEnd.Refused, reason) : Broken(_number, reason, asked.RetryAfter);
        }

        if (!(address.Scheme == Uri.UriSchemeWss || (address.Scheme == Uri.UriSchemeWs && address.IsLoopback)))
        {
            return Broken("an address that is not wss");
        }

        _with.Status.SocketOpened();
        try
        {
            using var socket = new ClientWebSocket();
            socket.Options.KeepAliveInterval = _with.Times.PingEvery;
            socket.Options.KeepAliveTimeout = _with.Times.PongWithin;
            await socket.ConnectAsync(address, _dropped.Token);
            _socket = socket;
            return await ReadAsync(socket);
        }
        finally
        {
            _with.Status.SocketClosed();
        }
    }

    private async Task<LinkEnded> ReadAsync(ClientWebSocket socket)
    {
        var reader = new MessageReader(socket);
        while (true)
        {
            var (kind, bytes) = await reader.NextAsync(_dropped.Token);
            Volatile.Write(ref _heardAt, _with.Clock.GetTimestamp());
            switch (kind)
            {
                case ReadKind.Close:
                    await CloseAsync();
                    return Broken($"closed with {(int?)socket.CloseStatus ?? 0}");
                case ReadKind.Useless:
                    _with.Log.LogWarning("Socket Mode: link {Link} brought a message that is binary or beyond all bounds; passed over", _number);
                    break;
                default:
                    await TakeAsync(SocketMessage.Read(bytes));
                    break;
            }
        }
    }

    private async Task TakeAsync(SocketMessage? message)
    {
        switch (message)
        {
            case HelloMessage hello:
                _tell(new LinkGreeted(_number, hello.Connections, hello.Life));
                break;
            case DisconnectMessage disconnect:
                _tell(new LinkUnwanted(_number, disconnect.Reason));
                break;
            case Envelope envelope:
                _tell(new LinkHeard(_number));
                await _hands.WaitAsync(_dropped.Token);
                var work = HandleAsync(envelope);
                _inHand.TryAdd(work, true);
                _ = work.ContinueWith(done => _inHand.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                break;
            case OtherMessage other:
                _with.Log.LogDebug("Socket Mode: a message of type {Type} is left alone", other.Type);
                break;
            default:
                _with.Log.LogWarning("Socket Mode: link {Link} brought something that is no message of Slack's; passed over", _number);
                break;
        }
    }

    private async Task HandleAsync(Envelope envelope)
    {
        // Off the reader: a handler that works before it waits must not keep the next envelope waiting.
        await Task.Yield();
        var start = Stopwatch.GetTimestamp();
        using var span = ChatSpans.Receive(SlackInstallation.Platform, "socket");
        try
        {
            using var limit = new CancellationTokenSource(_with.Times.HandleWithin, _with.Clock);
            var reply = await _with.Handle(envelope, limit.Token) ?? Unknown(envelope);
            if (reply.Kind == SlackReplyKind.Unavailable)
            {
                _with.Log.LogWarning("Socket Mode: a {Type} is not acknowledged, so that Slack sends it again ({Reason})", envelope.Type, reply.Reason);
                return;
            }

            await SendAsync(SocketMessage.Acknowledge(envelope, reply.Kind == SlackReplyKind.Taken ? reply.Body : default));
            ChatMeter.Acknowledged(SlackInstallation.Platform, "socket", Stopwatch.GetElapsedTime(start));
        }
        catch (OperationCanceledException)
        {
            _with.Log.LogWarning("Socket Mode: a {Type} could not be taken in time and is not acknowledged", envelope.Type);
        }
#pragma warning disable CA1031 // The edge: a bug in a handler is told, costs its own envelope, and must not cost the link.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _with.Log.LogError(exception, "Socket Mode: a {Type} failed and is not acknowledged", envelope.Type);
        }
        finally
        {
            _hands.Release();
        }
    }

    private SlackReply Unknown(Envelope envelope)
    {
        _with.Log.LogInformation("Socket Mode: an envelope of type {Type} is acknowledged and left alone", envelope.Type);
        return SlackReply.Taken;
    }

    private Task SendAsync(ReadOnlyMemory<byte> message) => WithSocketAsync(
        (socket, limit) => socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, limit));

    private Task CloseAsync() => WithSocketAsync(static (socket, limit) =>
        socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? new ValueTask(socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit))
            : ValueTask.CompletedTask);

    // A socket sends one thing at a time. A link that is gone is no fault here: what was not acknowledged, Slack sends again.
    private async Task WithSocketAsync(Func<ClientWebSocket, CancellationToken, ValueTask> send)
    {
        if (_socket is not { } socket)
        {
            return;
        }

        await _sending.WaitAsync(CancellationToken.None);
        try
        {
            using var limit = new CancellationTokenSource(_with.Times.CloseWithin, _with.Clock);
            await send(socket, limit.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or SocketException or InvalidOperationException or OperationCanceledException)
        {
            _with.Log.LogDebug("Socket Mode: link {Link} takes nothing any more ({Reason})", _number, exception.GetType().Name);
        }
        finally
        {
            _sending.Release();
        }
    }
}
