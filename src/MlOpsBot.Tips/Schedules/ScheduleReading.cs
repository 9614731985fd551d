namespace MlOpsBot.Tips.Schedules;

/// <summary>What was understood of words about when tips are to come. Either the wish or the fault is there. Immutable.</summary>
/// <param name="Wish">What was named; each part null where it was left open. Null where something was not understood.</param>
/// <param name="Fault">What was not understood, and what to write instead: whole sentences to say back. Null where all was understood.</param>
public sealed record ScheduleReading(ScheduleWish? Wish, string? Fault)
{
    /// <summary>What was taken to be meant although it might have been something else, in a whole sentence to say back; null for nothing.</summary>
    public string? Note { get; init; }
}
