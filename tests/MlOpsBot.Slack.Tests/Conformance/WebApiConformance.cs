using System.Text.Json;
using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Conformance;

/// <summary>Slack's own Web API client gets from the fake Slack what it gets from Slack.</summary>
public sealed class WebApiConformance
{
    private const string Redirect = "https://bot.example.com/slack/oauth/callback";

    [Fact]
    public async Task Slacks_own_client_gets_on_with_the_fake_Slack()
    {
        await using var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { RotatesTokens = true, PostBurst = 2 });
        slack.Faults.Next("users.info", Fault.Slow(TimeSpan.Zero), Fault.ServerError);

        using var node = Node.Run(
            "web-api.js", slack.ApiUrl.ToString(), slack.Acme.BotToken, slack.General.Id, slack.Shared.Id, slack.Robin.Id,
            slack.Options.ClientId, slack.Options.ClientSecret, slack.OAuth.NewCode(slack.Robin, Redirect), Redirect);
        var got = await node.ReadAsync();

        Value("team").ShouldBe("\"T0ACME\"");
        Value("botUser").ShouldBe($"\"{slack.Acme.BotUser}\"");
        Value("posted").ShouldBe(JsonSerializer.Serialize("Who owns *it*? <é & ü>"));
        Value("reply").ShouldBe("true");
        Value("ephemeral").ShouldBe("\"string\"");
        Value("plainHistory").ShouldBe("null");
        Value("history").ShouldBe("[\"d-1\"]");
        Value("replies").ShouldBe("[\"fallback\",\"reply\"]");
        Value("pages").ShouldBe("[[\"fallback\"],[\"reply\"]]");
        Value("updated").ShouldBe("\"changed\"");
        Value("blocksAfterUpdate").ShouldBe("null");
        Value("home").ShouldBe("\"home\"");
        Value("userZone").ShouldBe("\"Europe/Berlin\"");
        Value("patient").ShouldBe("true");
        got.GetProperty("waitedFor").GetInt32().ShouldBeGreaterThan(900, "the client waits as long as Retry-After says");
        Value("impatient").ShouldContain("slack_webapi_rate_limited_error");
        Value("tokens").ShouldBe("[\"xoxe.xoxb-\",true,43200,\"T0ACME\",true]");
        Value("usedCode").ShouldContain("code_already_used");
        Value("invalidBlocks").ShouldContain("unsupported type: sparkles [json-pointer:/blocks/0/type]");
        Value("noText").ShouldContain("no_text");
        Value("unknownChannel").ShouldContain("channel_not_found");
        Value("noToken").ShouldContain("not_authed");
        Value("wrongToken").ShouldContain("invalid_auth");
        Value("missingScope").ShouldContain("missing_scope");
        Value("modalWithoutTrigger").ShouldContain("invalid_trigger_id");
        Value("serverError").ShouldContain("slack_webapi_http_error");
        slack.World.BotPosts.Select(message => message.Text).Distinct().ShouldBe(["fallback", "reply", "for you", "limited"]);

        string Value(string name) => JsonSerializer.Serialize(got.GetProperty(name));
    }
}
