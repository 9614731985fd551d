using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

public abstract class ReferenceSuite(StorePlace place) : StoreSuite(place)
{
    private static readonly ConversationReference _channel = new(Here, "19:abc@thread.tacv2", "{\"serviceUrl\":\"https://example.com/\"}") { Parent = "team-1" };

    private ConversationReferenceStore References => Store.References;

    [Fact]
    public async Task A_reference_outlives_the_program()
    {
        (await References.SaveAsync(_channel, Cancellation)).ShouldBe(_channel);
        var restarted = await OpenAsync();
        (await restarted.References.FindAsync(Here, _channel.Conversation, Cancellation)).ShouldBe(_channel);
        (await restarted.References.FindAsync(Elsewhere, _channel.Conversation, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task The_latest_reference_counts()
    {
        await References.SaveAsync(_channel, Cancellation);
        await References.SaveAsync(_channel with { Reference = "{}", Parent = null }, Cancellation);
        (await References.FindAsync(Here, _channel.Conversation, Cancellation)).ShouldBe(_channel with { Reference = "{}", Parent = null });
    }

    [Fact]
    public async Task Saving_what_is_there_already_writes_nothing()
    {
        await References.SaveAsync(_channel, Cancellation);
        var savedAt = await RawAsync<long>("SELECT saved_at FROM conversation_reference");
        Time.Advance(TimeSpan.FromDays(1));
        await References.SaveAsync(_channel, Cancellation);
        (await RawAsync<long>("SELECT saved_at FROM conversation_reference")).ShouldBe(savedAt);
    }

    [Fact]
    public async Task A_text_that_no_database_holds_is_saved_once_and_found()
    {
        var strange = _channel with { Conversation = "a\0b", Reference = "\uD800" };
        var kept = await References.SaveAsync(strange, Cancellation);
        (await References.SaveAsync(strange, Cancellation)).ShouldBe(kept);
        (await References.FindAsync(Here, strange.Conversation, Cancellation)).ShouldBe(kept);
    }

    [Fact]
    public async Task A_suspension_says_why_and_since_when_until_it_is_resumed()
    {
        await References.SaveAsync(_channel, Cancellation);
        (await References.SuspendAsync(Here, _channel.Conversation, "BotNotInConversationRoster", Cancellation)).ShouldBeTrue();
        var since = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        (await References.SuspendAsync(Here, _channel.Conversation, "another reason", Cancellation)).ShouldBeFalse();
        (await References.SaveAsync(_channel with { Reference = "{}" }, Cancellation)).Suspension.ShouldBe(new Suspension("BotNotInConversationRoster", since));
        (await References.FindAsync(Here, _channel.Conversation, Cancellation))!.Suspension.ShouldBe(new Suspension("BotNotInConversationRoster", since));

        (await References.ResumeAsync(Here, _channel.Conversation, Cancellation)).ShouldBeTrue();
        (await References.ResumeAsync(Here, _channel.Conversation, Cancellation)).ShouldBeFalse();
        (await References.FindAsync(Here, _channel.Conversation, Cancellation))!.Suspension.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_not_there_is_neither_suspended_nor_resumed_nor_removed()
    {
        (await References.SuspendAsync(Here, "nowhere", "why", Cancellation)).ShouldBeFalse();
        (await References.ResumeAsync(Here, "nowhere", Cancellation)).ShouldBeFalse();
        (await References.RemoveAsync(Here, "nowhere", Cancellation)).ShouldBeFalse();
        (await References.TryWelcomeAsync(Here, "nowhere", "E1", Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task One_announcement_alone_may_say_welcome_as_often_as_it_is_tried()
    {
        await References.SaveAsync(_channel, Cancellation);
        (await References.TryWelcomeAsync(Here, _channel.Conversation, "E1", Cancellation)).ShouldBeTrue();
        (await References.TryWelcomeAsync(Here, _channel.Conversation, "E2", Cancellation)).ShouldBeFalse();
        (await References.TryWelcomeAsync(Here, _channel.Conversation, "E1", Cancellation)).ShouldBeTrue();
        await References.SaveAsync(_channel with { Reference = "{}" }, Cancellation);
        (await References.TryWelcomeAsync(Here, _channel.Conversation, "E3", Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Announcements_that_reach_replicas_at_once_get_one_welcome()
    {
        var other = await OpenAsync();
        await References.SaveAsync(_channel, Cancellation);
        var given = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => (i % 2 == 0 ? Store : other).References.TryWelcomeAsync(Here, _channel.Conversation, $"E{i}", Cancellation))));
        given.Count(may => may).ShouldBe(1);
    }

    [Fact]
    public async Task A_welcome_that_was_not_said_is_the_next_announcements()
    {
        await References.SaveAsync(_channel, Cancellation);
        await References.TryWelcomeAsync(Here, _channel.Conversation, "E1", Cancellation);
        await References.ReleaseWelcomeAsync(Here, _channel.Conversation, "E2", Cancellation);
        (await References.TryWelcomeAsync(Here, _channel.Conversation, "E2", Cancellation)).ShouldBeFalse();
        await References.ReleaseWelcomeAsync(Here, _channel.Conversation, "E1", Cancellation);
        (await References.TryWelcomeAsync(Here, _channel.Conversation, "E2", Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_added_again_after_a_removal_is_welcomed_again()
    {
        await References.SaveAsync(_channel, Cancellation);
        await References.TryWelcomeAsync(Here, _channel.Conversation, "E1", Cancellation);
        (await References.RemoveAsync(Here, _channel.Conversation, Cancellation)).ShouldBeTrue();
        (await References.FindAsync(Here, _channel.Conversation, Cancellation)).ShouldBeNull();
        await References.SaveAsync(_channel, Cancellation);
        (await References.TryWelcomeAsync(Here, _channel.Conversation, "E2", Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_teams_conversations_are_listed_with_those_that_are_suspended_and_without_anybody_elses()
    {
        await References.SaveAsync(_channel, Cancellation);
        await References.SaveAsync(_channel with { Conversation = "19:def@thread.tacv2" }, Cancellation);
        await References.SaveAsync(_channel with { Conversation = "19:other@thread.tacv2", Parent = "team-2" }, Cancellation);
        await References.SaveAsync(_channel with { Workspace = Elsewhere }, Cancellation);
        await References.SuspendAsync(Here, "19:def@thread.tacv2", "archived", Cancellation);

        var listed = await References.ListUnderAsync(Here, "team-1", 10, Cancellation);

        listed.Select(reference => reference.Conversation).ShouldBe([_channel.Conversation, "19:def@thread.tacv2"], ignoreOrder: true);
        listed.Single(reference => reference.Conversation == "19:def@thread.tacv2").Suspension!.Reason.ShouldBe("archived");
        (await References.ListUnderAsync(Here, "team-1", 1, Cancellation)).Length.ShouldBe(1);
        (await References.ListUnderAsync(Here, "team-3", 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workspaces_references_are_listed_page_by_page()
    {
        foreach (var name in new[] { "c", "a", "e", "b", "d" })
        {
            await References.SaveAsync(_channel with { Conversation = name }, Cancellation);
        }

        await References.SuspendAsync(Here, "b", "blocked", Cancellation);
        var first = await References.ListAsync(Here, 3, cancellation: Cancellation);
        first.Select(reference => reference.Conversation).ShouldBe(["a", "b", "c"]);
        first[1].Suspension!.Reason.ShouldBe("blocked");
        (await References.ListAsync(Here, 3, "c", Cancellation)).Select(reference => reference.Conversation).ShouldBe(["d", "e"]);
    }

    [Fact]
    public async Task A_reference_is_never_purged()
    {
        await References.SaveAsync(_channel, Cancellation);
        Time.Advance(TimeSpan.FromDays(3650));
        await Store.Retention.PurgeAsync(cancellation: Cancellation);
        (await References.FindAsync(Here, _channel.Conversation, Cancellation)).ShouldNotBeNull();
    }
}

public sealed class SqliteReference() : ReferenceSuite(new SqlitePlace());

public sealed class PostgresReference(PostgresCluster cluster) : ReferenceSuite(new PostgresPlace(cluster));
