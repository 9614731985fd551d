using MlOpsBot.CommandLine;
using MlOpsBot.Serving;
using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary><c>mlopsbot doctor</c> against a fake Slack.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task Slack_knows_the_token_and_gives_a_link()
    {
        await using var slack = await FakeSlackServer.StartAsync();

        var run = await RunAsync(slack);

        run.Lines.ShouldContain($"ok       slack token    Slack knows it as that of {slack.Acme.Name} ({slack.Acme.Id}).");
        run.Lines.ShouldContain("ok       slack link     Slack gives a link for Socket Mode.");
        run.Lines.ShouldContain(line => line.StartsWith("ok       clock          ", StringComparison.Ordinal) && line.EndsWith(" UTC, as at 127.0.0.1.", StringComparison.Ordinal));
        run.Lines[^1].ShouldBe("10 ok, 0 warnings, 0 faults.");
        run.Code.ShouldBe(ExitCode.Fine);
    }

    [Fact]
    public async Task A_revoked_token_is_told_with_where_the_right_one_is()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        slack.Tokens.RevokeAll(slack.Acme);

        var run = await RunAsync(slack);

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines.ShouldContain("fault    slack token    Slack refuses it (token_revoked): it was revoked, or the app was removed from the workspace. [slack-token-revoked]");
        run.Lines.ShouldContain("                        Install the app again on \"OAuth & Permissions\". Copy the Bot User OAuth Token from the app's page \"OAuth & Permissions\" into MlOpsBot:Slack:BotToken.");
        run.Output.ShouldNotContain(slack.Acme.BotToken);
    }

    [Theory]
    [InlineData("chat:write", "fault    slack token    It lacks the scopes chat:write. [slack-scope-missing]")]
    [InlineData("channels:history", "warning  slack token    It lacks the scopes channels:history. [slack-scope-missing]")]
    public async Task Scopes_that_are_missing_are_told(string scope, string line)
    {
        await using var slack = await FakeSlackServer.StartAsync();
        slack.Acme.Scopes.Remove(scope);

        (await RunAsync(slack)).Lines.ShouldContain(line);
    }

    [Fact]
    public async Task Scopes_that_the_bot_does_not_need_are_told()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        slack.Acme.Scopes.Add("files:write");
        slack.Acme.Scopes.Add("admin");

        (await RunAsync(slack)).Lines.ShouldContain("warning  slack token    It may do more than the bot needs: admin, files:write. [slack-scope-more]");
    }

    [Fact]
    public async Task A_bot_that_nobody_has_invited_is_told()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        foreach (var channel in slack.World.ChannelsOf(slack.Acme.Id))
        {
            channel.Members.Remove(slack.Acme.BotUser);
        }

        (await RunAsync(slack)).Lines.ShouldContain("warning  slack token    The bot is in no channel: it hears direct messages and /mlops alone. [slack-no-channel]");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task A_bot_in_an_open_channel_that_comes_after_archived_ones_is_in_a_channel(int archived)
    {
        await using var slack = await FakeSlackServer.StartAsync();
        foreach (var channel in slack.World.ChannelsOf(slack.Acme.Id))
        {
            channel.Members.Remove(slack.Acme.BotUser);
        }

        for (var i = 0; i < archived; i++)
        {
            slack.Acme.AddChannel($"old-{i}").IsArchived = true;
        }

        slack.Acme.AddChannel("new");

        (await RunAsync(slack)).Output.ShouldNotContain("[slack-no-channel]");
    }

    [Fact]
    public async Task The_client_secret_in_the_place_of_the_signing_secret_is_told()
    {
        await using var slack = await FakeSlackServer.StartAsync();

        var run = await RunAsync(
            slack,
            ("MlOpsBot:Slack:BotToken", ""), ("MlOpsBot:Slack:ClientId", slack.Options.ClientId), ("MlOpsBot:Slack:ClientSecret", slack.Options.ClientSecret),
            ("MlOpsBot:Slack:SigningSecret", slack.Options.ClientSecret), ("MlOpsBot:PublicUrl", "https://127.0.0.1:1"));

        run.Lines.ShouldContain("warning  options        MlOpsBot:Slack:SigningSecret and ClientSecret are the same: every request of Slack's will be refused. [signing-secret-is-client-secret]");
        run.Output.ShouldNotContain(slack.Options.ClientSecret);
    }

    [Theory]
    [InlineData("invalid_auth", "slack-token-unknown")]
    [InlineData("token_expired", "slack-token-expired")]
    [InlineData("account_inactive", "slack-app-gone")]
    [InlineData("not_allowed_token_type", "slack-token-kind")]
    [InlineData("ekm_access_denied", "slack-token-refused")]
    public async Task What_slack_says_of_a_token_is_told_by_what_to_do(string error, string code)
    {
        await using var slack = await FakeSlackServer.StartAsync();
        slack.Faults.Next("auth.test", Fault.Error(error));

        var run = await RunAsync(slack);

        run.Lines.ShouldContain(line => line.StartsWith($"fault    slack token    Slack refuses it ({error}): ", StringComparison.Ordinal) && line.EndsWith($" [{code}]", StringComparison.Ordinal));
        run.Output.ShouldNotContain(slack.Acme.BotToken);
    }

    [Theory]
    [InlineData("missing_scope", "slack-link-scope")]
    [InlineData("token_revoked", "slack-link-token")]
    [InlineData("socket_mode_off", "slack-link-refused")]
    public async Task What_slack_says_of_the_app_token_is_told_by_what_to_do(string error, string code)
    {
        await using var slack = await FakeSlackServer.StartAsync();
        slack.Faults.Next("apps.connections.open", Fault.Error(error));

        (await RunAsync(slack)).Lines.ShouldContain(line => line.StartsWith("fault    slack link     ", StringComparison.Ordinal) && line.EndsWith($" [{code}]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_client_of_installs_is_known_to_slack_or_told()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        (string, string)[] client = [("MlOpsBot:Slack:BotToken", ""), ("MlOpsBot:Slack:ClientId", slack.Options.ClientId), ("MlOpsBot:Slack:ClientSecret", slack.Options.ClientSecret), ("MlOpsBot:PublicUrl", "https://127.0.0.1:1")];

        (await RunAsync(slack, client)).Lines.ShouldContain($"ok       slack client   Slack knows the app {slack.Options.ClientId}; workspaces install it at https://127.0.0.1:1/slack/install.");

        var run = await RunAsync(slack, [.. client, ("MlOpsBot:Slack:ClientSecret", "wrong-secret")]);
        run.Lines.ShouldContain("fault    slack client   Slack refuses the app's client id, secret or address: bad_client_secret. [slack-client-refused]");
        run.Output.ShouldNotContain("wrong-secret");
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwx", "signing-secret-shape")]
    [InlineData("xoxb-1-2", "signing-secret-shape")]
    public async Task What_is_no_signing_secret_is_told_by_what_it_looks_like(string secret, string code)
    {
        await using var slack = await FakeSlackServer.StartAsync();

        var run = await RunAsync(slack, ("MlOpsBot:Slack:SigningSecret", secret));

        run.Lines.ShouldContain(line => line.StartsWith("warning  options        MlOpsBot:Slack:SigningSecret looks like ", StringComparison.Ordinal) && line.EndsWith($" [{code}]", StringComparison.Ordinal));
        run.Output.ShouldNotContain(secret);
    }

    [Fact]
    public async Task An_app_token_that_slack_does_not_take_is_told()
    {
        await using var slack = await FakeSlackServer.StartAsync();

        var run = await RunAsync(slack, ("MlOpsBot:Slack:AppToken", "xapp-very-wrong"));

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines.ShouldContain(line => line.StartsWith("fault    slack link     Slack refuses it (invalid_auth): the app-level token is wrong, or was revoked. [slack-link-token]", StringComparison.Ordinal));
        run.Output.ShouldNotContain("very-wrong");
    }

    [Fact]
    public async Task Slack_that_is_out_of_order_is_told_as_such()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        slack.Faults.Next("auth.test", [.. Enumerable.Repeat(Fault.ServerError, 10)]);

        (await RunAsync(slack)).Lines.ShouldContain(line => line.StartsWith("fault    slack token    Slack cannot be asked now: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "ok ")]
    [InlineData(2, "warning ")]
    [InlineData(-2, "warning ")]
    [InlineData(6, "fault ")]
    [InlineData(-6, "fault ")]
    public async Task A_clock_that_differs_from_slacks_is_told(int minutes, string verdict)
    {
        await using var slack = await FakeSlackServer.StartAsync();

        var run = await RunAsync(slack, new Ahead(TimeSpan.FromMinutes(minutes)));

        var line = run.Lines.Single(line => line.Contains(" clock  ", StringComparison.Ordinal));
        line.ShouldStartWith(verdict);
        if (minutes != 0)
        {
            line.ShouldContain($" seconds {(minutes > 0 ? "ahead of" : "behind")} 127.0.0.1");
        }
    }

    private static Task<DoctorRun> RunAsync(FakeSlackServer slack, params (string Name, string Value)[] options) => RunAsync(slack, TimeProvider.System, options);

    private static async Task<DoctorRun> RunAsync(FakeSlackServer slack, TimeProvider clock, params (string Name, string Value)[] options)
    {
        using var scratch = new Scratch();
        var overrides = BotConfiguration.For(slack, new SlackBotSettings { UsesSocket = true }, scratch.Path);
        foreach (var (name, value) in options)
        {
            overrides[name] = value.Length > 0 ? value : null;
        }

        return await DoctorRun.OfAsync(new ServerSettings(Repository.Knowledge, Repository.Root, clock) { Environment = "Production", Overrides = overrides });
    }

    /// <summary>The system's clock, but for what it shows.</summary>
    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
