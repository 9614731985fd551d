using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>Finding a post of ours again, in the fake Slack.</summary>
public sealed class PostedSearchTests : IAsyncLifetime
{
    private FakeSlackServer _slack = null!;
    private ApiRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { LimitsCalls = false });
        _rig = new ApiRig(_slack.ApiUrl, access: AccessOf(_slack.Acme));
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_found_by_its_delivery_id()
    {
        var posted = await PostAsync("d1");
        await PostAsync("d2");

        (await FindAsync("d1")).ShouldBe(CallResult.Done<string?>(posted.Value!));
    }

    [Fact]
    public async Task What_was_never_posted_is_surely_not_there()
    {
        await PostAsync("d2");

        (await FindAsync("d1")).ShouldBe(CallResult.Done<string?>(null));
    }

    [Fact]
    public async Task A_reply_is_found_in_its_thread()
    {
        var parent = await PostAsync("d0");
        var posted = await PostAsync("d1", parent.Value);

        (await FindAsync("d1", parent.Value)).Value.ShouldBe(posted.Value);
        (await FindAsync("d1")).Value.ShouldBeNull("replies are no part of the channel's history");
    }

    [Fact]
    public async Task Every_page_is_looked_through()
    {
        var posted = await PostAsync("d1");
        for (var number = 0; number < 250; number++)
        {
            _slack.World.Post(_slack.General, new Message(_slack.General.Id, _slack.World.NewTs(), _slack.Robin.Id) { Text = "chatter" });
        }

        (await FindAsync("d1")).Value.ShouldBe(posted.Value);
        var pages = _slack.Calls.Of("conversations.history");
        pages.Length.ShouldBe(3);
        pages.ShouldAllBe(call => call.Arguments.Flag("include_all_metadata", false));
    }

    [Fact]
    public async Task Where_too_much_was_posted_since_it_stays_in_doubt()
    {
        for (var number = 0; number < 3001; number++)
        {
            _slack.World.Post(_slack.General, new Message(_slack.General.Id, _slack.World.NewTs(), _slack.Robin.Id) { Text = "chatter" });
        }

        (await FindAsync("d1")).ShouldBe(CallResult.Doubtful<string?>("too_many_messages_since"));
    }

    [Fact]
    public async Task A_message_of_another_app_with_the_same_metadata_is_not_taken_for_ours()
    {
        await PostAsync("d1");
        using var stranger = new ApiRig(_slack.ApiUrl, access: _rig.Access with { BotId = "BOTHER", BotUserId = "UOTHER" });

        (await stranger.Api.FindPostedAsync(stranger.Access, _slack.General.Id, null, "d1", Since, Stop)).Value.ShouldBeNull();
    }

    [Fact]
    public async Task What_Slack_does_not_tell_is_handed_on()
    {
        _slack.Acme.Scopes.Remove("channels:history");
        (await FindAsync("d1")).ShouldBe(CallResult.Refused<string?>("missing_scope"));

        _slack.Acme.Scopes.Add("channels:history");
        _slack.Faults.Next("conversations.history", Fault.ServerError);
        (await FindAsync("d1")).Outcome.ShouldBe(CallOutcome.Later);
    }

    [Fact]
    public async Task More_that_cannot_be_got_at_is_no_proof_of_absence()
    {
        await using var odd = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(odd.ApiUrl);
        odd.Always("""{"ok":true,"messages":[],"has_more":true}""");

        (await rig.Api.FindPostedAsync(rig.Access, "C1", null, "d1", Since, Stop)).Outcome.ShouldBe(CallOutcome.Later);
    }

    private static DateTimeOffset Since => TimeProvider.System.GetUtcNow();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static WorkspaceAccess AccessOf(Workspace workspace)
        => new(new WorkspaceKey("slack", workspace.Id), new Secret(workspace.BotToken), workspace.BotUser, workspace.BotId);

    private Task<CallResult<string>> PostAsync(string id, string? thread = null)
        => _rig.Api.PostMessageAsync(_rig.Access, _slack.General.Id, thread, ApiRig.Message, id, Stop);

    private Task<CallResult<string?>> FindAsync(string id, string? thread = null)
        => _rig.Api.FindPostedAsync(_rig.Access, _slack.General.Id, thread, id, Since, Stop);
}
