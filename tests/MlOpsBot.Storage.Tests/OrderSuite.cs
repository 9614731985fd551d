using System.Collections.Concurrent;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

public abstract class OrderSuite(StorePlace place) : StoreSuite(place)
{
    private static readonly TimeSpan _lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Of_a_conversation_only_the_earliest_open_event_is_claimed()
    {
        await RecordAsync("E1", "C1:1");
        await RecordAsync("E2", "C1:1");
        await RecordAsync("E3", "C1:2");
        await RecordAsync("E4", null);
        var claims = await ClaimAsync();
        claims.Select(claim => claim.Event.EventId).ShouldBe(["E1", "E3", "E4"]);
        claims[0].Event.Conversation.ShouldBe("C1:1");

        (await ClaimAsync()).ShouldBeEmpty();
        await Store.Inbox.CompleteAsync(claims[0], Cancellation);
        (await ClaimAsync()).ShouldHaveSingleItem().Event.EventId.ShouldBe("E2");
    }

    [Fact]
    public async Task A_conversation_waits_for_its_event_that_is_to_be_tried_again()
    {
        await RecordAsync("E1", "C1:1");
        await RecordAsync("E2", "C1:1");
        await Store.Inbox.RetryAsync((await ClaimAsync())[0], Time.Now + TimeSpan.FromSeconds(5), "busy", Cancellation);
        (await ClaimAsync()).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromSeconds(5));
        (await ClaimAsync()).ShouldHaveSingleItem().Event.EventId.ShouldBe("E1");
    }

    [Fact]
    public async Task A_conversation_goes_on_after_an_event_that_was_given_up_or_left_in_doubt()
    {
        await RecordAsync("E1", "C1:1");
        await RecordAsync("E2", "C1:1");
        await RecordAsync("E3", "C1:1");
        await Store.Inbox.GiveUpAsync((await ClaimAsync()).Single(), "gone", Cancellation);
        await Store.Inbox.MarkDoubtfulAsync((await ClaimAsync()).Single(), "lost", Cancellation);
        (await ClaimAsync()).ShouldHaveSingleItem().Event.EventId.ShouldBe("E3");
    }

    [Fact]
    public async Task Conversations_of_the_same_name_in_two_workspaces_do_not_wait_for_each_other()
    {
        await RecordAsync("E1", "C1:1");
        await Store.Inbox.RecordAsync(new IncomingEvent(Elsewhere, "E2", "app_mention", "{}") { Conversation = "C1:1" }, Cancellation);
        (await ClaimAsync()).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Many_workers_of_two_replicas_keep_every_conversation_in_order()
    {
        const int Events = 600;
        const int Conversations = 20;
        var other = await OpenAsync();
        var recorded = new ConcurrentDictionary<string, ConcurrentQueue<string>>(StringComparer.Ordinal);
        var done = new ConcurrentDictionary<string, ConcurrentQueue<string>>(StringComparer.Ordinal);
        var busy = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var left = Events;
        var recording = Task.WhenAll(Enumerable.Range(0, Conversations).Select(conversation => Task.Run(async () =>
        {
            for (var i = 0; i < Events / Conversations; i++)
            {
                var (id, name) = ($"E{conversation}.{i}", $"C1:{conversation}");
                await (i % 2 == 0 ? Store : other).Inbox.RecordAsync(new IncomingEvent(Here, id, "app_mention", "{}") { Conversation = name }, Cancellation);
                recorded.GetOrAdd(name, _ => new()).Enqueue(id);
            }
        })));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() => WorkAsync(worker % 2 == 0 ? Store : other))));
        await recording;
        foreach (var (conversation, ids) in recorded)
        {
            done[conversation].ShouldBe(ids);
        }

        async Task WorkAsync(Store store)
        {
            while (Volatile.Read(ref left) > 0)
            {
                foreach (var claim in await store.Inbox.ClaimAsync("slack", 3, _lease, Cancellation))
                {
                    busy.TryAdd(claim.Event.Conversation!, true).ShouldBeTrue("two workers are in one conversation");
                    await Task.Yield();
                    done.GetOrAdd(claim.Event.Conversation!, _ => new()).Enqueue(claim.Event.EventId);
                    busy.TryRemove(claim.Event.Conversation!, out _);
                    await store.Inbox.CompleteAsync(claim, Cancellation);
                    Interlocked.Decrement(ref left);
                }
            }
        }
    }

    [Fact]
    public async Task The_queue_of_a_place_is_what_was_recorded_there_earlier_and_is_still_open()
    {
        await RecordAsync("E1", "C1:1");
        await RecordAsync("E2", "C1:1");
        await RecordAsync("E3", "C1");
        await RecordAsync("E4", "C10:1");
        await RecordAsync("E5", "C1:2");
        await RecordAsync("E6", "C1:3");
        var claims = (await ClaimAsync()).ToDictionary(claim => claim.Event.EventId, StringComparer.Ordinal);
        (await Store.Inbox.CountAheadAsync(claims["E5"], "C1", Cancellation)).ShouldBe(3);
        (await Store.Inbox.CountAheadAsync(claims["E1"], "C1", Cancellation)).ShouldBe(0);
        await Store.Inbox.CompleteAsync(claims["E3"], Cancellation);
        (await Store.Inbox.CountAheadAsync(claims["E5"], "C1", Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task Threads_that_are_named_after_a_semicolon_stand_in_their_places_queue_too()
    {
        await RecordAsync("E1", "19:a@thread;messageid=1");
        await RecordAsync("E2", "19:a@thread");
        await RecordAsync("E3", "19:a@thread2;messageid=1");
        await RecordAsync("E4", "19:a@thread;messageid=2");
        var claims = (await ClaimAsync()).ToDictionary(claim => claim.Event.EventId, StringComparer.Ordinal);
        (await Store.Inbox.CountAheadAsync(claims["E4"], "19:a@thread", Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task An_attempt_that_failed_for_something_outside_does_not_count()
    {
        await RecordAsync("E1", null);
        await Store.Inbox.RetryAsync((await ClaimAsync()).Single(), Time.Now, "429", counts: false, Cancellation);
        await Store.Inbox.RetryAsync((await ClaimAsync()).Single(), Time.Now, "bug", counts: true, Cancellation);
        (await ClaimAsync()).ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task An_event_can_be_finished_out_of_the_ordinary()
    {
        await RecordAsync("E1", null);
        (await Store.Inbox.CompleteAsync((await ClaimAsync()).Single(), "told to ask later", Cancellation)).ShouldBeTrue();
        var status = (await Store.Inbox.FindAsync(Here, "E1", Cancellation)).ShouldNotBeNull();
        (status.State, status.Reason).ShouldBe((WorkState.Done, "told to ask later"));
    }

    [Fact]
    public async Task A_thread_is_ours_once_we_have_posted_there()
    {
        var delivery = new NewDelivery(Here, NewDelivery.NewId(), "C1:17.1", "{}", "k");
        await Store.Deliveries.IntendAsync(delivery, Cancellation);
        (await Store.Deliveries.HasPostedInAsync(Here, "C1:17.1", Cancellation)).ShouldBeFalse();
        await Store.Deliveries.PostedAsync(Here, delivery.Id, "17.5", Cancellation);
        (await Store.Deliveries.HasPostedInAsync(Here, "C1:17.1", Cancellation)).ShouldBeTrue();
        (await Store.Deliveries.HasPostedInAsync(Here, "C1:17", Cancellation)).ShouldBeFalse();
        (await Store.Deliveries.HasPostedInAsync(Elsewhere, "C1:17.1", Cancellation)).ShouldBeFalse();
    }

    private Task<RecordOutcome> RecordAsync(string id, string? conversation)
        => Store.Inbox.RecordAsync(new IncomingEvent(Here, id, "app_mention", "{}") { Conversation = conversation }, Cancellation);

    private Task<System.Collections.Immutable.ImmutableArray<ClaimedEvent>> ClaimAsync()
        => Store.Inbox.ClaimAsync("slack", 10, _lease, Cancellation);
}

public sealed class SqliteOrder() : OrderSuite(new SqlitePlace());

public sealed class PostgresOrder(PostgresCluster cluster) : OrderSuite(new PostgresPlace(cluster));
