using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>What the bot wants to show, judged: text, blocks and metadata of a call. Immutable.</summary>
internal sealed record Payload(string Text, JsonElement? Blocks, JsonElement? Metadata)
{
    private const int LongestText = 40_000;

    /// <summary>Reads and judges a message's content. The error is the whole answer.</summary>
    public static (Payload? Payload, JsonObject? Error) Read(Arguments arguments, World world)
    {
        var text = arguments.Text("text") ?? "";
        if (!arguments.Structure("blocks", out var blocks) || blocks is { ValueKind: not JsonValueKind.Array })
        {
            return (null, ApiAnswer.Error("invalid_blocks_format"));
        }

        if (blocks is { } empty && empty.GetArrayLength() == 0)
        {
            blocks = null;
        }

        if (text.Length == 0 && blocks is null)
        {
            return (null, ApiAnswer.Error("no_text"));
        }

        if (text.Length > LongestText)
        {
            return (null, ApiAnswer.Error("msg_too_long"));
        }

        if (blocks is { } given)
        {
            var verdict = BlockJudge.OfMessage(given);
            if (!verdict.Findings.IsEmpty)
            {
                return (null, ApiAnswer.Error("invalid_blocks", verdict.Findings));
            }

            if (verdict.TextLength > BlockJudge.MessageText)
            {
                return (null, ApiAnswer.Error("msg_blocks_too_long"));
            }

            blocks = WithIds(given, world);
        }

        return ReadMetadata(arguments) is { Error: null } metadata
            ? (new Payload(text, blocks, metadata.Value), null)
            : (null, ApiAnswer.Error(ReadMetadata(arguments).Error!));
    }

    /// <summary>Blocks with ids where the app gave none, as Slack does.</summary>
    public static JsonElement WithIds(JsonElement blocks, World world)
    {
        var nodes = JsonNode.Parse(blocks.GetRawText())!.AsArray();
        foreach (var block in nodes.OfType<JsonObject>())
        {
            block["block_id"] ??= "b" + world.NewNumber();
            var elements = (block["elements"] as JsonArray ?? []).Append(block["accessory"]).Append(block["element"]);
            if (block["type"]!.GetValue<string>() is "context" or "rich_text")
            {
                continue;
            }

            foreach (var element in elements.OfType<JsonObject>().Where(element => element["type"]!.GetValue<string>() != "image"))
            {
                element["action_id"] ??= "a" + world.NewNumber();
            }
        }

        return Frozen.Of(nodes);
    }

    public Message Fill(Message message) => message with
    {
        Text = Text,
        Blocks = Blocks,
        Metadata = Metadata ?? message.Metadata,
        Mentions = Mention.In(Text, Blocks),
    };

    private static (JsonElement? Value, string? Error) ReadMetadata(Arguments arguments)
    {
        if (!arguments.Structure("metadata", out var metadata))
        {
            return (null, "invalid_metadata_format");
        }

        if (metadata is not { } given)
        {
            return (null, null);
        }

        if (given.ValueKind != JsonValueKind.Object || !IsText(given, "event_type")
            || !given.TryGetProperty("event_payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
        {
            return (null, "invalid_metadata_schema");
        }

        return Encoding.UTF8.GetByteCount(given.GetRawText()) > 16_384 ? (null, "metadata_too_large") : (given.Clone(), null);
    }

    private static bool IsText(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
}
