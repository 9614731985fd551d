using System.Net;

namespace MlOpsBot.Chat.Calling;

/// <summary>
/// A body that knows whether it was begun to be sent. A call whose body never left was not carried out, whatever the exception
/// is called; one whose body did may have been.
/// </summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private volatile bool _hasBegun;

    public TrackedContent(ReadOnlyMemory<byte> body, string contentType)
    {
        _body = body;
        Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    public bool HasBegun => _hasBegun;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _hasBegun = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
