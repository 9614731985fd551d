using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Something that can be pressed or chosen: a button, one thumb, one option of a menu. Immutable.</summary>
/// <param name="Label">What stands on it.</param>
/// <param name="ActionId">Its <c>action_id</c>; for options that of the menu.</param>
/// <param name="Value">What it carries; empty for none.</param>
/// <param name="BlockId">Where it stands.</param>
/// <param name="Type">The element's type.</param>
internal sealed record Control(string Label, string ActionId, string Value, string BlockId, string Type)
{
    /// <summary>The option as it is sent when chosen; null for buttons.</summary>
    public JsonElement? Option { get; init; }

    public string? Style { get; init; }

    /// <summary>Whether it is chosen already, where it is an option.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Everything that can be pressed in some blocks, in order.</summary>
    public static ImmutableArray<Control> In(JsonElement? blocks)
    {
        var found = ImmutableArray.CreateBuilder<Control>();
        foreach (var block in blocks?.EnumerateArray() ?? default)
        {
            var id = Text(block, "block_id");
            if (block.TryGetProperty("elements", out var elements) && Text(block, "type") is "actions" or "context_actions")
            {
                foreach (var element in elements.EnumerateArray())
                {
                    Add(element, id, found);
                }
            }

            foreach (var name in (string[])["accessory", "element"])
            {
                if (block.TryGetProperty(name, out var element))
                {
                    Add(element, id, found);
                }
            }
        }

        return found.ToImmutable();
    }

    private static void Add(JsonElement element, string block, ImmutableArray<Control>.Builder found)
    {
        var (type, action) = (Text(element, "type"), Text(element, "action_id"));
        switch (type)
        {
            case "button" or "icon_button":
                found.Add(new Control(element.GetProperty("text").GetProperty("text").GetString()!, action, Text(element, "value"), block, type) { Style = Text(element, "style") });
                break;
            case "feedback_buttons":
                foreach (var name in (string[])["positive_button", "negative_button"])
                {
                    var thumb = element.GetProperty(name);
                    found.Add(new Control(thumb.GetProperty("text").GetProperty("text").GetString()!, action, Text(thumb, "value"), block, type) { Style = name });
                }

                break;
            case "static_select" or "multi_static_select" or "radio_buttons" or "checkboxes" or "overflow":
                foreach (var option in Options(element))
                {
                    found.Add(new Control(option.GetProperty("text").GetProperty("text").GetString()!, action, Text(option, "value"), block, type)
                    {
                        Option = option,
                        IsChosen = Chosen(element).Any(chosen => JsonElement.DeepEquals(chosen, option)),
                    });
                }

                break;
            case "timepicker":
                found.Add(new Control("", action, Text(element, "initial_time"), block, type));
                break;
            case "plain_text_input" or "conversations_select":
                found.Add(new Control("", action, "", block, type));
                break;
        }
    }

    private static IEnumerable<JsonElement> Options(JsonElement element)
    {
        if (element.TryGetProperty("options", out var options))
        {
            return options.EnumerateArray();
        }

        return element.TryGetProperty("option_groups", out var groups)
            ? groups.EnumerateArray().SelectMany(group => group.GetProperty("options").EnumerateArray())
            : [];
    }

    private static JsonElement[] Chosen(JsonElement element)
        => element.TryGetProperty("initial_options", out var several) ? [.. several.EnumerateArray()]
            : element.TryGetProperty("initial_option", out var one) ? [one]
            : [];

    private static string Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
