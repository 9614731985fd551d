using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>A card's body in the making, with the bytes that are left for more: what matters most is added first, the rest where it fits.</summary>
/// <param name="most">Most bytes of all elements.</param>
internal sealed class CardSheet(int most) : IDisposable
{
    private readonly ImmutableArray<CardElement>.Builder _elements = ImmutableArray.CreateBuilder<CardElement>();
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);
    private Utf8JsonWriter? _writer;

    /// <summary>Bytes that may still be added.</summary>
    public int Left { get; private set; } = most;

    /// <summary>Bytes of an element, with the comma after it.</summary>
    public int Length(CardElement element) => Length(writer => CardJson.Write(writer, element));

    /// <summary>Bytes of a button, with the comma after it.</summary>
    public int Length(CardButton button) => Length(writer => ButtonJson.Write(writer, button));

    /// <summary>Bytes of a choice, with the comma after it.</summary>
    public int Length(CardChoice choice) => Length(writer => InputJson.Write(writer, choice));

    /// <summary>Keeps room free.</summary>
    public void Keep(IEnumerable<CardElement> elements) => Left -= elements.Sum(Length);

    /// <summary>Keeps room free.</summary>
    public void Keep(int bytes) => Left -= bytes;

    /// <summary>Adds an element that has to be there; its room is made sure of beforehand.</summary>
    public void Add(CardElement element)
    {
        Left -= Length(element);
        _elements.Add(element);
    }

    /// <summary>Adds an element if there is room for it, and tells whether there was.</summary>
    public bool TryAdd(CardElement element)
    {
        var length = Length(element);
        if (length > Left)
        {
            return false;
        }

        Left -= length;
        _elements.Add(element);
        return true;
    }

    /// <summary>Adds the elements that room was kept for.</summary>
    public ImmutableArray<CardElement> FinishWith(IEnumerable<CardElement> kept)
    {
        _elements.AddRange(kept);
        return _elements.ToImmutable();
    }

    public void Dispose() => _writer?.Dispose();

    private int Length(Action<Utf8JsonWriter> write)
    {
        _buffer.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_buffer, CardJson.Options);
        _writer.Reset();
        write(_writer);
        _writer.Flush();
        return _buffer.WrittenCount + 1;
    }
}
