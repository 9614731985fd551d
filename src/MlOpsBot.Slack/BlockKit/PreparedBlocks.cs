using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>Blocks that are written once and sent many times: a card is the same for all who ask, but for the delivery's id in its buttons.</summary>
/// <param name="Template">The blocks as JSON.</param>
/// <param name="Delivery">The id that the buttons of this message carry, of <see cref="BlockTemplate.DeliveryLength"/> plain characters.</param>
internal sealed record PreparedBlocks(BlockTemplate Template, string Delivery) : Block
{
    /// <summary>Writes the blocks one after the other, into an array that is open.</summary>
    public void WriteTo(Utf8JsonWriter writer) => Template.WriteTo(writer, Delivery);
}

/// <summary>JSON of blocks with places for a delivery's id. Immutable, thread-safe.</summary>
internal sealed class BlockTemplate
{
    /// <summary>Characters of an id as the store makes them (128 bits in base64url).</summary>
    public const int DeliveryLength = 22;

    /// <summary>Stands where the id goes: as long, and of characters that need no escaping, but not those of an id.</summary>
    public static readonly string Hole = "~delivery~".PadRight(DeliveryLength, '~');

    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly byte[] _json;
    private readonly int[] _holes;

    /// <summary>Writes blocks whose buttons carry <see cref="Hole"/> as delivery.</summary>
    /// <param name="text">The message's text.</param>
    /// <param name="blocks">The blocks.</param>
    public BlockTemplate(string text, ImmutableArray<Block> blocks)
    {
        Blocks = blocks;
        Text = text;
        EncodedText = JsonEncodedText.Encode(text, BlockKitJson.WriterOptions.Encoder);
        var buffer = new ArrayBufferWriter<byte>(8192);
        using (var writer = new Utf8JsonWriter(buffer, BlockKitJson.WriterOptions))
        {
            writer.WriteStartArray();
            BlockKitJson.WriteEach(writer, blocks);
            writer.WriteEndArray();
        }

        // The brackets were for the writer's commas alone.
        _json = buffer.WrittenSpan[1..^1].ToArray();
        _holes = FindHoles(_json);
    }

    /// <summary>The message's text.</summary>
    public string Text { get; }

    /// <summary>The message's text as JSON has it.</summary>
    public JsonEncodedText EncodedText { get; }

    /// <summary>The blocks, with the hole in place of an id.</summary>
    public ImmutableArray<Block> Blocks { get; }

    /// <summary>Whether an id fits: anything else is written the slow way.</summary>
    public static bool Fits(string delivery) => delivery.Length == DeliveryLength && !delivery.AsSpan().ContainsAnyExcept(s_plain);

    /// <summary>Writes the blocks with an id that fits.</summary>
    public void WriteTo(Utf8JsonWriter writer, string delivery)
    {
        var rented = ArrayPool<byte>.Shared.Rent(_json.Length);
        var json = rented.AsSpan(0, _json.Length);
        _json.CopyTo(json);
        foreach (var hole in _holes)
        {
            Encoding.ASCII.GetBytes(delivery, json[hole..]);
        }

        writer.WriteRawValue(json, skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static int[] FindHoles(ReadOnlySpan<byte> json)
    {
        var holes = new List<int>();
        var hole = Encoding.ASCII.GetBytes(Hole);
        for (var at = 0; json[at..].IndexOf(hole) is >= 0 and var next; at += next + hole.Length)
        {
            holes.Add(at + next);
        }

        return [.. holes];
    }
}
