using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using MlOpsBot.Chat.Writing;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>Blocks that are written once and sent many times: a card is the same for all who ask, but for the delivery's id in its buttons.</summary>
/// <param name="Template">The blocks as JSON.</param>
/// <param name="Delivery">The id that the buttons of this message carry; <see cref="DeliveryTemplate.Fits"/>.</param>
internal sealed record PreparedBlocks(BlockTemplate Template, string Delivery) : Block
{
    /// <summary>Writes the blocks one after the other, into an array that is open.</summary>
    public void WriteTo(Utf8JsonWriter writer) => Template.Json.WriteTo(writer, Delivery);
}

/// <summary>A message with places for a delivery's id. Immutable, thread-safe.</summary>
internal sealed class BlockTemplate
{
    /// <summary>Writes blocks whose buttons carry <see cref="DeliveryTemplate.Hole"/> as delivery.</summary>
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
        Json = new DeliveryTemplate(buffer.WrittenSpan[1..^1]);
    }

    /// <summary>The message's text.</summary>
    public string Text { get; }

    /// <summary>The message's text as JSON has it.</summary>
    public JsonEncodedText EncodedText { get; }

    /// <summary>The blocks, with the hole in place of an id.</summary>
    public ImmutableArray<Block> Blocks { get; }

    /// <summary>The blocks as JSON, with commas between.</summary>
    public DeliveryTemplate Json { get; }
}
