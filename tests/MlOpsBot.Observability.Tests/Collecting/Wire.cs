using System.Buffers.Binary;
using System.Text;

namespace MlOpsBot.Observability.Tests.Collecting;

/// <summary>A field of a message in Protocol Buffers' wire format (https://protobuf.dev/programming-guides/encoding/).</summary>
internal readonly record struct WireField(int Number, ulong Bits, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    public double Double => BitConverter.UInt64BitsToDouble(Bits);

    public IReadOnlyList<WireField> Fields => Wire.Read(Bytes);
}

/// <summary>Reads messages without their schema: the few fields that tests ask for are known by number.</summary>
internal static class Wire
{
    public static IReadOnlyList<WireField> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<WireField>();
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message.Span, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add(new WireField(number, Varint(message.Span, ref at), default));
                    break;
                case 1:
                    fields.Add(new WireField(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    fields.Add(new WireField(number, 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    fields.Add(new WireField(number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"No wire type {key & 7}.");
            }
        }

        return fields;
    }

    public static IEnumerable<WireField> All(this IEnumerable<WireField> fields, int number) => fields.Where(field => field.Number == number);

    public static string TextOf(this IEnumerable<WireField> fields, int number) => fields.All(number).FirstOrDefault().Text;

    /// <summary>OTLP's attributes: <c>KeyValue { key = 1, value = 2 }</c>, of which strings and whole numbers are read.</summary>
    public static IReadOnlyDictionary<string, string> Attributes(this IEnumerable<WireField> fields, int number)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in fields.All(number).Select(field => field.Fields))
        {
            var value = pair.All(2).SelectMany(any => any.Fields).FirstOrDefault();
            attributes[pair.TextOf(1)] = value.Bytes.IsEmpty && value.Number != 1 ? value.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture) : value.Text;
        }

        return attributes;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
