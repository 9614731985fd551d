using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>What a reader sees of a message or view, as plain lines: for assertions and transcripts.</summary>
internal static class BlockText
{
    public static string Of(Message message) => message.Blocks is { } blocks ? Lines(blocks) : message.Text;

    public static string Of(View view) => view.Title.Length == 0 ? Lines(view.Blocks) : $"{view.Title}\n{Lines(view.Blocks)}";

    private static string Lines(JsonElement blocks)
    {
        var lines = new StringBuilder();
        foreach (var block in blocks.EnumerateArray())
        {
            Write(block, lines);
        }

        return lines.ToString().TrimEnd('\n');
    }

    private static void Write(JsonElement block, StringBuilder lines)
    {
        switch (Type(block))
        {
            case "divider":
                lines.Append("----\n");
                break;
            case "table":
                foreach (var row in block.GetProperty("rows").EnumerateArray())
                {
                    lines.Append("| ").AppendJoin(" | ", row.EnumerateArray().Select(Inline)).Append(" |\n");
                }

                break;
            case "actions" or "context_actions":
                lines.AppendJoin(" ", block.GetProperty("elements").EnumerateArray().Select(Inline)).Append('\n');
                break;
            case "context":
                lines.AppendJoin(" · ", block.GetProperty("elements").EnumerateArray().Select(Inline)).Append('\n');
                break;
            case "rich_text":
                foreach (var part in block.GetProperty("elements").EnumerateArray())
                {
                    WritePart(part, lines);
                }

                break;
            case "input":
                lines.Append(Inline(block.GetProperty("label"))).Append(": ").Append(Inline(block.GetProperty("element"))).Append('\n');
                break;
            default:
                WriteSection(block, lines);
                break;
        }
    }

    private static void WriteSection(JsonElement block, StringBuilder lines)
    {
        if (block.TryGetProperty("text", out var text))
        {
            lines.Append(Inline(text)).Append('\n');
        }

        if (block.TryGetProperty("fields", out var fields))
        {
            lines.AppendJoin('\n', fields.EnumerateArray().Select(Inline)).Append('\n');
        }

        if (block.TryGetProperty("accessory", out var accessory))
        {
            lines.Append(Inline(accessory)).Append('\n');
        }
    }

    private static void WritePart(JsonElement part, StringBuilder lines)
    {
        var elements = part.GetProperty("elements").EnumerateArray();
        if (Type(part) == "rich_text_list")
        {
            foreach (var item in elements)
            {
                lines.Append("• ").Append(Inline(item)).Append('\n');
            }

            return;
        }

        lines.Append(Type(part) == "rich_text_quote" ? "> " : "").Append(string.Concat(elements.Select(Inline))).Append('\n');
    }

    private static string Inline(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString()!;
        }

        return Type(element) switch
        {
            "button" or "icon_button" => $"[{Inline(element.GetProperty("text"))}]",
            "feedback_buttons" => $"[{Inline(element.GetProperty("positive_button").GetProperty("text"))}] [{Inline(element.GetProperty("negative_button").GetProperty("text"))}]",
            "checkboxes" => string.Join(" ", Options(element).Select(option => option.IsChosen ? $"[x] {option.Label}" : $"[ ] {option.Label}")),
            "multi_static_select" => Options(element) is var options && options.Any(option => option.IsChosen)
                ? string.Join(", ", options.Where(option => option.IsChosen).Select(option => $"({option.Label})"))
                : $"({Inline(element.GetProperty("placeholder"))})",
            "static_select" when Options(element).FirstOrDefault(option => option.IsChosen) is { } chosen => $"({chosen.Label})",
            "timepicker" => $"({element.GetProperty("initial_time").GetString()})",
            "static_select" or "radio_buttons" or "overflow" => string.Join(" ", Options(element).Select(option => $"({option.Label})")),
            "plain_text_input" => "________",
            "conversations_select" => "(channel)",
            "image" => $"({element.GetProperty("alt_text").GetString()})",
            "link" => element.TryGetProperty("text", out var label) ? label.GetString()! : element.GetProperty("url").GetString()!,
            "user" => $"<@{element.GetProperty("user_id").GetString()}>",
            "channel" => $"<#{element.GetProperty("channel_id").GetString()}>",
            "broadcast" => $"<!{element.GetProperty("range").GetString()}>",
            "emoji" => $":{element.GetProperty("name").GetString()}:",
            _ when element.TryGetProperty("text", out var text) => Inline(text),
            _ when element.TryGetProperty("elements", out var elements) => string.Concat(elements.EnumerateArray().Select(Inline)),
            _ => "",
        };
    }

    private static ImmutableArray<Control> Options(JsonElement element) => Control.In(JsonSerializer.SerializeToElement(new[] { new { element, block_id = "" } }));

    private static string Type(JsonElement element)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) ? type.GetString()! : "";
}
