namespace MlOpsBot.Storage.Working;

/// <summary>What becomes of an event after an attempt: decided here without a clock, a store or a die of its own.</summary>
internal sealed class RetryPolicy(QueueWorkerOptions options)
{
    /// <summary>Decides on an event that was claimed and not yet worked on; null: work on it.</summary>
    public Settlement? BeforeWork(IClaim claim) => claim.Attempt > options.MostAttempts
        ? new Settlement(WorkState.GivenUp, $"{claim.Attempt - 1} attempts ended in an exception or with the program")
        : null;

    /// <summary>Decides after an attempt that came to something.</summary>
    /// <param name="claim">The event.</param>
    /// <param name="outcome">What it came to.</param>
    /// <param name="now">Now.</param>
    /// <param name="jitter">0 to 1, at random: parts those who were turned away together.</param>
    public Settlement After(IClaim claim, WorkOutcome outcome, DateTimeOffset now, double jitter) => outcome switch
    {
        WorkOutcome.Finished done => new Settlement(WorkState.Done, done.Reason),
        WorkOutcome.Abandoned abandoned => new Settlement(WorkState.GivenUp, abandoned.Reason),
        WorkOutcome.Doubted doubted => new Settlement(WorkState.Doubtful, doubted.Reason),
        WorkOutcome.Again again => Again(claim, again.Reason, again.After is { } asked ? Longer(asked, jitter) : Outside(claim, now, jitter), counts: false, now),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>Decides after an attempt that ended in an exception, which is the event's own fault as far as anybody knows.</summary>
    public Settlement AfterException(IClaim claim, Exception exception, DateTimeOffset now, double jitter)
    {
        // The message may repeat what a user wrote; the log has the rest.
        var reason = exception.GetType().Name;
        return claim.Attempt >= options.MostAttempts
            ? new Settlement(WorkState.GivenUp, $"{reason}, after {claim.Attempt} attempts")
            : Again(claim, reason, Doubled(claim.Attempt, jitter), counts: true, now);
    }

    /// <summary>Decides after an attempt that the store stood in the way of.</summary>
    public Settlement AfterStoreFault(IClaim claim, StorageException fault, DateTimeOffset now, double jitter)
        => Again(claim, $"the store: {fault.Failure}", Outside(claim, now, jitter), counts: false, now);

    /// <summary>What the row says of an event that was given back because the program stopped.</summary>
    public const string StoppedReason = "the program stopped";

    /// <summary>An event that is given back because the program stops.</summary>
    public static Settlement Stopped(DateTimeOffset now) => new(WorkState.Open, StoppedReason) { At = now, Counts = false };

    private Settlement Again(IClaim claim, string reason, TimeSpan pause, bool counts, DateTimeOffset now)
        => now + pause - claim.RecordedAt > options.OldestToRetry()
            ? new Settlement(WorkState.GivenUp, $"too old to be tried again: {reason}")
            : new Settlement(WorkState.Open, reason) { At = now + pause, Counts = counts };

    // Half of its age once more: the pauses grow by half each without anybody counting them.
    private TimeSpan Outside(IClaim claim, DateTimeOffset now, double jitter)
        => Longer(Within((now - claim.RecordedAt) / 2), jitter);

    private TimeSpan Doubled(int attempt, double jitter)
        => Longer(Within(options.ShortestPause * Math.Pow(2, Math.Min(attempt, 30) - 1)), jitter);

    private TimeSpan Within(TimeSpan pause)
        => pause < options.ShortestPause ? options.ShortestPause : pause > options.LongestPause ? options.LongestPause : pause;

    // Never shorter than asked for: a platform that says "in 30 seconds" means it.
    private static TimeSpan Longer(TimeSpan pause, double jitter) => pause * (1 + (jitter / 4));
}

/// <summary>What becomes of an event. Immutable.</summary>
/// <param name="State">Settled as what; open to be tried again.</param>
/// <param name="Reason">For the row.</param>
public sealed record Settlement(WorkState State, string? Reason)
{
    /// <summary>When it may be tried again, where it stays open.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether the attempt counts, where it stays open.</summary>
    public bool Counts { get; init; }
}
