using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

/// <summary>The worker with real timers; the clock of the rows stands still until a test moves it.</summary>
public abstract class WorkerSuite(StorePlace place) : StoreSuite(place)
{
    private static readonly QueueWorkerOptions _wakesBySignalAlone = new("inbox", "slack") { Poll = TimeSpan.FromHours(1) };

    private static readonly QueueWorkerOptions _looksOften = new("inbox", "slack") { Poll = TimeSpan.FromMilliseconds(20) };

    private readonly WorkSignal _signal = new();
    private readonly ConcurrentQueue<string> _worked = new();
    private readonly CancellationTokenSource _stopping = new();

    [Fact]
    public async Task What_was_recorded_before_the_start_and_after_it_is_worked_on_without_polling()
    {
        await RecordAsync("E1");
        var running = RunAsync(_wakesBySignalAlone, (_, _) => Task.FromResult(WorkOutcome.Done));
        await UntilAsync("E1", WorkState.Done);
        await RecordAsync("E2");
        _signal.Wake();
        await UntilAsync("E2", WorkState.Done);
        await StopAsync(running);
    }

    [Fact]
    public async Task What_another_replica_recorded_is_found_by_looking()
    {
        var running = RunAsync(_looksOften, (_, _) => Task.FromResult(WorkOutcome.Done));
        await (await OpenAsync()).Inbox.RecordAsync(new IncomingEvent(Here, "E1", "question", "{}"), Cancellation);
        await UntilAsync("E1", WorkState.Done);
        await StopAsync(running);
    }

    [Fact]
    public async Task No_more_is_worked_on_at_once_than_there_are_slots()
    {
        for (var i = 0; i < 12; i++)
        {
            await RecordAsync($"E{i}");
        }

        var (now, most) = (0, 0);
        var running = RunAsync(
            _wakesBySignalAlone with { Slots = 3 },
            async (_, _) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return WorkOutcome.Done;
            });
        await UntilAsync(async () => (await Store.Inbox.CountAsync("slack", Cancellation)).Done == 12);
        most.ShouldBeInRange(1, 3);
        await StopAsync(running);
    }

    [Fact]
    public async Task The_next_of_a_conversation_begins_when_the_one_before_is_settled()
    {
        foreach (var id in new[] { "E1", "E2", "E3" })
        {
            await RecordAsync(id, "C1:1");
        }

        var running = RunAsync(_wakesBySignalAlone, (_, _) => Task.FromResult(WorkOutcome.Done));
        await UntilAsync("E3", WorkState.Done);
        _worked.ShouldBe(["E1", "E2", "E3"]);
        await StopAsync(running);
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_given_up_in_the_end_and_the_others_go_on()
    {
        await RecordAsync("E1");
        await RecordAsync("E2");
        var running = RunAsync(
            _looksOften with { MostAttempts = 3 },
            (claim, _) => claim.Event.EventId == "E1" ? throw new InvalidOperationException("a bug") : Task.FromResult(WorkOutcome.Done));
        await UntilAsync("E2", WorkState.Done);
        await UntilAsync(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return IsAsync("E1", WorkState.GivenUp);
        });
        _worked.Count(id => id == "E1").ShouldBe(3);
        (await Store.Inbox.FindAsync(Here, "E1", Cancellation))!.Reason.ShouldBe("InvalidOperationException, after 3 attempts");
        await StopAsync(running);
    }

    [Fact]
    public async Task An_event_comes_back_when_the_platform_said()
    {
        await RecordAsync("E1");
        var running = RunAsync(
            _looksOften, (_, _) => Task.FromResult(_worked.Count == 1 ? WorkOutcome.Retry("ratelimited", TimeSpan.FromSeconds(30)) : WorkOutcome.Done));
        await UntilAsync(async () => (await Store.Inbox.FindAsync(Here, "E1", Cancellation))!.Reason == "ratelimited");
        Time.Advance(TimeSpan.FromSeconds(29));
        _worked.Count.ShouldBe(1);
        Time.Advance(TimeSpan.FromSeconds(11));
        await UntilAsync("E1", WorkState.Done);
        _worked.Count.ShouldBe(2);
        await StopAsync(running);
    }

    [Fact]
    public async Task Stopping_finishes_what_can_be_finished_and_gives_back_the_rest()
    {
        await RecordAsync("quick");
        await RecordAsync("endless");
        var (begun, finish) = (new CountdownEvent(2), new TaskCompletionSource());
        var running = RunAsync(
            _wakesBySignalAlone with { Grace = TimeSpan.FromMilliseconds(300) },
            async (claim, cancellation) =>
            {
                begun.Signal();
                await (claim.Event.EventId == "quick" ? finish.Task : Task.Delay(Timeout.Infinite, cancellation));
                return WorkOutcome.Done;
            });
        await Task.Run(() => begun.Wait(Cancellation), Cancellation);
        await _stopping.CancelAsync();
        await RecordAsync("late");
        finish.SetResult();
        await running;
        (await IsAsync("quick", WorkState.Done)).ShouldBeTrue();
        _worked.ShouldNotContain("late");

        // Given back at once and uncounted: another replica need not wait for the lease.
        var claims = await Store.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation);
        claims.Select(claim => (claim.Event.EventId, claim.Attempt)).ShouldBe([("endless", 1), ("late", 1)]);
    }

    [Fact]
    public async Task A_lease_is_renewed_while_the_work_goes_on_and_work_whose_claim_was_lost_is_called_off()
    {
        await RecordAsync("E1");
        var lost = new TaskCompletionSource();
        var running = RunAsync(
            _wakesBySignalAlone with { Lease = TimeSpan.FromMilliseconds(300) },
            async (claim, cancellation) =>
            {
                using var registration = cancellation.Register(lost.SetResult);
                await Task.Delay(Timeout.Infinite, cancellation);
                return WorkOutcome.Done;
            });
        await UntilAsync(() => Task.FromResult(!_worked.IsEmpty));
        var first = (await Store.Inbox.FindAsync(Here, "E1", Cancellation))!.DueAt;
        Time.Advance(TimeSpan.FromMilliseconds(200));
        await UntilAsync(async () => (await Store.Inbox.FindAsync(Here, "E1", Cancellation))!.DueAt > first);

        await RawAsync("UPDATE inbox SET fence = fence + 1, due_at = due_at + 3600000");
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        await StopAsync(running);
        (await IsAsync("E1", WorkState.Open)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_is_waited_for()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Store.Condition.Changed = _ => told.TrySetResult();
        await RawAsync("ALTER TABLE inbox RENAME TO inbox_away");
        var running = RunAsync(_looksOften, (_, _) => Task.FromResult(WorkOutcome.Done));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        running.IsCompleted.ShouldBeFalse();
        await RawAsync("ALTER TABLE inbox_away RENAME TO inbox");
        await RecordAsync("E1");
        await UntilAsync("E1", WorkState.Done);
        await StopAsync(running);
    }

    private static void InterlockedMax(ref int most, int candidate)
    {
        for (var seen = Volatile.Read(ref most); candidate > seen; seen = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, candidate, seen) == seen)
            {
                return;
            }
        }
    }

    private Task<RecordOutcome> RecordAsync(string id, string? conversation = null)
        => Store.Inbox.RecordAsync(new IncomingEvent(Here, id, "question", "{}") { Conversation = conversation }, Cancellation);

    private Task RunAsync(QueueWorkerOptions options, Func<ClaimedEvent, CancellationToken, Task<WorkOutcome>> handle)
    {
        var worker = new QueueWorker<ClaimedEvent>(
            Store.Inbox.Of("slack"),
            _signal,
            (claim, cancellation) =>
            {
                _worked.Enqueue(claim.Event.EventId);
                return handle(claim, cancellation);
            },
            options,
            Time,
            NullLogger.Instance);
        return worker.RunAsync(_stopping.Token);
    }

    private async Task StopAsync(Task running)
    {
        await _stopping.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    private async Task<bool> IsAsync(string id, WorkState state) => (await Store.Inbox.FindAsync(Here, id, Cancellation))?.State == state;

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await holds())
        {
            limit.IsCancellationRequested.ShouldBeFalse("it never came about");
            await beat.WaitForNextTickAsync(Cancellation);
        }
    }

    private Task UntilAsync(string id, WorkState state) => UntilAsync(() => IsAsync(id, state));
}

public sealed class SqliteWorker() : WorkerSuite(new SqlitePlace());

public sealed class PostgresWorker(PostgresCluster cluster) : WorkerSuite(new PostgresPlace(cluster));
