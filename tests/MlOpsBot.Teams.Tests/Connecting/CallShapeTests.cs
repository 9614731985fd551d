using MlOpsBot.Chat.Calling;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Connecting;

/// <summary>The calls as they stand on the wire.</summary>
public sealed class CallShapeTests : IAsyncLifetime
{
    private const string Thread = "/amer/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D17/activities";
    private const string Said = "\"summary\":\"Who owns it\",\"textFormat\":\"plain\",\"text\":\"the words of an answer\"}";
    private const string From = "\"from\":{\"id\":\"28:app\",\"name\":\"MlOpsBot\"}";

    private ScriptedServer _teams = null!;
    private ConnectorRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _teams = await ScriptedServer.StartAsync(TestRoot.Server);
        _teams.Always("""{"id":"1:new"}""", 201);
        _rig = new ConnectorRig(_teams.Url);
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _teams.DisposeAsync();
    }

    [Fact]
    public async Task A_post_goes_to_the_conversation_with_its_thread()
    {
        (await _rig.PostAsync("99")).ShouldBe(CallResult.Done<string?>("1:new"));

        ShouldBeSent("POST", Thread, $$"""{"type":"message",{{From}},"conversation":{"id":"19:abc@thread.tacv2;messageid=17"},"replyToId":"99",{{Said}}""");
    }

    [Fact]
    public async Task A_change_goes_to_the_message()
    {
        (await _rig.UpdateAsync("1:a/b")).ShouldBe(CallResult.Done(true));

        ShouldBeSent("PUT", Thread + "/1%3Aa%2Fb", $$"""{"type":"message",{{From}},"conversation":{"id":"19:abc@thread.tacv2;messageid=17"},{{Said}}""");
    }

    [Fact]
    public async Task Taking_a_message_away_has_no_body()
    {
        (await _rig.DeleteAsync()).ShouldBe(CallResult.Done(true));

        _teams.Requests.ShouldHaveSingleItem().ShouldBe(new SeenRequest(Thread + "/1%3Aa", "", "", "Bearer secret-token-1") { Method = "DELETE" });
    }

    [Fact]
    public async Task Typing_says_nothing_else()
    {
        (await _rig.TypingAsync()).ShouldBe(CallResult.Done(true));

        ShouldBeSent("POST", Thread, """{"type":"typing","from":{"id":"28:app"},"conversation":{"id":"19:abc@thread.tacv2;messageid=17"}}""");
    }

    [Fact]
    public async Task A_new_thread_goes_to_the_channel()
    {
        _teams.Always("""{"id":"19:abc@thread.tacv2;messageid=42","activityId":"42"}""", 201);

        (await _rig.CreateAsync()).ShouldBe(CallResult.Done(new NewThread("19:abc@thread.tacv2;messageid=42", "42")));

        ShouldBeSent(
            "POST",
            "/amer/v3/conversations",
            $$$"""{"isGroup":true,"bot":{"id":"28:app"},"tenantId":"tenant","channelData":{"channel":{"id":"19:abc@thread.tacv2"},"tenant":{"id":"tenant"}},"activity":{"type":"message",{{{From}}},"conversation":{"id":"19:abc@thread.tacv2"},{{{Said}}}}""");
    }

    [Fact]
    public async Task A_new_thread_needs_a_channel()
    {
        _rig.Place = _rig.Place with { ChannelId = null };

        (await _rig.CreateAsync()).ShouldBe(CallResult.Refused<NewThread>("no_channel"));
        _teams.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("../../v4/secrets", "..%2F..%2Fv4%2Fsecrets")]
    [InlineData("a?b=c#d", "a%3Fb%3Dc%23d")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("%2e%2e", "%252e%252e")]
    [InlineData("a\\b c", "a%5Cb%20c")]
    [InlineData("@evil.example/", "%40evil.example%2F")]
    [InlineData("…", "%E2%80%A6")]
    [InlineData("...", "...")]
    [InlineData("a:1-_~", "a%3A1-_~")]
    public async Task Every_id_is_one_part_of_the_address(string id, string part)
    {
        _rig.Place = _rig.Place with { ConversationId = id };

        (await _rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Done);
        (await _rig.DeleteAsync(id)).Outcome.ShouldBe(CallOutcome.Done);

        _teams.Requests.Select(request => request.Path).ShouldBe([$"/amer/v3/conversations/{part}/activities", $"/amer/v3/conversations/{part}/activities/{part}"]);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData(" ")]
    public async Task What_would_lead_elsewhere_is_no_id(string id)
    {
        (await _rig.UpdateAsync(id)).ShouldBe(CallResult.Refused<bool>("not_an_id"));
        _rig.Place = _rig.Place with { ConversationId = id };
        (await _rig.PostAsync()).ShouldBe(CallResult.Refused<string?>("not_an_id"));

        (_teams.Requests.Count, _rig.Fetched).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":7}""")]
    [InlineData("[1]")]
    [InlineData("not json")]
    public async Task A_post_may_be_answered_without_an_id(string body)
    {
        _teams.Always(body, 201);

        (await _rig.PostAsync()).ShouldBe(CallResult.Done<string?>(null));
        (await _rig.CreateAsync()).ShouldBe(CallResult.Done(new NewThread(null, null)));
    }

    [Fact]
    public async Task The_Playground_gets_no_token()
    {
        await using var playground = await ScriptedServer.StartAsync();
        playground.Always("""{"id":"1"}""", 201);
        using var rig = new ConnectorRig(playground.Url, options: new TeamsOptions { AgentsPlayground = true });
        rig.Place = rig.Place with { ServiceUrl = new Uri(playground.Url, "_connector").AbsoluteUri, IsPlayground = true };

        (await rig.PostAsync()).ShouldBe(CallResult.Done<string?>("1"));

        playground.Requests.ShouldHaveSingleItem().Authorization.ShouldBe("");
        playground.Requests.Single().Path.ShouldStartWith("/_connector/v3/conversations/");
        rig.Fetched.ShouldBe(0);
    }

    private void ShouldBeSent(string method, string path, string body)
        => _teams.Requests.ShouldHaveSingleItem().ShouldBe(new SeenRequest(path, body, "application/json; charset=utf-8", "Bearer secret-token-1") { Method = method });
}
