using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using static MlOpsBot.Slack.Tests.FakeSlack.Shape;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>The interactive elements that an app like ours may use. Those it has no use for are refused, so that a slip shows.</summary>
internal static class Elements
{
    private static readonly Field Action = May("action_id", (value, pointer, verdict) =>
    {
        // Slack asks for unique ids within a block; ids that are unique in the whole message are what its clients cope with best.
        if (verdict.Text(value, pointer, 1, 255) is { } id && !verdict.ActionIds.Add(id))
        {
            verdict.Fault(pointer, $"`action_id` \"{id}\" already exists");
        }
    });

    private static readonly Field Confirm = May("confirm", Texts.Confirm);

    private static readonly Field Placeholder = May("placeholder", Texts.Plain(150));

    private static readonly Field Label = May("accessibility_label", Id(75));

    private static readonly Field Focus = May("focus_on_load", (value, pointer, verdict) =>
    {
        Flag(value, pointer, verdict);
        if (value.ValueKind == JsonValueKind.True && verdict.IsFocused)
        {
            verdict.Fault(pointer, "only one element can be focused on load");
        }

        verdict.IsFocused |= value.ValueKind == JsonValueKind.True;
    });

    private static readonly Field Dispatch = May(
        "dispatch_action_config",
        Of(new Shape(May("trigger_actions_on", ListOf(1, 2, OneOf("on_enter_pressed", "on_character_entered"))))));

    private static readonly Field Options = May("options", ListOf(1, 100, Texts.Option(plain: true)));

    private static readonly Field Groups = May("option_groups", ListOf(1, 100, Texts.Group()));

    private static readonly ImmutableDictionary<string, Shape> Shapes = new Dictionary<string, Shape>
    {
        ["button"] = new(
            Must("text", Texts.Plain(75)), Action, May("url", Address(3000)), May("value", (value, at, judge) => judge.Text(value, at, 1, 2000)),
            May("style", OneOf("primary", "danger")), Confirm, Label),
        ["image"] = new(Must("alt_text", Id(2000)), Must("image_url", Address(3000))),
        ["static_select"] = new(Action, Options, Groups, May("initial_option", Texts.Option(plain: true)), Confirm, Focus, Placeholder),
        ["multi_static_select"] = new(
            Action, Options, Groups, May("initial_options", ListOf(1, 100, Texts.Option(plain: true))), May("max_selected_items", Number(1, 100)), Confirm, Focus,
            Placeholder),
        ["timepicker"] = new(Action, May("initial_time", Time), May("timezone", Id(100)), Confirm, Focus, Placeholder),
        ["overflow"] = new(Action, Must("options", ListOf(1, 5, Texts.Option(plain: true, url: true))), Confirm),
        ["radio_buttons"] = new(
            Action, Must("options", ListOf(1, 10, Texts.Option(plain: false))), May("initial_option", Texts.Option(plain: false)), Confirm, Focus),
        ["checkboxes"] = new(
            Action, Must("options", ListOf(1, 10, Texts.Option(plain: false))), May("initial_options", ListOf(1, 10, Texts.Option(plain: false))), Confirm, Focus),
        ["plain_text_input"] = new(
            Action, May("initial_value", (value, at, judge) => judge.Text(value, at, 0, 3000)), May("multiline", Flag), May("min_length", Number(0, 3000)),
            May("max_length", Number(1, 3000)), Dispatch, Focus, Placeholder),
        ["conversations_select"] = new(
            Action, May("initial_conversation", Id(100)), May("default_to_current_conversation", Flag), Confirm, May("response_url_enabled", Flag), Focus,
            Placeholder),
        ["feedback_buttons"] = new(Action, Must("positive_button", Of(Thumb())), Must("negative_button", Of(Thumb()))),
        ["icon_button"] = new(
            Action, Must("icon", OneOf("trash")), Must("text", Texts.Plain(75)), May("value", Id(2000)), Label, Confirm,
            May("visible_to_user_ids", ListOf(1, 100, Id(100)))),
    }.ToImmutableDictionary();

    private static readonly string[] InSelects = ["static_select", "multi_static_select", "radio_buttons", "checkboxes"];

    /// <summary>An element of one of these types.</summary>
    public static Check OneOfTypes(params string[] types) => (value, pointer, verdict) =>
    {
        var type = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String
            ? named.GetString()!
            : null;
        if (type is null || !types.Contains(type) || !Shapes.TryGetValue(type, out var shape))
        {
            verdict.Fault($"{pointer}/type", type is null ? "missing required field: type" : $"unsupported type: {type}");
            return;
        }

        shape.Judge(value, pointer, verdict);
        if (InSelects.Contains(type))
        {
            JudgeSelection(value, pointer, verdict);
        }
    };

    private static Shape Thumb() => new(Must("text", Texts.Plain(75)), May("accessibility_label", Id(75)), Must("value", Id(2000)));

    /// <summary>Options or groups, not both; the first choice is one of them; no value twice.</summary>
    private static void JudgeSelection(JsonElement element, string pointer, Verdict verdict)
    {
        var hasOptions = element.TryGetProperty("options", out var options);
        var hasGroups = element.TryGetProperty("option_groups", out var groups);
        if (hasOptions == hasGroups)
        {
            verdict.Fault(pointer, hasOptions ? "only one of options and option_groups is allowed" : "missing required field: options");
            return;
        }

        var all = (hasOptions ? options.EnumerateArray() : groups.EnumerateArray().SelectMany(group => group.GetProperty("options").EnumerateArray())).ToList();
        if (all.Select(Value).Distinct().Count() != all.Count)
        {
            verdict.Fault($"{pointer}/options", "duplicate option value");
        }

        if (element.TryGetProperty("initial_options", out var chosen) && !chosen.EnumerateArray().All(one => all.Any(option => JsonElement.DeepEquals(option, one))))
        {
            verdict.Fault($"{pointer}/initial_options", "must be among the options");
        }

        if (element.TryGetProperty("initial_option", out var initial) && !all.Any(option => JsonElement.DeepEquals(option, initial)))
        {
            verdict.Fault($"{pointer}/initial_option", "must be one of the options");
        }
    }

    private static void Time(JsonElement value, string pointer, Verdict verdict)
    {
        if (verdict.Text(value, pointer, 5, 5) is { } time && !TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            verdict.Fault(pointer, "must be HH:mm");
        }
    }

    private static string? Value(JsonElement option) => option.TryGetProperty("value", out var value) ? value.GetString() : null;
}
