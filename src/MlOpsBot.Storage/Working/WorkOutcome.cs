namespace MlOpsBot.Storage.Working;

/// <summary>What working on an event came to, named by what becomes of the event. Immutable.</summary>
public abstract record WorkOutcome
{
    private WorkOutcome()
    {
    }

    /// <summary>Worked on to the end.</summary>
    public static WorkOutcome Done { get; } = new Finished(null);

    /// <summary>Worked on to the end, although not as one would expect; the row says how.</summary>
    /// <param name="reason">In a few words, without anything a user wrote.</param>
    public static WorkOutcome DoneBecause(string reason) => new Finished(reason);

    /// <summary>To be tried again: something outside stood in the way, which is not held against the event.</summary>
    /// <param name="reason">In a few words, without anything a user wrote.</param>
    /// <param name="after">How long to wait, where the platform said; null to wait the longer the longer it has been so.</param>
    public static WorkOutcome Retry(string reason, TimeSpan? after = null) => new Again(reason, after);

    /// <summary>Nobody is to try again, and nothing was done.</summary>
    /// <param name="reason">In a few words, without anything a user wrote.</param>
    public static WorkOutcome GiveUp(string reason) => new Abandoned(reason);

    /// <summary>Nobody is to try again, because it may have been done.</summary>
    /// <param name="reason">In a few words, without anything a user wrote.</param>
    public static WorkOutcome Doubtful(string reason) => new Doubted(reason);

    /// <summary>See <see cref="Done"/>.</summary>
    /// <param name="Reason">What was out of the ordinary; null for nothing.</param>
    public sealed record Finished(string? Reason) : WorkOutcome;

    /// <summary>See <see cref="Retry"/>.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="After">How long to wait; null leaves it to the policy.</param>
    public sealed record Again(string Reason, TimeSpan? After) : WorkOutcome;

    /// <summary>See <see cref="GiveUp"/>.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Abandoned(string Reason) : WorkOutcome;

    /// <summary>See <see cref="Doubtful"/>.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Doubted(string Reason) : WorkOutcome;
}
