using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>What was pressed, chosen or entered, as Slack sends it.</summary>
internal static class FormState
{
    public static JsonObject Action(Control control, string ts)
    {
        var action = new JsonObject
        {
            ["action_id"] = control.ActionId,
            ["block_id"] = control.BlockId,
            ["type"] = control.Type,
            ["action_ts"] = ts,
        };
        switch (control.Type)
        {
            case "button" or "feedback_buttons" or "icon_button":
                action["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = control.Label, ["emoji"] = true };
                if (control.Value.Length > 0)
                {
                    action["value"] = control.Value;
                }

                break;
            case "checkboxes" or "multi_static_select":
                action["selected_options"] = new JsonArray(MessageJson.Node(control.Option!.Value));
                break;
            case "timepicker":
                action["selected_time"] = control.Value;
                break;
            default:
                action["selected_option"] = MessageJson.Node(control.Option!.Value);
                break;
        }

        return action;
    }

    /// <summary>A form's <c>state.values</c>; what is not given is left as it was.</summary>
    public static JsonObject Of(IEnumerable<Control> controls, IReadOnlyDictionary<string, string> values)
    {
        var state = new JsonObject();
        foreach (var element in controls.Where(control => control.Type is not ("button" or "feedback_buttons")).GroupBy(control => (control.BlockId, control.ActionId)))
        {
            var entered = values.GetValueOrDefault(element.Key.ActionId);
            var type = element.First().Type;
            var chosen = element.Where(option => entered is null ? option.IsChosen : IsNamed(option, entered)).Select(option => option.Option).OfType<JsonElement>().ToList();
            var value = new JsonObject { ["type"] = type };
            switch (type)
            {
                case "plain_text_input":
                    value["value"] = entered;
                    break;
                case "checkboxes" or "multi_static_select":
                    value["selected_options"] = new JsonArray([.. chosen.Select(MessageJson.Node)]);
                    break;
                case "timepicker":
                    value["selected_time"] = entered ?? element.First().Value;
                    break;
                case "conversations_select":
                    value["selected_conversation"] = entered;
                    break;
                default:
                    value["selected_option"] = chosen is [var option, ..] ? MessageJson.Node(option) : null;
                    break;
            }

            var block = (state[element.Key.BlockId] ??= new JsonObject()).AsObject();
            block[element.Key.ActionId] = value;
        }

        return state;
    }

    /// <summary>Several are named with commas between.</summary>
    private static bool IsNamed(Control option, string entered)
        => option.Value == entered || option.Label == entered
            || (option.Type is "checkboxes" or "multi_static_select" && entered.Split(',').Any(one => one == option.Value || one == option.Label));
}
