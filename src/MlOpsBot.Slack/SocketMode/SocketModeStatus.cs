namespace MlOpsBot.Slack.SocketMode;

/// <summary>How the bot is connected in Socket Mode.</summary>
public enum SocketModeState
{
    /// <summary>No link serves; one is being made, or will be.</summary>
    Connecting,

    /// <summary>A link serves.</summary>
    Connected,

    /// <summary>Slack gives no link: the token is wrong, or Socket Mode is switched off. Tried again, slowly.</summary>
    Refused,
}

/// <summary>How the bot is connected in Socket Mode, for health and operators. Thread safe.</summary>
public sealed class SocketModeStatus
{
    private int _openSockets;
    private int _mostSockets;
    private volatile SocketModeState _state;

    /// <summary>How things stand.</summary>
    public SocketModeState State
    {
        get => _state;
        internal set => _state = value;
    }

    /// <summary>How many sockets are open now, links being made and being left among them; at most 2.</summary>
    public int OpenSockets => Volatile.Read(ref _openSockets);

    /// <summary>The most that were ever open at a time.</summary>
    public int MostSockets => Volatile.Read(ref _mostSockets);

    internal void SocketOpened()
    {
        var open = Interlocked.Increment(ref _openSockets);
        int most;
        while (open > (most = Volatile.Read(ref _mostSockets)) && Interlocked.CompareExchange(ref _mostSockets, open, most) != most)
        {
            // Somebody else raised it in between: look again.
        }
    }

    internal void SocketClosed() => Interlocked.Decrement(ref _openSockets);
}
