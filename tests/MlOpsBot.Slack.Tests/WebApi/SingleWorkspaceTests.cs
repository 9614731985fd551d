using MlOpsBot.Storage;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>The workspace of a configured bot token.</summary>
public sealed class SingleWorkspaceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slack_is_asked_once_whose_the_token_is()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        var workspaces = rig.Replica(rig.Slack.Acme.BotToken);
        rig.Slack.Calls.All.ShouldBeEmpty("nothing is asked before it is needed");

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => workspaces.FindAsync("T0ACME", null, Stop)));

        found.ShouldAllBe(access => access == found[0]);
        found[0]!.Workspace.ShouldBe(new WorkspaceKey("slack", "T0ACME"));
        (found[0]!.BotUserId, found[0]!.BotId).ShouldBe((rig.Slack.Acme.BotUser, rig.Slack.Acme.BotId));
        rig.Time.Advance(TimeSpan.FromHours(1));
        await workspaces.FindAsync("T0ACME", null, Stop);
        rig.Slack.Calls.Count("auth.test").ShouldBe(1);
    }

    [Fact]
    public async Task Another_workspace_is_told_nothing_and_the_log_says_why()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        var workspaces = rig.Replica(rig.Slack.Acme.BotToken);

        (await workspaces.FindAsync("T0OTHER", null, Stop)).ShouldBeNull();

        rig.LogText.ShouldContain("Nothing can be said in T0OTHER: the bot token is that of T0ACME");
    }

    [Fact]
    public async Task While_Slack_is_out_of_order_the_token_is_used_all_the_same()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        rig.Slack.Faults.Next("auth.test", Fault.ServerError);
        var workspaces = rig.Replica(rig.Slack.Acme.BotToken);

        var access = (await workspaces.FindAsync("T0ACME", null, Stop))!;
        (access.Workspace.Id, access.BotUserId).ShouldBe(("T0ACME", null));

        rig.Time.Advance(TimeSpan.FromSeconds(6));
        (await workspaces.FindAsync("T0ACME", null, Stop))!.BotUserId.ShouldBe(rig.Slack.Acme.BotUser);
    }

    [Fact]
    public async Task A_token_that_Slack_refuses_is_told_with_what_to_do_and_asked_about_again()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        rig.Slack.Acme.IsInstalled = false;
        var workspaces = rig.Replica(rig.Slack.Acme.BotToken);

        (await workspaces.FindAsync("T0ACME", null, Stop)).ShouldBeNull();
        rig.LogText.ShouldContain("Slack refuses the bot token: token_revoked. Copy the Bot User OAuth Token");
        rig.LogText.ShouldNotContain(rig.Slack.Acme.BotToken);

        rig.Slack.Acme.IsInstalled = true;
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        (await workspaces.FindAsync("T0ACME", null, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_that_dies_is_asked_about_anew()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        var workspaces = rig.Replica(rig.Slack.Acme.BotToken);
        var access = (await workspaces.FindAsync("T0ACME", null, Stop))!;

        rig.Slack.Acme.IsInstalled = false;
        (await rig.Api.UserAsync(access, rig.Slack.Robin.Id, Stop)).Error.ShouldBe("token_revoked");

        (await workspaces.FindAsync("T0ACME", null, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_of_a_whole_organization_serves_every_workspace_of_it()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        await using var slack = await ScriptedServer.StartAsync();
        slack.Always("""{"ok":true,"team_id":"E1","enterprise_id":"E1","is_enterprise_install":true,"user_id":"UB","bot_id":"BB"}""");
        var workspaces = rig.Replica("xoxb-org", slack.ApiUrl);

        (await workspaces.FindAsync("T1", "E1", Stop))!.Workspace.Id.ShouldBe("E1");
        (await workspaces.FindAsync("T1", "E2", Stop)).ShouldBeNull();
        (await workspaces.FindAsync("T1", null, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task One_caller_that_gives_up_does_not_take_the_answer_from_the_others()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        await using var slack = await ScriptedServer.StartAsync();
        var gate = new TaskCompletionSource();
        slack.Answer = async context =>
        {
            await gate.Task;
            await ScriptedServer.JsonAsync(context, """{"ok":true,"team_id":"T0ACME","user_id":"UB","bot_id":"BB"}""");
        };
        var workspaces = rig.Replica("xoxb-1", slack.ApiUrl);
        using var gone = new CancellationTokenSource();

        var first = workspaces.FindAsync("T0ACME", null, gone.Token);
        var second = workspaces.FindAsync("T0ACME", null, Stop);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        gate.SetResult();

        (await second)!.BotUserId.ShouldNotBeNull();
    }
}
