using System.Collections.Concurrent;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

public abstract class InboxSuite(StorePlace place) : StoreSuite(place)
{
    private static readonly TimeSpan _lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_event_is_recorded_once_however_often_it_is_delivered()
    {
        (await Store.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
        (await Store.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_arrives_under_two_event_ids_is_recorded_once()
    {
        var mention = Event("E1") with { SecondKey = "C1:17.5" };
        (await Store.Inbox.RecordAsync(mention, Cancellation)).ShouldBe(RecordOutcome.Recorded);
        (await Store.Inbox.RecordAsync(mention with { EventId = "E2", Kind = "message" }, Cancellation)).ShouldBe(RecordOutcome.Duplicate);

        // The second one's redelivery is known by its own id, also where it brings no second key.
        (await Store.Inbox.RecordAsync(Event("E2"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
        (await Store.Inbox.RecordAsync(mention with { EventId = "E3", SecondKey = "C1:17.6" }, Cancellation)).ShouldBe(RecordOutcome.Recorded);
    }

    [Fact]
    public async Task An_id_and_a_second_key_that_read_alike_are_two_things()
    {
        (await Store.Inbox.RecordAsync(Event("same") with { SecondKey = "other" }, Cancellation)).ShouldBe(RecordOutcome.Recorded);
        (await Store.Inbox.RecordAsync(Event("other") with { SecondKey = "same" }, Cancellation)).ShouldBe(RecordOutcome.Recorded);
    }

    [Fact]
    public async Task Workspaces_and_platforms_do_not_share_event_ids()
    {
        foreach (var workspace in new[] { Here, Elsewhere, new WorkspaceKey("teams", "T1") })
        {
            (await Store.Inbox.RecordAsync(Event("E1") with { Workspace = workspace, SecondKey = "C1:1" }, Cancellation))
                .ShouldBe(RecordOutcome.Recorded);
        }
    }

    [Fact]
    public async Task Replicas_that_get_the_same_event_at_once_record_it_once()
    {
        var other = await OpenAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(
            () => (i % 2 == 0 ? Store : other).Inbox.RecordAsync(Event($"E{i % 4}") with { SecondKey = "C1:1" }, Cancellation))));
        outcomes.Count(outcome => outcome == RecordOutcome.Recorded).ShouldBe(1);
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(1);
    }

    [Fact]
    public async Task A_claim_brings_everything_that_was_recorded()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        var claim = (await ClaimAsync()).ShouldHaveSingleItem();
        claim.Event.ShouldBe(Event("E1"));
        claim.Attempt.ShouldBe(1);
        claim.RecordedAt.ShouldBe(Time.Now);
        claim.LeaseUntil.ShouldBe(Time.Now + _lease);
    }

    [Fact]
    public async Task The_longest_waiting_events_are_claimed_first()
    {
        foreach (var id in new[] { "E1", "E2", "E3" })
        {
            await Store.Inbox.RecordAsync(Event(id), Cancellation);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        (await Store.Inbox.ClaimAsync("slack", 2, _lease, Cancellation)).Select(claim => claim.Event.EventId).ShouldBe(["E1", "E2"]);
        (await Store.Inbox.ClaimAsync("slack", 2, _lease, Cancellation)).Select(claim => claim.Event.EventId).ShouldBe(["E3"]);
    }

    [Fact]
    public async Task One_platforms_workers_do_not_get_the_others_events()
    {
        await Store.Inbox.RecordAsync(Event("E1") with { Workspace = new WorkspaceKey("teams", "tenant") }, Cancellation);
        (await ClaimAsync()).ShouldBeEmpty();
        (await Store.Inbox.ClaimAsync("teams", 1, _lease, Cancellation)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_claimed_event_is_nobody_elses_until_the_lease_is_over()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        await ClaimAsync();
        Time.Advance(_lease - TimeSpan.FromMilliseconds(1));
        (await ClaimAsync()).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await ClaimAsync()).ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_renewed_lease_lasts_from_the_renewal_on()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        var claim = (await ClaimAsync())[0];
        Time.Advance(_lease / 2);
        var renewed = await Store.Inbox.RenewAsync(claim, _lease, Cancellation);
        renewed!.LeaseUntil.ShouldBe(Time.Now + _lease);
        Time.Advance(_lease / 2);
        (await ClaimAsync()).ShouldBeEmpty();
        (await Store.Inbox.CompleteAsync(renewed, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_worker_that_lost_its_claim_changes_nothing()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        var late = (await ClaimAsync())[0];
        Time.Advance(_lease);
        var current = (await ClaimAsync())[0];
        (await Store.Inbox.RenewAsync(late, _lease, Cancellation)).ShouldBeNull();
        (await Store.Inbox.CompleteAsync(late, Cancellation)).ShouldBeFalse();
        (await Store.Inbox.RetryAsync(late, Time.Now, "late", Cancellation)).ShouldBeFalse();
        (await Store.Inbox.GiveUpAsync(late, "late", Cancellation)).ShouldBeFalse();
        (await Store.Inbox.MarkDoubtfulAsync(late, "late", Cancellation)).ShouldBeFalse();
        (await StatusAsync("E1")).ShouldSatisfyAllConditions(
            status => status.State.ShouldBe(WorkState.Open),
            status => status.Reason.ShouldBeNull(),
            status => status.DueAt.ShouldBe(current.LeaseUntil));
        (await Store.Inbox.CompleteAsync(current, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_worker_that_is_late_may_still_finish_what_nobody_else_has_claimed()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        var claim = (await ClaimAsync())[0];
        Time.Advance(_lease * 3);
        (await Store.Inbox.CompleteAsync(claim, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_claim_settles_its_event_once()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        var claim = (await ClaimAsync())[0];
        (await Store.Inbox.RetryAsync(claim, Time.Now, "busy", Cancellation)).ShouldBeTrue();
        (await Store.Inbox.CompleteAsync(claim, Cancellation)).ShouldBeFalse();
        claim = (await ClaimAsync())[0];
        (await Store.Inbox.CompleteAsync(claim, Cancellation)).ShouldBeTrue();
        (await Store.Inbox.CompleteAsync(claim, Cancellation)).ShouldBeFalse();
        (await Store.Inbox.RetryAsync(claim, Time.Now, null, Cancellation)).ShouldBeFalse();
        (await ClaimAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_is_given_back_returns_at_its_time_with_its_reason()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        await Store.Inbox.RetryAsync((await ClaimAsync())[0], Time.Now + TimeSpan.FromHours(2), "429 for 2 hours", Cancellation);
        (await StatusAsync("E1")).Reason.ShouldBe("429 for 2 hours");
        (await Store.Inbox.NextDueAsync("slack", Cancellation)).ShouldBe(Time.Now + TimeSpan.FromHours(2));
        Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
        (await ClaimAsync()).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await ClaimAsync()).ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task What_ends_without_an_answer_says_so()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        await Store.Inbox.RecordAsync(Event("E2"), Cancellation);
        var claims = await ClaimAsync();
        (await Store.Inbox.GiveUpAsync(claims[0], "channel is archived", Cancellation)).ShouldBeTrue();
        (await Store.Inbox.MarkDoubtfulAsync(claims[1], "the answer was lost", Cancellation)).ShouldBeTrue();

        var givenUp = (await Store.Inbox.ListAsync(WorkState.GivenUp, 10, Cancellation)).ShouldHaveSingleItem();
        givenUp.ShouldBe(new EventStatus(Here, "E1", "app_mention", WorkState.GivenUp, 1, Time.Now, Time.Now + _lease, Time.Now, "channel is archived"));
        var doubtful = (await Store.Inbox.ListAsync(WorkState.Doubtful, 10, Cancellation)).ShouldHaveSingleItem();
        doubtful.Reason.ShouldBe("the answer was lost");
        (await Store.Inbox.CountAsync("slack", Cancellation)).ShouldBe(new InboxCounts(0, 0, 1, 1, null));
        (await Store.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
    }

    [Fact]
    public async Task A_users_words_are_dropped_once_they_are_answered()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        await Store.Inbox.CompleteAsync((await ClaimAsync())[0], Cancellation);
        (await RawAsync<string>("SELECT payload FROM inbox")).ShouldBe([""]);
    }

    [Fact]
    public async Task Words_that_no_database_can_hold_are_recorded_all_the_same()
    {
        var hostile = Event("E\0\uD800") with { Payload = "a\0b \uDC00 \uD83D\uDE00 'quoted' \u202E" };
        (await Store.Inbox.RecordAsync(hostile, Cancellation)).ShouldBe(RecordOutcome.Recorded);
        (await Store.Inbox.RecordAsync(hostile, Cancellation)).ShouldBe(RecordOutcome.Duplicate);
        (await ClaimAsync())[0].Event.Payload.ShouldBe("a\uFFFDb \uFFFD \uD83D\uDE00 'quoted' \u202E");
        (await Store.Inbox.FindAsync(Here, "E\0\uD800", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Many_workers_of_two_replicas_finish_each_of_many_events_exactly_once()
    {
        const int Events = 2000;
        var other = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, Events).Select(i => Store.Inbox.RecordAsync(Event($"E{i}"), Cancellation)));
        var claimed = new ConcurrentQueue<string>();
        var finished = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(() => WorkAsync(worker % 2 == 0 ? Store : other))));
        claimed.Distinct(StringComparer.Ordinal).Count().ShouldBe(Events);
        claimed.Count.ShouldBe(Events);
        finished.Distinct(StringComparer.Ordinal).Count().ShouldBe(Events);
        finished.Count.ShouldBe(Events);
        (await Store.Inbox.CountAsync("slack", Cancellation)).ShouldBe(new InboxCounts(0, Events, 0, 0, null));

        async Task WorkAsync(Store store)
        {
            while (await store.Inbox.ClaimAsync("slack", 5, _lease, Cancellation) is { IsEmpty: false } claims)
            {
                foreach (var claim in claims)
                {
                    claimed.Enqueue(claim.Event.EventId);
                    if (await store.Inbox.CompleteAsync(claim, Cancellation))
                    {
                        finished.Enqueue(claim.Event.EventId);
                    }
                }
            }
        }
    }

    private static IncomingEvent Event(string id) => new(Here, id, "app_mention", "{\"text\":\"who owns it?\"}");

    private Task<System.Collections.Immutable.ImmutableArray<ClaimedEvent>> ClaimAsync()
        => Store.Inbox.ClaimAsync("slack", 10, _lease, Cancellation);

    private async Task<EventStatus> StatusAsync(string id) => (await Store.Inbox.FindAsync(Here, id, Cancellation)).ShouldNotBeNull();
}

public sealed class SqliteInbox() : InboxSuite(new SqlitePlace());

public sealed class PostgresInbox(PostgresCluster cluster) : InboxSuite(new PostgresPlace(cluster));
