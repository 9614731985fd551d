using System.Collections.Immutable;
using System.Text.Json;
using static MlOpsBot.Slack.Tests.FakeSlack.Shape;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>
/// Judges messages and views by Slack's rules: kinds, fields, counts and lengths. Written from Slack's reference alone, so that a
/// slip in the bot's own idea of the rules shows here.
/// </summary>
internal static class BlockJudge
{
    /// <summary>Undocumented; found by users of Slack's SDKs, who saw 13,172 to 13,297.</summary>
    public const int MessageText = 13_200;

    private static readonly string[] Everywhere = ["section", "header", "divider", "image", "actions", "context", "rich_text", "input"];

    private static readonly string[] MessagesOnly = ["context_actions", "markdown", "table"];

    private static readonly Field BlockId = May("block_id", (value, pointer, verdict) =>
    {
        if (verdict.Text(value, pointer, 1, 255) is { } id && !verdict.BlockIds.Add(id))
        {
            verdict.Fault(pointer, $"`block_id` \"{id}\" already exists");
        }
    });

    private static readonly Check TableCell = (value, pointer, verdict) =>
    {
        var type = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var named) ? named.GetString() : null;
        Check words = (text, at, judge) => judge.Count(judge.Text(text, at, 1, 12_000) ?? "");
        var shape = type switch
        {
            "raw_text" => new Shape(Must("text", words)),
            "raw_number" => new Shape(Must("text", words), Must("value", (_, _, _) => { })),
            "rich_text" => new Shape(Must("elements", RichText.Elements), BlockId),
            _ => null,
        };
        if (shape is null)
        {
            verdict.Fault($"{pointer}/type", $"unsupported type: {type}");
            return;
        }

        shape.Judge(value, pointer, verdict);
    };

    private static readonly ImmutableDictionary<string, Shape> Shapes = new Dictionary<string, Shape>
    {
        ["section"] = new(
            BlockId, May("text", Texts.Any(3000)), May("fields", ListOf(1, 10, Texts.Any(2000))), May("expand", Flag),
            May("accessory", Elements.OneOfTypes("button", "image", "static_select", "overflow", "radio_buttons", "checkboxes", "conversations_select"))),
        ["header"] = new(BlockId, Must("text", Texts.Plain(150))),
        ["divider"] = new(BlockId),
        ["image"] = new(BlockId, Must("alt_text", Id(2000)), Must("image_url", Address(3000)), May("title", Texts.Plain(2000))),
        ["actions"] = new(
            BlockId,
            Must("elements", ListOf(1, 25, Elements.OneOfTypes("button", "static_select", "overflow", "radio_buttons", "checkboxes", "conversations_select")))),
        ["context"] = new(BlockId, Must("elements", ListOf(1, 10, ContextElement))),
        ["context_actions"] = new(BlockId, Must("elements", ListOf(1, 5, Elements.OneOfTypes("feedback_buttons", "icon_button")))),
        ["rich_text"] = new(BlockId, Must("elements", RichText.Elements)),
        ["markdown"] = new(BlockId, Must("text", MarkdownText)),
        ["input"] = new(
            BlockId, Must("label", Texts.Plain(2000)), May("hint", Texts.Plain(2000)), May("optional", Flag), May("dispatch_action", Flag),
            Must("element", Elements.OneOfTypes(
                "plain_text_input", "static_select", "multi_static_select", "radio_buttons", "checkboxes", "timepicker", "conversations_select"))),
        ["table"] = new(
            BlockId, Must("rows", ListOf(1, 100, ListOf(1, 20, TableCell))),
            May("column_settings", ListOf(1, 20, (value, at, judge) =>
            {
                // A column that keeps its defaults may be given as null.
                if (value.ValueKind != JsonValueKind.Null)
                {
                    new Shape(May("align", OneOf("left", "center", "right")), May("is_wrapped", Flag)).Judge(value, at, judge);
                }
            }))),
    }.ToImmutableDictionary();

    /// <summary>Judges the blocks of a message.</summary>
    public static Verdict OfMessage(JsonElement blocks)
    {
        var verdict = new Verdict(BlockSurface.Message);
        JudgeBlocks(blocks, 50, verdict);
        return verdict;
    }

    /// <summary>Judges a whole view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="home">Whether a Home tab is expected; a modal otherwise.</param>
    public static Verdict OfView(JsonElement view, bool home)
    {
        var verdict = new Verdict(home ? BlockSurface.Home : BlockSurface.Modal);
        Field[] common =
        [
            Must("type", OneOf(home ? "home" : "modal")), Must("blocks", (value, _, judge) => JudgeBlocks(value, 100, judge)),
            May("private_metadata", (value, at, judge) => judge.Text(value, at, 0, 3000)), May("callback_id", Id(255)), May("external_id", Id(255)),
        ];
        Field[] modal =
        [
            Must("title", Texts.Plain(24)), May("submit", Texts.Plain(24)), May("close", Texts.Plain(24)), May("clear_on_close", Flag), May("notify_on_close", Flag),
        ];
        new Shape(home ? common : [.. common, .. modal]).Judge(view, "/view", verdict);
        if (!home && verdict.HasInput && view.ValueKind == JsonValueKind.Object && !view.TryGetProperty("submit", out _))
        {
            verdict.Fault("/view/submit", "submit is required when an input block is within the blocks array");
        }

        return verdict;
    }

    private static void JudgeBlocks(JsonElement blocks, int most, Verdict verdict)
    {
        foreach (var (block, pointer) in verdict.Items(blocks, "/blocks", verdict.Surface == BlockSurface.Message ? 1 : 0, most))
        {
            var type = block.ValueKind == JsonValueKind.Object && block.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()!
                : null;
            var isAllowed = type is not null
                && (Everywhere.Contains(type) || (verdict.Surface == BlockSurface.Message && MessagesOnly.Contains(type)));
            if (!isAllowed || !Shapes.TryGetValue(type!, out var shape))
            {
                verdict.Fault($"{pointer}/type", type is null ? "missing required field: type" : $"unsupported type: {type}");
                continue;
            }

            shape.Judge(block, pointer, verdict);
            JudgeWhole(type!, block, pointer, verdict);
        }
    }

    private static void JudgeWhole(string type, JsonElement block, string pointer, Verdict verdict)
    {
        switch (type)
        {
            case "section" when !block.TryGetProperty("text", out _) && !block.TryGetProperty("fields", out _):
                verdict.Fault(pointer, "missing required field: text");
                break;
            case "input":
                verdict.HasInput = true;
                break;
            case "table" when ++verdict.Tables > 1:
                verdict.Fault(pointer, "only one table is allowed");
                break;
            case "table" when block.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array
                && rows.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Array).Select(row => row.GetArrayLength()).Distinct().Count() > 1:
                verdict.Fault($"{pointer}/rows", "all rows must have the same number of cells");
                break;
        }
    }

    private static void ContextElement(JsonElement value, string pointer, Verdict verdict)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var type) && type.GetString() == "image")
        {
            Elements.OneOfTypes("image")(value, pointer, verdict);
            return;
        }

        Texts.Any(3000)(value, pointer, verdict);
    }

    private static void MarkdownText(JsonElement value, string pointer, Verdict verdict)
    {
        var text = verdict.Text(value, pointer, 1, 12_000) ?? "";
        verdict.Count(text);
        if ((verdict.MarkdownLength += text.Length) > 12_000)
        {
            verdict.Fault(pointer, "markdown blocks together must be less than 12001 characters");
        }
    }
}
