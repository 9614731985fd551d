using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Storage.Tests;

public abstract class WorkspaceSuite(StorePlace place) : StoreSuite(place)
{
    private const string Token = "xoxb-plain-token-that-nobody-may-read";

    private static readonly Installation _installation = new(
        Here, "Example", "UBOT", "{\"scopes\":\"chat:write\"}", new Secret(Token), null, "U1");

    /// <summary>Everything that lies in the place, as bytes or as text.</summary>
    private protected abstract Task<string> EverythingStoredAsync();

    [Fact]
    public async Task An_installation_comes_back_as_it_was_stored()
    {
        var expires = Time.Now + TimeSpan.FromHours(12);
        await Store.Installations.SaveAsync(_installation with { SecretsExpireAt = expires }, Cancellation);
        (await Store.Installations.FindAsync(Here, Cancellation))
            .ShouldBe(_installation with { SecretsExpireAt = expires, InstalledAt = Time.Now, Version = 1 });
        (await Store.Installations.FindAsync(Elsewhere, Cancellation)).ShouldBeNull();
        (await Store.Installations.ListAsync("slack", Cancellation)).ShouldBe([Here]);
        (await Store.Installations.ListAsync("teams", Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Installing_again_replaces_the_tokens_and_remembers_the_first_time()
    {
        await Store.Installations.SaveAsync(_installation, Cancellation);
        var first = Time.Now;
        Time.Advance(TimeSpan.FromDays(1));
        var again = _installation with { Secrets = new Secret("new"), InstalledBy = "U2" };
        await Store.Installations.SaveAsync(again, Cancellation);
        (await Store.Installations.FindAsync(Here, Cancellation)).ShouldBe(again with { InstalledAt = first, Version = 2 });
    }

    [Fact]
    public async Task Of_two_replicas_that_renew_the_tokens_one_wins()
    {
        await Store.Installations.SaveAsync(_installation, Cancellation);
        var other = await OpenAsync();
        var version = (await other.Installations.FindAsync(Here, Cancellation))!.Version;
        (await Store.Installations.RotateAsync(Here, version, new Secret("first"), null, Cancellation)).ShouldBeTrue();
        (await other.Installations.RotateAsync(Here, version, new Secret("second"), null, Cancellation)).ShouldBeFalse();
        var found = (await other.Installations.FindAsync(Here, Cancellation))!;
        found.Secrets.ShouldBe(new Secret("first"));
        (await other.Installations.RotateAsync(Here, found.Version, new Secret("third"), null, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Uninstalling_removes_the_tokens()
    {
        await Store.Installations.SaveAsync(_installation, Cancellation);
        (await Store.Installations.RemoveAsync(Here, "slack", Cancellation)).ShouldBeTrue();
        (await Store.Installations.RemoveAsync(Here, "slack", Cancellation)).ShouldBeFalse();
        (await Store.Installations.FindAsync(Here, Cancellation)).ShouldBeNull();
        (await Store.Installations.RotateAsync(Here, 1, new Secret("late"), null, Cancellation)).ShouldBeFalse();
        (await Store.Audit.ListAsync(Here, 10, Cancellation)).Select(entry => entry.Action).ShouldBe(["uninstall", "install"]);
    }

    [Fact]
    public async Task Tokens_and_states_never_lie_in_plain_text_in_the_store()
    {
        await Store.Installations.SaveAsync(_installation, Cancellation);
        await Store.Installations.RotateAsync(Here, 1, new Secret(Token), null, Cancellation);
        var state = await Store.OAuthStates.IssueAsync("slack", TimeSpan.FromMinutes(10), "payload", Cancellation);
        var everything = await EverythingStoredAsync();
        everything.ShouldContain("Example");
        everything.ShouldNotContain(Token);
        everything.ShouldNotContain(Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(Token)), Case.Insensitive);
        everything.ShouldNotContain(state.State.Reveal());
        everything.ShouldNotContain(state.Browser.Reveal());
    }

    [Fact]
    public async Task Tokens_of_another_key_are_reported_with_what_to_do()
    {
        await Store.Installations.SaveAsync(_installation, Cancellation);
        var newKey = AesGcmSecretProtector.NewKey();
        var forgetful = await OpenAsync(secrets: AesGcmSecretProtector.FromBase64(newKey));
        var failure = await Should.ThrowAsync<StorageException>(() => forgetful.Installations.FindAsync(Here, Cancellation));
        failure.Failure.ShouldBe(StorageFailure.SecretUnreadable);
        failure.Message.ShouldContain("slack/T1");
        failure.Message.ShouldContain("Configure that key after the current one");

        var careful = await OpenAsync(secrets: AesGcmSecretProtector.FromBase64(newKey, Key));
        (await careful.Installations.FindAsync(Here, Cancellation))!.Secrets.Reveal().ShouldBe(Token);
    }

    [Fact]
    public async Task Tokens_that_were_moved_to_another_workspaces_row_do_not_open_there()
    {
        await Store.Installations.SaveAsync(_installation, Cancellation);
        await RawAsync("UPDATE installation SET workspace = 'T2'");
        var failure = await Should.ThrowAsync<StorageException>(() => Store.Installations.FindAsync(Elsewhere, Cancellation));
        failure.Failure.ShouldBe(StorageFailure.SecretUnreadable);
    }

    [Fact]
    public async Task An_installs_state_is_good_once_in_the_browser_that_began_it()
    {
        var state = await IssueAsync();
        (await RedeemAsync(state.State.Reveal(), state.Browser.Reveal())).ShouldBe(new Redemption(RedeemOutcome.Accepted, "payload"));
        (await RedeemAsync(state.State.Reveal(), state.Browser.Reveal())).ShouldBe(new Redemption(RedeemOutcome.Unknown, null));
    }

    [Fact]
    public async Task An_installs_state_expires()
    {
        var state = await IssueAsync();
        Time.Advance(TimeSpan.FromMinutes(10));
        (await RedeemAsync(state.State.Reveal(), state.Browser.Reveal())).ShouldBe(new Redemption(RedeemOutcome.Expired, null));
    }

    [Theory]
    [InlineData("another browser")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_installs_state_is_used_up_by_another_browser(string? browser)
    {
        var state = await IssueAsync();
        (await RedeemAsync(state.State.Reveal(), browser)).ShouldBe(new Redemption(RedeemOutcome.OtherBrowser, null));
        (await RedeemAsync(state.State.Reveal(), state.Browser.Reveal())).Outcome.ShouldBe(RedeemOutcome.Unknown);
    }

    [Fact]
    public async Task An_installs_state_belongs_to_its_platform()
    {
        var state = await IssueAsync();
        (await Store.OAuthStates.RedeemAsync("teams", state.State.Reveal(), state.Browser.Reveal(), Cancellation))
            .Outcome.ShouldBe(RedeemOutcome.Unknown);
        (await RedeemAsync("made up", state.Browser.Reveal())).Outcome.ShouldBe(RedeemOutcome.Unknown);
    }

    [Fact]
    public async Task An_installs_state_is_redeemed_once_by_many_at_once()
    {
        var other = await OpenAsync();
        var state = await IssueAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => (i % 2 == 0 ? Store : other).OAuthStates
            .RedeemAsync("slack", state.State.Reveal(), state.Browser.Reveal(), Cancellation))));
        outcomes.Count(redemption => redemption.Outcome == RedeemOutcome.Accepted).ShouldBe(1);
    }

    [Fact]
    public async Task A_channels_rule_can_be_made_changed_and_dropped()
    {
        (await Store.ChannelRules.FindAsync(Here, "C1", Cancellation)).ShouldBeNull();
        var strict = new ChannelRule(AnswerPlace.Private, false, true);
        var loose = new ChannelRule(AnswerPlace.Thread, true, null);
        (await Store.ChannelRules.SetAsync(Here, "C1", strict, "U1", Cancellation)).ShouldBeNull();
        (await Store.ChannelRules.FindAsync(Here, "C1", Cancellation)).ShouldBe(strict);
        (await Store.ChannelRules.SetAsync(Here, "C1", loose, "U1", Cancellation)).ShouldBe(strict);
        (await Store.ChannelRules.FindAsync(Here, "C1", Cancellation)).ShouldBe(loose);
        (await Store.ChannelRules.FindAsync(Elsewhere, "C1", Cancellation)).ShouldBeNull();
        (await Store.ChannelRules.SetAsync(Here, "C1", null, "U1", Cancellation)).ShouldBe(loose);
        (await Store.ChannelRules.FindAsync(Here, "C1", Cancellation)).ShouldBeNull();
        await Store.ChannelRules.SetAsync(Here, "C1", new ChannelRule(null, null, null), "U1", Cancellation);
        (await Store.ChannelRules.FindAsync(Here, "C1", Cancellation)).ShouldBe(new ChannelRule(null, null, null));
    }

    [Fact]
    public async Task A_changed_rule_says_who_changed_what_to_what()
    {
        await Store.ChannelRules.SetAsync(Here, "C1", new ChannelRule(AnswerPlace.Private, null, true), "U1", Cancellation);
        Time.Advance(TimeSpan.FromDays(1));
        await Store.ChannelRules.SetAsync(Here, "C1", null, "U2", Cancellation);
        (await Store.Audit.ListAsync(Here, 10, Cancellation)).ShouldBe(
        [
            new AuditEntry(Here, "U2", "channel-rule", "C1", "answer private, follow threads default, silent on none yes -> default", Time.Now),
            new AuditEntry(Here, "U1", "channel-rule", "C1", "default -> answer private, follow threads default, silent on none yes", Time.Now - TimeSpan.FromDays(1)),
        ]);
        (await Store.Audit.ListAsync(Elsewhere, 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_actions_can_be_added_to_the_audit()
    {
        var entry = new AuditEntry(Here, "U1", "tips", "C1", "on");
        await Store.Audit.AddAsync(entry, Cancellation);
        await Store.Audit.AddAsync(entry with { Detail = "off" }, Cancellation);
        (await Store.Audit.ListAsync(Here, 1, Cancellation)).ShouldBe([entry with { Detail = "off", At = Time.Now }]);
    }

    private Task<OAuthState> IssueAsync() => Store.OAuthStates.IssueAsync("slack", TimeSpan.FromMinutes(10), "payload", Cancellation);

    private Task<Redemption> RedeemAsync(string state, string? browser) => Store.OAuthStates.RedeemAsync("slack", state, browser, Cancellation);
}

public sealed class SqliteWorkspace() : WorkspaceSuite(new SqlitePlace())
{
    private protected override async Task<string> EverythingStoredAsync()
    {
        var files = Directory.GetFiles(Options.DataFolder);
        files.Length.ShouldBeGreaterThan(1, "the write-ahead log holds what was written last");
        var texts = await Task.WhenAll(files.Select(async file =>
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return await reader.ReadToEndAsync(Cancellation);
        }));
        return string.Concat(texts);
    }
}

public sealed class PostgresWorkspace(PostgresCluster cluster) : WorkspaceSuite(new PostgresPlace(cluster))
{
    private protected override async Task<string> EverythingStoredAsync()
    {
        var tables = await RawAsync<string>("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'");
        tables.Count.ShouldBeGreaterThan(5);
        var rows = await Task.WhenAll(tables.Select(table => RawAsync<string>($"SELECT t::text FROM {table} t")));
        return string.Join('\n', rows.SelectMany(row => row));
    }
}
