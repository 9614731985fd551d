using System.Net.WebSockets;

namespace MlOpsBot.Slack.SocketMode;

/// <summary>What came out of reading a socket.</summary>
internal enum ReadKind
{
    /// <summary>A whole text message.</summary>
    Text,

    /// <summary>A whole message that is of no use: binary, or longer than any of Slack's.</summary>
    Useless,

    /// <summary>The other side closes.</summary>
    Close,
}

/// <summary>Reads whole messages off a socket, however many frames they come in. One reader a socket, one read at a time.</summary>
/// <param name="socket">The socket.</param>
internal sealed class MessageReader(WebSocket socket)
{
    /// <summary>The longest message that is read. Slack's are far below: a message of 40,000 characters, or a view with its state.</summary>
    public const int Longest = 1024 * 1024;

    /// <summary>The longest message that is passed over; beyond it the other side is not Slack, and the link is broken.</summary>
    public const int LongestUseless = 16 * 1024 * 1024;

    private byte[] _buffer = new byte[16 * 1024];

    /// <summary>Reads the next message; its bytes are the caller's to keep.</summary>
    /// <exception cref="WebSocketException">The link is broken.</exception>
    public async Task<(ReadKind Kind, ReadOnlyMemory<byte> Message)> NextAsync(CancellationToken cancellation)
    {
        var (length, total, isUseless) = (0, 0, false);
        while (true)
        {
            if (length == _buffer.Length)
            {
                (length, isUseless) = Grow(length, isUseless);
            }

            var frame = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellation);
            if (frame.MessageType == WebSocketMessageType.Close)
            {
                return (ReadKind.Close, default);
            }

            total += frame.Count;
            if (total > LongestUseless)
            {
                throw new WebSocketException(WebSocketError.Faulted, "A message has no end.");
            }

            isUseless |= frame.MessageType != WebSocketMessageType.Text;
            length = isUseless ? 0 : length + frame.Count;
            if (frame.EndOfMessage)
            {
                var message = _buffer.AsSpan(0, length).ToArray();
                Shrink();
                return (isUseless ? ReadKind.Useless : ReadKind.Text, message);
            }
        }
    }

    private (int Length, bool IsUseless) Grow(int length, bool isUseless)
    {
        if (_buffer.Length >= Longest)
        {
            return (0, true);
        }

        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 4, Longest));
        return (length, isUseless);
    }

    // One large message should not cost its size for as long as the link lives.
    private void Shrink()
    {
        if (_buffer.Length > 64 * 1024)
        {
            _buffer = new byte[16 * 1024];
        }
    }
}
