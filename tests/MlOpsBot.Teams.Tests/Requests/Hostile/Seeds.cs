using System.Text.Json.Nodes;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Requests.Hostile;

/// <summary>Activities as Teams makes them, from which hostile ones are made. ID stands where each has an id of its own.</summary>
internal static class Seeds
{
    public const string Id = "HOSTILEID";

    /// <summary>A place that Teams does not know: an answer is refused at once, and costs the proof no time.</summary>
    private const string Conversation = "19:nowhere@thread.tacv2";

    /// <summary>One of each sort; the first is a question that every bot takes.</summary>
    public static string[] Of(FakeTeamsServer teams)
    {
        var activities = new Activities(teams);
        var (robin, general, personal) = (teams.Robin, teams.General, teams.World.Personal(teams.Robin));
        JsonObject[] seeds =
        [
            activities.Message(robin, personal, Conversation, Id, "who owns drift?", mentions: true),
            activities.Message(robin, general, Conversation + ";messageid=" + Id, Id, "<b>who</b> owns &amp; drift?", mentions: true),
            activities.Base("message", robin, personal, Conversation, Id).With("replyToId", "1").With("value", JsonNode.Parse("""{"verb":"open","b":{"t":"role:data-engineer","k":"1"},"back":"topic:x"}""")),
            activities.Invoke(robin, personal, Conversation, "adaptiveCard/action", JsonNode.Parse("""{"action":{"type":"Action.Execute","verb":"open","data":{"verb":"open","b":{"t":"role:data-engineer","k":"1","d":"x"}}}}""")!, "1"),
            activities.Invoke(robin, personal, Conversation, "message/submitAction", JsonNode.Parse("""{"actionName":"feedback","actionValue":{"reaction":"like","feedback":"{\"feedbackText\":\"x\"}"}}""")!, "1"),
            activities.Invoke(robin, personal, Conversation, "composeExtension/query", JsonNode.Parse("""{"commandId":"search","parameters":[{"name":"q","value":"data"}],"queryOptions":{"skip":0,"count":25}}""")!),
            activities.Invoke(robin, personal, Conversation, "composeExtension/fetchTask", JsonNode.Parse("""{"commandId":"whoOwnsThis","messagePayload":{"body":{"contentType":"html","content":"<p>drift</p>"}}}""")!),
            activities.Invoke(robin, personal, Conversation, "composeExtension/submitAction", JsonNode.Parse("""{"commandId":"whoOwnsThis","data":{"verb":"insert","b":{"t":"role:data-engineer","k":"1"}}}""")!),
            activities.Installation(robin, personal, "add").With("id", Id),
            activities.Members(robin, general, added: true, teams.BotId).With("id", Id),
            activities.Members(robin, general, added: false, teams.BotId).With("id", Id),
        ];
        foreach (var seed in seeds)
        {
            seed["id"] = Id;
            seed["conversation"]!["id"] = Conversation + Id;
        }

        return [.. seeds.Select(seed => seed.ToJsonString())];
    }
}
