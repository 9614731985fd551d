using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MlOpsBot.Chat.Testing;

/// <summary>
/// The network between the bot and PostgreSQL: carries everything, or swallows it, in both directions and from new connections too, as a
/// firewall does that forgot about them.
/// </summary>
internal sealed class SwallowingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _socket;
    private readonly Task _accepting;
    private volatile bool _swallows;

    /// <summary>Leads to a server's socket.</summary>
    public SwallowingProxy(string socket)
    {
        _socket = socket;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Swallows everything from now on.</summary>
    public void Swallow() => _swallows = true;

    /// <summary>Carries again; what was swallowed is lost, and its connections with it.</summary>
    public void Carry()
    {
        _swallows = false;
        Cut();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        _stopping.Dispose();
    }

    private void Cut()
    {
        foreach (var socket in _open.Keys)
        {
            _open.TryRemove(socket, out _);
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync(_stopping.Token);
                _open.TryAdd(near, 0);
                if (!_swallows)
                {
                    _ = ConnectAsync(near);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ConnectAsync(Socket near)
    {
        var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _open.TryAdd(far, 0);
        try
        {
            await far.ConnectAsync(new UnixDomainSocketEndPoint(_socket), _stopping.Token);
            await Task.WhenAny(CarryAsync(near, far), CarryAsync(far, near));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is away; so is the connection.
        }

        if (!_swallows)
        {
            near.Dispose();
            far.Dispose();
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stopping.Token) is > 0 and var count)
            {
                if (!_swallows)
                {
                    await to.SendAsync(buffer.AsMemory(0, count), _stopping.Token);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
