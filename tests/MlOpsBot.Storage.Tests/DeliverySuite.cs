using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

public abstract class DeliverySuite(StorePlace place) : StoreSuite(place)
{
    [Fact]
    public async Task An_intent_is_there_before_the_post_and_settled_after_it()
    {
        var content = New();
        var intent = await Store.Deliveries.IntendAsync(await ClaimAsync(), content, Cancellation);
        intent.ShouldBe(new Intent(IntentOutcome.Recorded, new Delivery(content, DeliveryState.Intended, Time.Now, null, null, null)));
        (await Store.Deliveries.ListAsync(DeliveryState.Intended, 10, Cancellation)).ShouldBe([intent.Delivery!]);

        var intendedAt = Time.Now;
        Time.Advance(TimeSpan.FromSeconds(1));
        (await Store.Deliveries.PostedAsync(Here, content.Id, "17.5", Cancellation)).ShouldBeTrue();
        (await Store.Deliveries.FindAsync(Here, content.Id, Cancellation))
            .ShouldBe(new Delivery(content, DeliveryState.Posted, intendedAt, Time.Now, "17.5", null));
        (await Store.Deliveries.ListAsync(DeliveryState.Intended, 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_attempt_finds_what_the_one_before_had_intended()
    {
        var first = New();
        await Store.Deliveries.IntendAsync(await ClaimAsync(), first, Cancellation);
        Time.Advance(TimeSpan.FromHours(1));
        var again = await Store.Deliveries.IntendAsync(await ClaimAsync(), New(), Cancellation);
        again.Outcome.ShouldBe(IntentOutcome.AlreadyThere);
        again.Delivery!.Content.ShouldBe(first);
        again.Delivery.IntendedAt.ShouldBe(Time.Now - TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task An_event_may_be_answered_by_several_messages_each_with_an_intent_of_its_own()
    {
        var claim = await ClaimAsync();
        (await Store.Deliveries.IntendAsync(claim, New(), Cancellation)).Outcome.ShouldBe(IntentOutcome.Recorded);
        (await Store.Deliveries.IntendAsync(claim, New() with { Step = 1 }, Cancellation)).Outcome.ShouldBe(IntentOutcome.Recorded);
        (await Store.Deliveries.IntendAsync(claim, New() with { Step = 1 }, Cancellation)).Outcome.ShouldBe(IntentOutcome.AlreadyThere);
    }

    [Fact]
    public async Task A_worker_that_lost_its_claim_may_not_post()
    {
        var late = await ClaimAsync();
        Time.Advance(TimeSpan.FromHours(1));
        await ClaimAsync();
        (await Store.Deliveries.IntendAsync(late, New(), Cancellation)).ShouldBe(new Intent(IntentOutcome.ClaimLost, null));
    }

    [Fact]
    public async Task A_finished_event_is_answered_no_more()
    {
        var claim = await ClaimAsync();
        await Store.Inbox.CompleteAsync(claim, Cancellation);
        (await Store.Deliveries.IntendAsync(claim, New(), Cancellation)).Outcome.ShouldBe(IntentOutcome.ClaimLost);
    }

    [Fact]
    public async Task Replicas_that_answer_the_same_step_at_once_record_one_intent()
    {
        var other = await OpenAsync();
        var claim = await ClaimAsync();
        var intents = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => (i % 2 == 0 ? Store : other).Deliveries.IntendAsync(claim, New(), Cancellation))));
        intents.Count(intent => intent.Outcome == IntentOutcome.Recorded).ShouldBe(1);
        intents.Select(intent => intent.Delivery!.Content.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_posted_message_stays_posted()
    {
        var content = New();
        await Store.Deliveries.IntendAsync(content, Cancellation);
        (await Store.Deliveries.PostedAsync(Here, content.Id, "17.5", Cancellation)).ShouldBeTrue();
        (await Store.Deliveries.PostedAsync(Here, content.Id, "99.9", Cancellation)).ShouldBeFalse();
        (await Store.Deliveries.FailedAsync(Here, content.Id, "late", Cancellation)).ShouldBeFalse();
        (await Store.Deliveries.FindAsync(Here, content.Id, Cancellation))!.Message.ShouldBe("17.5");
    }

    [Fact]
    public async Task A_doubt_is_listed_until_a_look_up_resolves_it()
    {
        var content = New();
        await Store.Deliveries.IntendAsync(content, Cancellation);
        (await Store.Deliveries.DoubtfulAsync(Here, content.Id, "timed out", Cancellation)).ShouldBeTrue();
        (await Store.Deliveries.ListAsync(DeliveryState.Doubtful, 10, Cancellation)).ShouldHaveSingleItem().Reason.ShouldBe("timed out");
        (await Store.Deliveries.PostedAsync(Here, content.Id, "17.5", Cancellation)).ShouldBeTrue();
        (await Store.Deliveries.FindAsync(Here, content.Id, Cancellation))!.Reason.ShouldBeNull();
        (await Store.Deliveries.ListAsync(DeliveryState.Doubtful, 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_button_of_another_workspace_finds_nothing()
    {
        var content = New();
        await Store.Deliveries.IntendAsync(content, Cancellation);
        (await Store.Deliveries.FindAsync(Elsewhere, content.Id, Cancellation)).ShouldBeNull();
        (await Store.Deliveries.PostedAsync(Elsewhere, content.Id, "17.5", Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_intent_that_is_repeated_because_its_answer_was_lost_is_one_delivery()
    {
        var content = New();
        await Store.Deliveries.IntendAsync(content, Cancellation);
        await Store.Deliveries.IntendAsync(content, Cancellation);
        (await Store.Deliveries.ListAsync(DeliveryState.Intended, 10, Cancellation)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_is_found_by_where_it_stands_and_what_the_platform_calls_it()
    {
        var content = await PostAsync("C1", "17.5");
        await PostAsync("C2", "17.5");
        await PostAsync("C1", "17.6");
        (await Store.Deliveries.FindPostedAsync(Here, "C1", "17.5", Cancellation))!.Content.ShouldBe(content);
        (await Store.Deliveries.FindPostedAsync(Here, "C3", "17.5", Cancellation)).ShouldBeNull();
        (await Store.Deliveries.FindPostedAsync(Elsewhere, "C1", "17.5", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task The_latest_message_of_a_place_is_the_latest_that_is_on_the_platform()
    {
        (await Store.Deliveries.FindLatestAsync(Here, "C1", Cancellation)).ShouldBeNull();
        await PostAsync("C1", "17.5");
        var latest = await PostAsync("C1", "17.6");
        await PostAsync("C2", "17.7");
        var doubtful = New() with { Place = "C1" };
        await Store.Deliveries.IntendAsync(doubtful, Cancellation);
        await Store.Deliveries.DoubtfulAsync(Here, doubtful.Id, "timed out", Cancellation);
        (await Store.Deliveries.FindLatestAsync(Here, "C1", Cancellation))!.Content.ShouldBe(latest);
        (await Store.Deliveries.FindLatestAsync(Elsewhere, "C1", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_posted_in_a_place_and_its_threads_is_listed_the_latest_first()
    {
        await PostAsync("C1", "17.1");
        var since = Time.Now + TimeSpan.FromSeconds(1);
        var first = await PostAsync("C1:1", "17.2");
        await PostAsync("C10", "17.3");
        await PostAsync("C1;1", "17.4");
        await PostAsync("C1!1", "17.5");
        await PostAsync("c1:1", "17.6");
        var second = await PostAsync("C1", "17.7");
        var third = await PostAsync("C1:\u00e4\uffff", "17.8");
        await Store.Deliveries.IntendAsync(New() with { Place = "C1:1" }, Cancellation);
        (await ListAsync(':', 10)).ShouldBe([third, second, first]);
        (await ListAsync(':', 2)).ShouldBe([third, second]);
        (await Store.Deliveries.ListPostedSinceAsync(Elsewhere, "C1", ':', since, 10, Cancellation)).ShouldBeEmpty();

        async Task<IEnumerable<NewDelivery>> ListAsync(char separator, int limit)
            => (await Store.Deliveries.ListPostedSinceAsync(Here, "C1", separator, since, limit, Cancellation)).Select(delivery => delivery.Content);
    }

    [Fact]
    public async Task A_message_that_was_never_intended_gets_a_row_when_somebody_has_an_opinion_of_it()
    {
        var content = New();
        await Store.Deliveries.EnsureAsync(content, "17.5", Cancellation);
        var kept = await Store.Deliveries.FindAsync(Here, content.Id, Cancellation);
        kept.ShouldBe(new Delivery(content, DeliveryState.Posted, Time.Now, Time.Now, "17.5", null));
        await Store.Deliveries.EnsureAsync(content with { Place = "C9" }, "99.9", Cancellation);
        (await Store.Deliveries.FindAsync(Here, content.Id, Cancellation)).ShouldBe(kept);

        var doubtful = New();
        await Store.Deliveries.IntendAsync(doubtful, Cancellation);
        await Store.Deliveries.DoubtfulAsync(Here, doubtful.Id, "timed out", Cancellation);
        await Store.Deliveries.EnsureAsync(doubtful, "17.5", Cancellation);
        (await Store.Deliveries.FindAsync(Here, doubtful.Id, Cancellation))!.State.ShouldBe(DeliveryState.Doubtful);
    }

    [Fact]
    public async Task A_user_has_one_thumb_a_message_and_may_change_it()
    {
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Down, "wrong team"), Cancellation);
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U2", Thumb.Up, null), Cancellation);
        await Store.Feedback.SetAsync(new Feedback(Elsewhere, "D1", "U1", Thumb.Up, null), Cancellation);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Up, null), Cancellation);
        (await Store.Feedback.ListAsync(Here, 10, Cancellation)).ShouldBe(
        [
            new Feedback(Here, "D1", "U1", Thumb.Up, null, Time.Now),
            new Feedback(Here, "D1", "U2", Thumb.Up, null, Time.Now - TimeSpan.FromMinutes(1)),
        ]);
    }

    [Fact]
    public async Task The_words_to_a_thumb_survive_a_click_that_is_delivered_again()
    {
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Down, null), Cancellation);
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Down, "wrong team"), Cancellation);
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Down, null), Cancellation);
        (await Store.Feedback.ListAsync(Here, 10, Cancellation)).ShouldHaveSingleItem().Text.ShouldBe("wrong team");
    }

    [Fact]
    public async Task Words_can_be_added_to_a_thumb_that_is_there()
    {
        (await Store.Feedback.ExplainAsync(Here, "D1", "U1", "wrong team", Cancellation)).ShouldBeFalse();
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Down, null), Cancellation);
        (await Store.Feedback.ExplainAsync(Here, "D1", "U2", "wrong team", Cancellation)).ShouldBeFalse();
        (await Store.Feedback.ExplainAsync(Elsewhere, "D1", "U1", "wrong team", Cancellation)).ShouldBeFalse();
        (await Store.Feedback.ExplainAsync(Here, "D1", "U1", "wrong team", Cancellation)).ShouldBeTrue();
        (await Store.Feedback.ExplainAsync(Here, "D1", "U1", "wrong floor", Cancellation)).ShouldBeTrue();
        (await Store.Feedback.ListAsync(Here, 10, Cancellation)).ShouldBe([new Feedback(Here, "D1", "U1", Thumb.Down, "wrong floor", Time.Now)]);
    }

    [Fact]
    public async Task A_thumb_can_be_taken_back()
    {
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Down, null), Cancellation);
        (await Store.Feedback.RemoveAsync(Elsewhere, "D1", "U1", Cancellation)).ShouldBeFalse();
        (await Store.Feedback.RemoveAsync(Here, "D1", "U1", Cancellation)).ShouldBeTrue();
        (await Store.Feedback.ListAsync(Here, 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_remembers_its_latest_context_until_it_has_grown_cold()
    {
        await Store.Conversations.SetAsync(Here, "C1:1", "{\"about\":\"data-engineer\"}", TimeSpan.FromHours(1), Cancellation);
        Time.Advance(TimeSpan.FromMinutes(50));
        await Store.Conversations.SetAsync(Here, "C1:1", "{\"about\":\"ml-engineer\"}", TimeSpan.FromHours(1), Cancellation);
        Time.Advance(TimeSpan.FromMinutes(59));
        (await Store.Conversations.GetAsync(Here, "C1:1", Cancellation)).ShouldBe("{\"about\":\"ml-engineer\"}");
        (await Store.Conversations.GetAsync(Elsewhere, "C1:1", Cancellation)).ShouldBeNull();
        (await Store.Conversations.GetAsync(Here, "C1:2", Cancellation)).ShouldBeNull();
        Time.Advance(TimeSpan.FromMinutes(1));
        (await Store.Conversations.GetAsync(Here, "C1:1", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_conversation_can_be_forgotten()
    {
        await Store.Conversations.SetAsync(Here, "C1:1", "{}", TimeSpan.FromHours(1), Cancellation);
        await Store.Conversations.RemoveAsync(Here, "C1:1", Cancellation);
        (await Store.Conversations.GetAsync(Here, "C1:1", Cancellation)).ShouldBeNull();
    }

    private static NewDelivery New() => new(Here, NewDelivery.NewId(), "C1/17.1", "{\"card\":\"data-engineer\"}", "4f1c");

    private async Task<NewDelivery> PostAsync(string place, string message)
    {
        var content = New() with { Place = place };
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.Deliveries.IntendAsync(content, Cancellation);
        await Store.Deliveries.PostedAsync(Here, content.Id, message, Cancellation);
        return content;
    }

    private async Task<ClaimedEvent> ClaimAsync()
    {
        await Store.Inbox.RecordAsync(new IncomingEvent(Here, "E1", "app_mention", "{}"), Cancellation);
        return (await Store.Inbox.ClaimAsync("slack", 1, TimeSpan.FromMinutes(1), Cancellation)).ShouldHaveSingleItem();
    }
}

public sealed class SqliteDelivery() : DeliverySuite(new SqlitePlace())
{
    [Theory]
    [InlineData(DeliveryStore.PostedAs + " LIMIT 1", "delivery_message (platform=? AND workspace=? AND message=? AND place=?)")]
    [InlineData(DeliveryStore.PostedBelow, "delivery_place (platform=? AND workspace=? AND place>? AND place<?)")]
    [InlineData(DeliveryStore.PostedIn + " ORDER BY intended_at DESC LIMIT 1", "delivery_place (platform=? AND workspace=? AND place=?)")]
    public async Task A_message_is_looked_up_in_an_index(string sql, string index)
    {
        var plan = await Store.Database.ReadAsync(
            async session => string.Join('\n', (await session.QueryAsync<(long, long, long, string)>(
                $"EXPLAIN QUERY PLAN SELECT id {sql}",
                new { Platform = "slack", Workspace = "T1", Place = "C1", First = "C1:", End = "C1;", Message = "17.5" })).Select(step => step.Item4)),
            Cancellation);
        plan.ShouldContain(index);
    }
}

public sealed class PostgresDelivery(PostgresCluster cluster) : DeliverySuite(new PostgresPlace(cluster));
