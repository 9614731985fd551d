using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>
/// Slack's rules for messages and views, read from its reference and written without a look at the renderer: works on the JSON alone.
/// Gives what is wrong, and where.
/// </summary>
internal sealed partial class BlockKitJudge
{
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _actionIds = new(StringComparer.Ordinal);
    private int _text;

    private enum Surface
    {
        Message,
        Modal,
        Home,
    }

    /// <summary>Faults of <c>{"text":…,"blocks":[…]}</c>.</summary>
    public static IReadOnlyList<string> OfMessage(string json)
    {
        var judge = new BlockKitJudge();
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        judge.Keys(root, "message", "text", "blocks");
        judge.FallbackText(root.GetProperty("text").GetString()!);
        if (root.TryGetProperty("blocks", out var blocks))
        {
            judge.Blocks(blocks, Surface.Message, most: 50);
        }

        judge.Check(judge._text <= 13_200, $"the blocks hold {judge._text} characters");
        judge.Check(blocks.EnumerateArray().Count(block => block.GetProperty("type").GetString() == "table") <= 1, "more than one table");
        return judge._faults;
    }

    /// <summary>Faults of a view.</summary>
    public static IReadOnlyList<string> OfView(string json)
    {
        var judge = new BlockKitJudge();
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var isHome = root.GetProperty("type").GetString() == "home";
        judge.Check(isHome || root.GetProperty("type").GetString() == "modal", "no such view");
        judge.Keys(root, "view", isHome ? ["type", "blocks", "callback_id", "private_metadata"] : ["type", "title", "submit", "close", "blocks", "callback_id", "private_metadata"]);
        if (!isHome)
        {
            judge.Plain(root.GetProperty("title"), "title", 24);
            judge.PlainIfAny(root, "submit", 24);
            judge.PlainIfAny(root, "close", 24);
        }

        judge.Length(root, "callback_id", 255);
        judge.Length(root, "private_metadata", 3_000);
        judge.Blocks(root.GetProperty("blocks"), isHome ? Surface.Home : Surface.Modal, most: 100);
        var hasInput = root.GetProperty("blocks").EnumerateArray().Any(block => block.GetProperty("type").GetString() == "input");
        judge.Check(!hasInput || (!isHome && root.TryGetProperty("submit", out _)), "a field without a way to send it");
        judge.Check(Encoding.UTF8.GetByteCount(json) < 250_000, "the view is larger than 250 kB");
        return judge._faults;
    }

    private void Blocks(JsonElement blocks, Surface surface, int most)
    {
        Check(blocks.GetArrayLength() is > 0 && blocks.GetArrayLength() <= most, $"{blocks.GetArrayLength()} blocks");
        var number = 0;
        foreach (var block in blocks.EnumerateArray())
        {
            Block(block, $"block {number++}", surface);
        }
    }

    private void Block(JsonElement block, string at, Surface surface)
    {
        var type = block.GetProperty("type").GetString();
        at = $"{at} ({type})";
        switch (type)
        {
            case "header":
                Keys(block, at, "type", "text", "block_id");
                Plain(block.GetProperty("text"), at, 150);
                break;
            case "section":
                Keys(block, at, "type", "text", "accessory", "block_id");
                Text(block.GetProperty("text"), at, 3_000);
                if (block.TryGetProperty("accessory", out var accessory))
                {
                    Element(accessory, at, "button", "static_select");
                }

                break;
            case "context":
                Keys(block, at, "type", "elements", "block_id");
                Count(block.GetProperty("elements"), at, 1, 10);
                foreach (var text in block.GetProperty("elements").EnumerateArray())
                {
                    Text(text, at, 3_000);
                }

                break;
            case "actions":
                Keys(block, at, "type", "elements", "block_id");
                Count(block.GetProperty("elements"), at, 1, 25);
                foreach (var element in block.GetProperty("elements").EnumerateArray())
                {
                    Element(element, at, "button", "static_select");
                }

                break;
            case "context_actions":
                Check(surface == Surface.Message, $"{at}: not in a view");
                Keys(block, at, "type", "elements", "block_id");
                Count(block.GetProperty("elements"), at, 1, 5);
                foreach (var element in block.GetProperty("elements").EnumerateArray())
                {
                    Element(element, at, "feedback_buttons");
                }

                break;
            case "divider":
                Keys(block, at, "type", "block_id");
                break;
            case "rich_text":
                RichText(block, at);
                break;
            case "table":
                Check(surface == Surface.Message, $"{at}: not in a view");
                Table(block, at);
                break;
            case "input":
                Check(surface == Surface.Modal, $"{at}: not in a message");
                Keys(block, at, "type", "label", "element", "hint", "optional", "block_id");
                Plain(block.GetProperty("label"), at, 2_000);
                PlainIfAny(block, "hint", 2_000);
                Element(block.GetProperty("element"), at, "plain_text_input", "radio_buttons", "static_select", "multi_static_select", "checkboxes", "timepicker");
                break;
            default:
                Check(false, $"{at}: no such block");
                break;
        }
    }

    private void Element(JsonElement element, string at, params ReadOnlySpan<string> allowed)
    {
        var type = element.GetProperty("type").GetString()!;
        at = $"{at}/{type}";
        Check(allowed.Contains(type), $"{at}: not allowed there");
        var id = element.GetProperty("action_id").GetString()!;
        Check(id.Length is > 0 and <= 255, $"{at}: action_id of {id.Length}");
        Check(_actionIds.Add(id), $"{at}: action_id {id} occurs twice");
        switch (type)
        {
            case "button":
                Keys(element, at, "type", "action_id", "text", "value", "style", "accessibility_label");
                Plain(element.GetProperty("text"), at, 75);
                Length(element, "value", 2_000);
                Length(element, "accessibility_label", 75);
                Check(!element.TryGetProperty("style", out var style) || style.GetString() is "primary" or "danger", $"{at}: style");
                break;
            case "static_select":
                Keys(element, at, "type", "action_id", "placeholder", "options", "initial_option");
                Plain(element.GetProperty("placeholder"), at, 150);
                Options(element, at, 100);
                break;
            case "multi_static_select":
                Keys(element, at, "type", "action_id", "placeholder", "options", "initial_options");
                Plain(element.GetProperty("placeholder"), at, 150);
                Options(element, at, 100);
                break;
            case "checkboxes":
                Keys(element, at, "type", "action_id", "options", "initial_options");
                Options(element, at, 10);
                break;
            case "timepicker":
                Keys(element, at, "type", "action_id", "initial_time");
                Check(TimeOfDay().IsMatch(element.GetProperty("initial_time").GetString()!), $"{at}: initial_time");
                break;
            case "radio_buttons":
                Keys(element, at, "type", "action_id", "options", "initial_option");
                Options(element, at, 10);
                break;
            case "plain_text_input":
                Keys(element, at, "type", "action_id", "multiline", "max_length", "placeholder");
                Plain(element.GetProperty("placeholder"), at, 150);
                Check(element.GetProperty("max_length").GetInt32() is >= 1 and <= 3_000, $"{at}: max_length");
                break;
            case "feedback_buttons":
                Keys(element, at, "type", "action_id", "positive_button", "negative_button");
                Thumb(element.GetProperty("positive_button"), at);
                Thumb(element.GetProperty("negative_button"), at);
                break;
        }
    }

    private void Thumb(JsonElement thumb, string at)
    {
        Keys(thumb, at, "text", "value", "accessibility_label");
        Plain(thumb.GetProperty("text"), at, 75);
        Length(thumb, "value", 2_000);
        Length(thumb, "accessibility_label", 75);
    }

    private void Options(JsonElement element, string at, int most)
    {
        var options = element.GetProperty("options");
        Count(options, at, 1, most);
        var written = options.EnumerateArray().Select(option => option.GetRawText()).ToList();
        foreach (var option in options.EnumerateArray())
        {
            Keys(option, at, "text", "value");
            Plain(option.GetProperty("text"), at, 75);
            Length(option, "value", 150);
        }

        Check(written.Distinct(StringComparer.Ordinal).Count() == written.Count, $"{at}: the same option twice");
        Check(!element.TryGetProperty("initial_option", out var initial) || written.Contains(initial.GetRawText(), StringComparer.Ordinal), $"{at}: chosen is none of the options");
        if (element.TryGetProperty("initial_options", out var several))
        {
            var chosen = several.EnumerateArray().Select(option => option.GetRawText()).ToList();
            Check(chosen.Count > 0 && chosen.Distinct(StringComparer.Ordinal).Count() == chosen.Count, $"{at}: {chosen.Count} chosen");
            Check(chosen.TrueForAll(option => written.Contains(option, StringComparer.Ordinal)), $"{at}: what is chosen is none of the options");
        }
    }

    private void Table(JsonElement table, string at)
    {
        Keys(table, at, "type", "rows", "column_settings", "block_id");
        var rows = table.GetProperty("rows");
        Count(rows, at, 1, 100);
        var before = _text;
        foreach (var row in rows.EnumerateArray())
        {
            Count(row, at, rows[0].GetArrayLength(), 20);
            foreach (var cell in row.EnumerateArray())
            {
                if (cell.GetProperty("type").GetString() == "raw_text")
                {
                    Keys(cell, at, "type", "text");
                    Shown(cell.GetProperty("text").GetString()!, at, 3_000);
                }
                else
                {
                    RichText(cell, at);
                }
            }
        }

        Check(_text - before <= 10_000, $"{at}: {_text - before} characters");
        Count(table.GetProperty("column_settings"), at, 1, 20);
        foreach (var column in table.GetProperty("column_settings").EnumerateArray())
        {
            Keys(column, at, "align", "is_wrapped");
        }
    }

    private void RichText(JsonElement block, string at)
    {
        Check(block.GetProperty("type").GetString() == "rich_text", $"{at}: not rich text");
        Keys(block, at, "type", "elements", "block_id");
        Count(block.GetProperty("elements"), at, 1, int.MaxValue);
        foreach (var element in block.GetProperty("elements").EnumerateArray())
        {
            if (element.GetProperty("type").GetString() == "rich_text_list")
            {
                Keys(element, at, "type", "style", "elements");
                Check(element.GetProperty("style").GetString() is "bullet" or "ordered", $"{at}: list style");
                Count(element.GetProperty("elements"), at, 1, int.MaxValue);
                foreach (var item in element.GetProperty("elements").EnumerateArray())
                {
                    RichTextSection(item, at);
                }
            }
            else
            {
                RichTextSection(element, at);
            }
        }
    }

    private void RichTextSection(JsonElement section, string at)
    {
        Check(section.GetProperty("type").GetString() == "rich_text_section", $"{at}: {section.GetProperty("type")}");
        Keys(section, at, "type", "elements");
        Count(section.GetProperty("elements"), at, 1, int.MaxValue);
        foreach (var run in section.GetProperty("elements").EnumerateArray())
        {
            switch (run.GetProperty("type").GetString())
            {
                case "text":
                    Keys(run, at, "type", "text", "style");
                    Shown(run.GetProperty("text").GetString()!, at, 3_000);
                    break;
                case "link":
                    Keys(run, at, "type", "url", "text");
                    Shown(run.GetProperty("text").GetString()!, at, 3_000);
                    Check(Uri.TryCreate(run.GetProperty("url").GetString(), UriKind.Absolute, out var url) && url.Scheme is "https" or "http", $"{at}: url");
                    Length(run, "url", 3_000);
                    break;
                case "user":
                    Keys(run, at, "type", "user_id");
                    Check(UserId().IsMatch(run.GetProperty("user_id").GetString()!), $"{at}: user_id");
                    break;
                case "channel":
                    Keys(run, at, "type", "channel_id");
                    Check(ChannelId().IsMatch(run.GetProperty("channel_id").GetString()!), $"{at}: channel_id");
                    break;
                default:
                    Check(false, $"{at}: no such run");
                    break;
            }
        }
    }

    private void FallbackText(string text)
    {
        Check(!string.IsNullOrWhiteSpace(text) && text.Length <= 4_000, $"text of {text.Length}");
        Check(text.IndexOfAny(['<', '>']) < 0 && !BareAmpersand().IsMatch(text), "text is not escaped");
        Characters(text, "text");
    }

    private void Plain(JsonElement text, string at, int most)
    {
        Check(text.GetProperty("type").GetString() == "plain_text", $"{at}: has to be plain text");
        Text(text, at, most);
    }

    private void PlainIfAny(JsonElement parent, string name, int most)
    {
        if (parent.TryGetProperty(name, out var text))
        {
            Plain(text, name, most);
        }
    }

    private void Text(JsonElement text, string at, int most)
    {
        Keys(text, at, "type", "text", "emoji");
        var shown = text.GetProperty("text").GetString()!;
        Shown(shown, at, most);
        if (text.GetProperty("type").GetString() == "mrkdwn")
        {
            // Mark-up is for words of the program's own: who opened or shared it, a category.
            Check(OwnWords().IsMatch(shown), $"{at}: mark-up: {shown}");
            Check(!text.TryGetProperty("emoji", out _), $"{at}: emoji in mark-up");
        }
        else
        {
            Check(text.GetProperty("type").GetString() == "plain_text", $"{at}: no such text");
            Check(text.TryGetProperty("emoji", out var emoji) && !emoji.GetBoolean(), $"{at}: colons become emoji");
        }
    }

    private void Shown(string text, string at, int most)
    {
        Check(!string.IsNullOrWhiteSpace(text) && text.Length <= most, $"{at}: text of {text.Length}");
        Characters(text, at);
        _text += text.Length;
    }

    /// <summary>A surrogate that was parted from its other half comes out of JSON as a replacement character.</summary>
    private void Characters(string text, string at) => Check(!text.Contains('\uFFFD', StringComparison.Ordinal), $"{at}: half a character");

    private void Length(JsonElement parent, string name, int most)
    {
        if (parent.TryGetProperty(name, out var text))
        {
            Check(text.GetString()!.Length is > 0 && text.GetString()!.Length <= most, $"{name} of {text.GetString()!.Length}");
        }
    }

    private void Count(JsonElement array, string at, int least, int most) =>
        Check(array.GetArrayLength() >= least && array.GetArrayLength() <= most, $"{at}: {array.GetArrayLength()} elements");

    private void Keys(JsonElement element, string at, params ReadOnlySpan<string> allowed)
    {
        foreach (var property in element.EnumerateObject())
        {
            Check(allowed.Contains(property.Name), $"{at}: {property.Name}");
        }

        Check(element.EnumerateObject().Select(property => property.Name).Distinct(StringComparer.Ordinal).Count() == element.EnumerateObject().Count(), $"{at}: a property twice");
    }

    private void Check(bool isRight, string fault)
    {
        if (!isRight)
        {
            _faults.Add(fault);
        }
    }

    [GeneratedRegex(@"^(?:(?:Opened|Shared) by <@[UW][A-Z0-9]{8,}>|\*(?:Business|Technical|Additional) roles\* \([0-9]+\))$", RegexOptions.NonBacktracking)]
    private static partial Regex OwnWords();

    [GeneratedRegex("^(?:[01][0-9]|2[0-3]):[0-5][0-9]$", RegexOptions.NonBacktracking)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex("^[UW][A-Z0-9]{8,}$", RegexOptions.NonBacktracking)]
    private static partial Regex UserId();

    [GeneratedRegex("^[CG][A-Z0-9]{8,}$", RegexOptions.NonBacktracking)]
    private static partial Regex ChannelId();

    [GeneratedRegex("&(?!amp;|lt;|gt;)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BareAmpersand();
}
