using System.Text.Json.Nodes;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Rendering;

namespace MlOpsBot.Slack.Tests.Tips;

/// <summary>
/// Draws what a channel sees of tips into <c>.assets/slack-tip*.png</c>. Runs only when asked for:
/// <c>dotnet run --project tests/MlOpsBot.Slack.Tests -- -explicit only -class MlOpsBot.Slack.Tests.Tips.TipPictures</c>.
/// </summary>
public sealed class TipPictures : TippingTests
{
    [Fact(Explicit = true)]
    public async Task Pictures_are_drawn()
    {
        using var scratch = new Scratch();
        await Robin.MentionAsync(General, "what does a data engineer do?");
        Draw("tips-begin", await Robin.CommandAsync("/mlops tips", General));
        var on = await Robin.CommandAsync("/mlops tips on", General);
        Draw("tips-on", on);
        var form = (await Robin.PressAsync(on, "Change")).View!;
        await Robin.SendSubmitAsync(form, ("tips:days", "mon,tue,wed,thu"), ("tips:topics", "data-engineer,model-governance-specialist,what-is-mlops"));
        await Bot.RestAsync();
        scratch.Write("tips-form.json", (await Robin.PressAsync(Slack.World.Seen(Robin, General).Last(message => message.IsFromBot), "Change")).View!.Body.GetRawText());
        Draw("tips-preview", await Kim.CommandAsync("/mlops tips preview", General));
        Draw("tip", await TipOfAsync(23));
        await Kim.CommandAsync("/mlops tips skip", General);
        await DayAsync(24);
        await DayAsync(25);
        Draw("tips-status", await Kim.CommandAsync("/mlops tips", General));
        await SlackPictures.DrawAsync(scratch);

        void Draw(string name, Message message) => scratch.Write($"{name}.json", Written(message));
    }

    /// <summary>The drawing knows no people: their names stand in the place of mentions.</summary>
    private string Written(Message message)
    {
        var blocks = JsonNode.Parse(message.Blocks!.Value.GetRawText())!;
        foreach (var user in Descendants(blocks).OfType<JsonObject>().Where(node => node["type"]?.ToString() == "user").ToList())
        {
            user["type"] = "text";
            user["text"] = $"@{Slack.World.FindPerson(user["user_id"]!.ToString())!.Name}";
            user["style"] = new JsonObject { ["bold"] = true };
            user.Remove("user_id");
        }

        return new JsonObject { ["blocks"] = blocks.DeepClone() }.ToJsonString();
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node) => node switch
    {
        JsonObject map => map.Select(entry => entry.Value).OfType<JsonNode>().SelectMany(Descendants).Prepend(node),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Descendants).Prepend(node),
        _ => [node],
    };
}
