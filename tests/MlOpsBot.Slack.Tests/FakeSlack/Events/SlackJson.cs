using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>JSON as Slack writes it: everything beyond ASCII and every slash escaped.</summary>
internal static class SlackJson
{
    // A slash stands nowhere in JSON but inside of strings.
    public static string Write(JsonNode node) => node.ToJsonString().Replace("/", "\\/", StringComparison.Ordinal);
}
