using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>Workspaces that installed the bot, and the renewal of their tokens.</summary>
public sealed class InstalledWorkspacesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_installation_is_found_by_its_team_or_by_its_organization()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        var workspaces = rig.Replica();
        var grant = await rig.InstallAsync();
        await rig.SaveAsync(grant with { TeamId = null, EnterpriseId = "E1", EnterpriseName = "Acme Group", IsEnterpriseInstall = true });

        (await workspaces.FindAsync("T0ACME", null, Stop))!.ShouldBe(
            new WorkspaceAccess(new WorkspaceKey("slack", "T0ACME"), grant.BotToken, rig.Slack.Acme.BotUser, "BB"));
        (await workspaces.FindAsync("T5", "E1", Stop))!.Workspace.Id.ShouldBe("E1");
        (await workspaces.FindAsync("T5", null, Stop)).ShouldBeNull();
        rig.LogText.ShouldContain("Nothing can be said in T5");
    }

    [Fact]
    public async Task What_another_replica_removes_or_installs_is_noticed_within_a_minute()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        var (one, other) = (rig.Replica(), rig.Replica());
        await rig.InstallAsync();
        (await one.FindAsync("T0ACME", null, Stop)).ShouldNotBeNull();

        rig.Slack.Acme.IsInstalled = false;
        await other.RemoveAsync("T0ACME", "app_uninstalled", Stop);
        (await other.FindAsync("T0ACME", null, Stop)).ShouldBeNull();
        rig.Time.Advance(TimeSpan.FromSeconds(59));
        (await one.FindAsync("T0ACME", null, Stop)).ShouldBeNull();

        await rig.InstallAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        (await one.FindAsync("T0ACME", null, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Being_removed_leaves_nothing_but_a_line_in_the_audit_and_may_come_twice()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        var workspaces = rig.Replica();
        await rig.InstallAsync();
        rig.Slack.Acme.IsInstalled = false;

        await workspaces.RemoveAsync("T0ACME", "tokens_revoked", Stop);
        await workspaces.RemoveAsync("T0ACME", "app_uninstalled", Stop);

        (await rig.Store.Installations.FindAsync(new WorkspaceKey("slack", "T0ACME"), Stop)).ShouldBeNull();
        var audit = await rig.Store.Audit.ListAsync(new WorkspaceKey("slack", "T0ACME"), 10, Stop);
        audit.Select(entry => (entry.Action, entry.Actor)).Order().ShouldBe([("install", rig.Slack.Robin.Id), ("uninstall", "slack")]);
    }

    [Fact]
    public async Task A_token_is_dead_also_when_it_has_expired()
    {
        await using var rig = await WorkspacesRig.StartAsync(rotatesTokens: true);
        rig.Replica();
        var grant = await rig.InstallAsync();
        (await rig.Api.Tokens.AuthTestAsync(grant.BotToken, Stop)).Value!.TeamId.ShouldBe("T0ACME");

        rig.Time.Advance(TimeSpan.FromHours(12.1));

        (await rig.Api.Tokens.AuthTestAsync(grant.BotToken, Stop)).ShouldBe(CallResult.Refused<SlackIdentity>("token_expired"));
    }

    [Fact]
    public async Task A_renewal_that_takes_its_time_holds_up_nobody_for_long_and_is_found_later()
    {
        await using var rig = await WorkspacesRig.StartAsync(rotatesTokens: true);
        var workspaces = rig.Replica();
        var grant = await rig.InstallAsync();
        rig.Time.Advance(TimeSpan.FromHours(11));
        rig.Slack.Faults.Next("oauth.v2.access", Fault.Slow(TimeSpan.FromSeconds(10)));

        var asked = rig.Time.GetUtcNow();
        var found = workspaces.FindAsync("T0ACME", null, Stop);
        await rig.Slack.SteppingAsync(rig.Time, () => found.IsCompleted);
        (await found)!.BotToken.ShouldBe(grant.BotToken);
        (rig.Time.GetUtcNow() - asked).ShouldBeLessThan(TimeSpan.FromSeconds(8));

        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await workspaces.FindAsync("T0ACME", null, Stop))!.BotToken.Equals(grant.BotToken))
        {
            rig.Time.Advance(TimeSpan.FromSeconds(5));
            (rig.Time.GetUtcNow() - asked).ShouldBeLessThan(TimeSpan.FromMinutes(5));
            await beat.WaitForNextTickAsync(Stop);
        }

        rig.Renewals.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_dies_is_not_used_again_until_a_new_one_is_installed()
    {
        await using var rig = await WorkspacesRig.StartAsync();
        var workspaces = rig.Replica();
        var grant = await rig.InstallAsync();
        var access = (await workspaces.FindAsync("T0ACME", null, Stop))!;

        rig.Slack.Tokens.Revoke(grant.BotToken.Reveal());
        await rig.Api.UserAsync(access, rig.Slack.Robin.Id, Stop);
        (await workspaces.FindAsync("T0ACME", null, Stop)).ShouldBeNull();
        rig.LogText.ShouldContain("The token of T0ACME is dead (refused by Slack); install the bot there again at https://bot.example.com/slack/install");

        var renewed = await rig.InstallAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(31));
        (await workspaces.FindAsync("T0ACME", null, Stop))!.BotToken.ShouldBe(renewed.BotToken);
    }

    [Fact]
    public async Task A_token_is_renewed_ahead_of_its_end_once_by_all_who_ask_in_all_replicas()
    {
        await using var rig = await WorkspacesRig.StartAsync(rotatesTokens: true);
        var replicas = new[] { rig.Replica(), rig.Replica(), rig.Replica() };
        var grant = await rig.InstallAsync();
        rig.Time.Advance(TimeSpan.FromHours(9.9));
        (await replicas[0].FindAsync("T0ACME", null, Stop))!.BotToken.ShouldBe(grant.BotToken);
        rig.Renewals.ShouldBe(0);

        rig.Time.Advance(TimeSpan.FromHours(0.2));
        await Task.WhenAll(replicas.SelectMany(replica => Enumerable.Range(0, 8).Select(_ => replica.FindAsync("T0ACME", null, Stop))));
        rig.Renewals.ShouldBe(1);

        rig.Time.Advance(TimeSpan.FromMinutes(1));
        var found = await Task.WhenAll(replicas.Select(replica => replica.FindAsync("T0ACME", null, Stop)));
        found.ShouldAllBe(access => access!.BotToken.Equals(found[0]!.BotToken) && !access.BotToken.Equals(grant.BotToken));
        (await rig.Api.UserAsync(found[0]!, rig.Slack.Robin.Id, Stop)).Outcome.ShouldBe(CallOutcome.Done);
        rig.Renewals.ShouldBe(1);
    }

    [Fact]
    public async Task A_renewal_that_fails_keeps_the_token_that_is_still_good_and_is_tried_again_a_minute_later()
    {
        await using var rig = await WorkspacesRig.StartAsync(rotatesTokens: true);
        var workspaces = rig.Replica();
        var grant = await rig.InstallAsync();
        rig.Time.Advance(TimeSpan.FromHours(11));
        rig.Slack.Faults.Next("oauth.v2.access", Fault.ServerError);

        (await workspaces.FindAsync("T0ACME", null, Stop))!.BotToken.ShouldBe(grant.BotToken);
        rig.Time.Advance(TimeSpan.FromSeconds(40));
        (await workspaces.FindAsync("T0ACME", null, Stop))!.BotToken.ShouldBe(grant.BotToken);
        rig.Renewals.ShouldBe(1);

        rig.Time.Advance(TimeSpan.FromSeconds(40));
        (await workspaces.FindAsync("T0ACME", null, Stop))!.BotToken.ShouldNotBe(grant.BotToken);
        rig.Renewals.ShouldBe(2);
    }

    [Fact]
    public async Task An_expired_token_that_cannot_be_renewed_just_now_comes_to_later_and_loses_nothing()
    {
        await using var rig = await WorkspacesRig.StartAsync(rotatesTokens: true);
        var workspaces = rig.Replica();
        await rig.InstallAsync();
        rig.Time.Advance(TimeSpan.FromHours(13));
        rig.Slack.Faults.Next("oauth.v2.access", Fault.RateLimited(30));

        var access = (await workspaces.FindAsync("T0ACME", null, Stop))!;
        (await rig.Api.UserAsync(access, rig.Slack.Robin.Id, Stop)).Outcome.ShouldBe(CallOutcome.Later);

        rig.Time.Advance(TimeSpan.FromSeconds(61));
        access = (await workspaces.FindAsync("T0ACME", null, Stop))!;
        (await rig.Api.UserAsync(access, rig.Slack.Robin.Id, Stop)).Outcome.ShouldBe(CallOutcome.Done);
    }

    [Fact]
    public async Task A_renewal_that_Slack_refuses_is_told_with_what_to_do_and_not_asked_by_every_event()
    {
        await using var rig = await WorkspacesRig.StartAsync(rotatesTokens: true);
        var (one, other) = (rig.Replica(), rig.Replica());
        var grant = await rig.InstallAsync();
        await rig.SaveAsync(grant with { RefreshToken = new Secret("xoxe-1-used") });
        rig.Time.Advance(TimeSpan.FromHours(13));

        (await one.FindAsync("T0ACME", null, Stop)).ShouldBeNull();
        (await other.FindAsync("T0ACME", null, Stop)).ShouldBeNull();
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        (await one.FindAsync("T0ACME", null, Stop)).ShouldBeNull();

        rig.Renewals.ShouldBe(1);
        rig.LogText.ShouldContain("The token of T0ACME is dead (invalid_refresh_token); install the bot there again at https://bot.example.com/slack/install");
        rig.LogText.ShouldNotContain("xoxe");
        rig.LogText.ShouldNotContain("xoxb");
    }

    [Fact]
    public async Task A_replica_that_dies_while_renewing_holds_up_the_others_for_a_minute_at_most()
    {
        await using var rig = await WorkspacesRig.StartAsync(rotatesTokens: true);
        var workspaces = rig.Replica();
        var grant = await rig.InstallAsync();
        rig.Time.Advance(TimeSpan.FromHours(11));
        var stored = (await rig.Store.Installations.FindAsync(new WorkspaceKey("slack", "T0ACME"), Stop))!;
        var claimed = StoredTokens.Read(stored)! with { RenewingUntil = rig.Time.GetUtcNow() + TimeSpan.FromMinutes(1) };
        (await rig.Store.Installations.RotateAsync(stored.Workspace, stored.Version, claimed.ToSecret(), stored.SecretsExpireAt, Stop)).ShouldBeTrue();

        (await workspaces.FindAsync("T0ACME", null, Stop))!.BotToken.ShouldBe(grant.BotToken);
        rig.Renewals.ShouldBe(0);
        rig.Time.Advance(TimeSpan.FromSeconds(61));
        (await workspaces.FindAsync("T0ACME", null, Stop))!.BotToken.ShouldNotBe(grant.BotToken);
    }

    [Fact]
    public async Task A_token_that_Slack_holds_for_expired_before_its_time_is_renewed_at_once()
    {
        await using var rig = await WorkspacesRig.StartAsync(rotatesTokens: true);
        var workspaces = rig.Replica();
        var grant = await rig.InstallAsync();
        var access = (await workspaces.FindAsync("T0ACME", null, Stop))!;
        rig.Slack.Faults.Next("users.info", Fault.Error("token_expired"));
        (await rig.Api.UserAsync(access, rig.Slack.Robin.Id, Stop)).Outcome.ShouldBe(CallOutcome.Later);

        (await workspaces.FindAsync("T0ACME", null, Stop))!.BotToken.ShouldNotBe(grant.BotToken);
    }
}
