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
            case "checkboxes":
                action["selected_options"] = new JsonArray(MessageJson.Node(control.Option!.Value));
                break;
            default:
                action["selected_option"] = MessageJson.Node(control.Option!.Value);
                break;
        }

        return action;
    }

    /// <summary>A form's <c>state.values</c>; what is not given is left as it was, or empty.</summary>
    public static JsonObject Of(IEnumerable<Control> controls, IReadOnlyDictionary<string, string> values)
    {
        var state = new JsonObject();
        foreach (var element in controls.Where(control => control.Type is not ("button" or "feedback_buttons")).GroupBy(control => (control.BlockId, control.ActionId)))
        {
            var entered = values.GetValueOrDefault(element.Key.ActionId);
            var (type, chosen) = (element.First().Type, element.FirstOrDefault(option => option.Value == entered || option.Label == entered)?.Option);
            var value = new JsonObject { ["type"] = type };
            switch (type)
            {
                case "plain_text_input":
                    value["value"] = entered;
                    break;
                case "checkboxes":
                    value["selected_options"] = chosen is { } one ? new JsonArray(MessageJson.Node(one)) : [];
                    break;
                case "conversations_select":
                    value["selected_conversation"] = entered;
                    break;
                default:
                    value["selected_option"] = chosen is { } option ? MessageJson.Node(option) : null;
                    break;
            }

            var block = (state[element.Key.BlockId] ??= new JsonObject()).AsObject();
            block[element.Key.ActionId] = value;
        }

        return state;
    }
}
