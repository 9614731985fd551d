using System.Collections.Immutable;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>What each call sends, whole, and how its answer is read.</summary>
public sealed class CallShapeTests : IAsyncLifetime
{
    private const string Home = """{"type":"home","blocks":[]}""";
    private static readonly SlackView _home = new(SlackViewKind.Home, "", ImmutableArray<Block>.Empty);

    private ScriptedServer _slack = null!;
    private ApiRig _rig = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await ScriptedServer.StartAsync();
        _rig = new ApiRig(_slack.ApiUrl);
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task An_ephemeral_message()
    {
        _slack.Always("""{"ok":true,"message_ts":"1.2"}""");
        (await _rig.Api.PostEphemeralAsync(_rig.Access, "C1", "U1", "1.0", ApiRig.Message, Stop)).Value.ShouldBe("1.2");
        ShouldHaveSent("chat.postEphemeral", """{"channel":"C1","thread_ts":"1.0","text":"Who owns it?","user":"U1"}""");
    }

    [Fact]
    public async Task A_Home_tab()
    {
        (await _rig.Api.PublishHomeAsync(_rig.Access, "U1", _home, Stop)).Outcome.ShouldBe(CallOutcome.Done);
        ShouldHaveSent("views.publish", $$"""{"user_id":"U1","view":{{Home}}}""");
    }

    [Fact]
    public async Task A_modal_that_is_opened_and_changed()
    {
        _slack.Always("""{"ok":true,"view":{"id":"V1"}}""");
        (await _rig.Api.OpenModalAsync(_rig.Access, "1.2.x", _home, Stop)).Value.ShouldBe("V1");
        ShouldHaveSent("views.open", $$"""{"trigger_id":"1.2.x","view":{{Home}}}""");

        (await _rig.Api.UpdateModalAsync(_rig.Access, "V1", "h1", _home, Stop)).Value.ShouldBeTrue();
        ShouldHaveSent("views.update", $$"""{"view_id":"V1","hash":"h1","view":{{Home}}}""");
    }

    [Fact]
    public async Task A_status_and_prompts()
    {
        await _rig.Api.SetStatusAsync(_rig.Access, "D1", "1.0", "looking", Stop);
        ShouldHaveSent("assistant.threads.setStatus", """{"channel_id":"D1","thread_ts":"1.0","status":"looking"}""");

        await _rig.Api.SetSuggestedPromptsAsync(
            _rig.Access, "D1", null, "Try", Enumerable.Range(1, 6).Select(number => new SuggestedPrompt($"t{number}", $"m{number}")), Stop);
        ShouldHaveSent(
            "assistant.threads.setSuggestedPrompts",
            """{"channel_id":"D1","title":"Try","prompts":[{"title":"t1","message":"m1"},{"title":"t2","message":"m2"},{"title":"t3","message":"m3"},{"title":"t4","message":"m4"}]}""");
    }

    [Fact]
    public async Task A_user_as_a_form_since_the_method_takes_no_JSON()
    {
        _slack.Always("""
            {"ok":true,"user":{"id":"U1","team_id":"T2","tz":"Europe/Berlin","is_admin":false,"is_primary_owner":true,"is_ultra_restricted":true,"is_bot":false,"deleted":true,"is_stranger":true}}
            """);

        (await _rig.Api.UserAsync(_rig.Access, "U1&x=1", Stop)).Value.ShouldBe(new SlackUser(
            "U1", "T2", IsAdmin: true, IsOwner: true, IsRestricted: true, IsUltraRestricted: true, IsBot: false, IsDeleted: true, "Europe/Berlin", IsStranger: true));
        ShouldHaveSent("users.info", "user=U1%26x%3D1", "application/x-www-form-urlencoded");
    }

    [Theory]
    [InlineData("wss://wss-primary.slack.com/link/?ticket=1", true)]
    [InlineData("ws://127.0.0.1:5000/link", true)]
    [InlineData("ws://wss-primary.slack.com/link", false)]
    [InlineData("https://slack.com", false)]
    [InlineData("no", false)]
    public async Task The_address_of_a_link_is_encrypted_or_on_this_machine(string url, bool isTaken)
    {
        _slack.Always($$"""{"ok":true,"url":"{{url}}"}""");

        var opened = await _rig.Api.Tokens.OpenConnectionAsync(new Secret("xapp-1"), Stop);

        opened.Outcome.ShouldBe(isTaken ? CallOutcome.Done : CallOutcome.Later);
        _slack.Requests.ShouldHaveSingleItem().Authorization.ShouldBe("Bearer xapp-1");
    }

    [Fact]
    public async Task A_code_with_the_apps_id_and_secret_in_the_header()
    {
        _slack.Always("""
            {"ok":true,"access_token":"xoxb-1","scope":"chat:write","bot_user_id":"UB","app_id":"A1","team":{"id":"T1","name":"Acme"},
             "enterprise":null,"is_enterprise_install":false,"authed_user":{"id":"U1"},"refresh_token":"xoxe-1-x","expires_in":43200}
            """);

        var granted = await _rig.Api.Tokens.ExchangeCodeAsync("1.2", new Secret("s:e"), "c&d", new Uri("https://bot.example.com/slack/oauth/callback"), Stop);

        granted.Value.ShouldBe(new SlackGrant(
            new Secret("xoxb-1"), new Secret("xoxe-1-x"), TimeSpan.FromHours(12), "UB", "A1", "T1", "Acme", null, null, IsEnterpriseInstall: false, "U1", "chat:write"));
        _slack.Requests.Last().Authorization.ShouldBe("Basic " + Convert.ToBase64String("1.2:s%3Ae"u8));
        ShouldHaveSent(
            "oauth.v2.access", "code=c%26d&redirect_uri=https%3A%2F%2Fbot.example.com%2Fslack%2Foauth%2Fcallback", "application/x-www-form-urlencoded");
    }

    [Fact]
    public async Task A_grant_for_a_whole_organization_has_no_team()
    {
        _slack.Always("""
            {"ok":true,"access_token":"xoxb-1","team":null,"enterprise":{"id":"E1","name":"Acme Group"},"is_enterprise_install":true}
            """);

        var grant = (await _rig.Api.Tokens.RefreshAsync("1.2", new Secret("s"), new Secret("xoxe-1"), Stop)).Value!;

        (grant.TeamId, grant.EnterpriseId, grant.IsEnterpriseInstall, grant.Lifetime).ShouldBe((null, "E1", true, null));
        ShouldHaveSent("oauth.v2.access", "grant_type=refresh_token&refresh_token=xoxe-1", "application/x-www-form-urlencoded");
    }

    [Theory]
    [InlineData("""{"ok":true,"user":5}""")]
    [InlineData("""{"ok":true,"user":{"id":7}}""")]
    [InlineData("""{"ok":true,"user":{"id":null}}""")]
    [InlineData("""{"ok":true}""")]
    public async Task An_answer_of_another_form_is_no_exception(string body)
    {
        _slack.Always(body);
        (await _rig.UserAsync()).Error.ShouldBe("unreadable_answer");
    }

    private void ShouldHaveSent(string method, string body, string type = "application/json; charset=utf-8")
    {
        var request = _slack.Requests.Last();
        (request.Path, request.Body, request.ContentType).ShouldBe(($"/api/{method}", body, type));
    }
}
