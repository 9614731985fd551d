using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Chat.Receiving;

/// <summary>
/// A request's body in one pooled piece, with room before it for what is hashed along with it. Grows with what has arrived,
/// never with what is announced. Dispose of it when nothing reads it any more. Not thread-safe.
/// </summary>
public sealed class RequestBody : IDisposable
{
    /// <summary>
    /// Longest body that is read, in bytes. A message of Slack's has at most 50 blocks with some 13,000 characters of text, a view 100
    /// blocks, and form encoding triples what is not a letter; one of Teams' has at most 100 KB as UTF-16. Both stay well below half of this.
    /// </summary>
    public const int Most = 512 * 1024;

    private const int First = 4096;
    private readonly int _room;
    private byte[]? _buffer;
    private int _length;

    private RequestBody(int room)
    {
        _room = room;
        _buffer = ArrayPool<byte>.Shared.Rent(room + First);
    }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(_room, _length);

    /// <summary>The body behind the room before it.</summary>
    public Span<byte> Prefixed => _buffer.AsSpan(0, _room + _length);

    /// <summary>Reads a body to its end.</summary>
    /// <param name="context">The request.</param>
    /// <param name="most">The longest that is read, in bytes.</param>
    /// <param name="room">How much room to leave before it, in bytes.</param>
    /// <returns>0, and the body; or the status to refuse the request with, 413 or 400 or what the server says (408 for a body that trickles).</returns>
    public static async ValueTask<(int Refusal, RequestBody? Body)> ReadAsync(HttpContext context, int most = Most, int room = 0)
    {
        ArgumentNullException.ThrowIfNull(context);
        var body = new RequestBody(room);
        var reader = context.Request.BodyReader;
        try
        {
            // A read that its token cancels is never over for the server, which then complains about it.
            using var given = context.RequestAborted.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
            while (true)
            {
                var read = await reader.ReadAsync(CancellationToken.None);
                var arrived = read.Buffer;
                if (read.IsCanceled)
                {
                    reader.AdvanceTo(arrived.End);
                    return Refused(StatusCodes.Status408RequestTimeout, body);
                }

                if (body._length + arrived.Length > most)
                {
                    reader.AdvanceTo(arrived.End);
                    return Refused(StatusCodes.Status413PayloadTooLarge, body);
                }

                body.Append(arrived);
                reader.AdvanceTo(arrived.End);
                if (read.IsCompleted)
                {
                    return (0, body);
                }
            }
        }
        catch (BadHttpRequestException exception)
        {
            return Refused(exception.StatusCode, body);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException or IOException)
        {
            // The caller has gone; nobody reads the status.
            return Refused(StatusCodes.Status400BadRequest, body);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (int Refusal, RequestBody? Body) Refused(int status, RequestBody body)
    {
        body.Dispose();
        return (status, null);
    }

    private void Append(in ReadOnlySequence<byte> arrived)
    {
        var needed = _room + _length + (int)arrived.Length;
        if (needed > _buffer!.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _buffer.Length));
            Prefixed.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        arrived.CopyTo(_buffer.AsSpan(_room + _length));
        _length += (int)arrived.Length;
    }
}
