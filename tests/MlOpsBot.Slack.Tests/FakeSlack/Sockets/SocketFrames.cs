using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Slack.Tests.FakeSlack;

internal enum FrameKind
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// <summary>
/// A server's side of RFC 6455 on a stream. .NET's own cannot send pings when told to, nor stop answering them, which the failures
/// that are played here come down to.
/// </summary>
internal static class SocketFrames
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The handshake's answer to a key.</summary>
    public static string Accept(string key)
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1; it protects nothing.
        => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350

    public static async Task WriteAsync(Stream stream, FrameKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var header = new byte[10];
        header[0] = (byte)(0x80 | (int)kind);
        var length = 2;
        switch (content.Length)
        {
            case < 126:
                header[1] = (byte)content.Length;
                break;
            case <= ushort.MaxValue:
                header[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)content.Length);
                length = 4;
                break;
            default:
                header[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(2), (ulong)content.Length);
                length = 10;
                break;
        }

        await stream.WriteAsync((byte[])[.. header.AsSpan(0, length), .. content.Span], cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <summary>The next frame; null at the end of the stream.</summary>
    public static async Task<(FrameKind Kind, bool IsLast, byte[] Content)?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var header = new byte[2];
        if (await stream.ReadAtLeastAsync(header, 2, throwOnEndOfStream: false, cancellation) < 2)
        {
            return null;
        }

        var length = (ulong)(header[1] & 0x7F);
        if (length >= 126)
        {
            var longer = new byte[length == 126 ? 2 : 8];
            await stream.ReadExactlyAsync(longer, cancellation);
            length = length == 126 ? BinaryPrimitives.ReadUInt16BigEndian(longer) : BinaryPrimitives.ReadUInt64BigEndian(longer);
        }

        if ((header[1] & 0x80) == 0)
        {
            throw new InvalidDataException("A client has to mask its frames.");
        }

        var mask = new byte[4];
        await stream.ReadExactlyAsync(mask, cancellation);
        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellation);
        for (var index = 0; index < content.Length; index++)
        {
            content[index] ^= mask[index % 4];
        }

        return ((FrameKind)(header[0] & 0x0F), (header[0] & 0x80) != 0, content);
    }
}
