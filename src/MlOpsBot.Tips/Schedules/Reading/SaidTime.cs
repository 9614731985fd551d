using NodaTime;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>How a time was said, which tells whether it can be of the afternoon.</summary>
internal enum TimeForm
{
    /// <summary>On the 24-hour clock, or with am or pm.</summary>
    Exact,

    /// <summary>In digits that both clocks have: 9:30.</summary>
    Written,

    /// <summary>As people talk: half past nine, at 9, nine o'clock.</summary>
    Spoken,

    /// <summary>A number that nobody said to be a time.</summary>
    Bare,
}

/// <summary>A time as it was said; which it is depends on the part of the day beside it. Immutable.</summary>
/// <param name="Hour">The hour.</param>
/// <param name="Minute">The minute, before <see cref="Shift"/>.</param>
/// <param name="Form">How it was said.</param>
/// <param name="Raw">The words.</param>
internal sealed record SaidTime(int Hour, int Minute, TimeForm Form, string Raw)
{
    /// <summary>Minutes to be added: -15 of "quarter to".</summary>
    public int Shift { get; init; }

    /// <summary>What was taken to be meant, whatever stands beside it; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Which time it is.</summary>
    /// <param name="part">The part of the day that was named; null for none.</param>
    /// <param name="note">What was taken to be meant although it might have been something else.</param>
    /// <param name="fault">What to ask back; null where it is clear.</param>
    public LocalTime Resolve(DayPart? part, out string? note, out string? fault)
    {
        (note, fault) = (Note, null);
        if (Form == TimeForm.Bare && Hour == 0)
        {
            fault = $"Is \"{Raw}\" a time? Write 00:00.";
            return default;
        }

        var hour = Form == TimeForm.Exact || Hour is 0 or > 12
            ? Exactly(part, out fault)
            : part is { } named ? Of(named, out fault) : Alone(out note, out fault);
        return fault is null ? new LocalTime(hour, Minute).PlusMinutes(Shift) : default;
    }

    private int Exactly(DayPart? part, out string? fault)
    {
        var fits = part switch
        {
            DayPart.Morning => Hour < 12,
            DayPart.Lunch => Hour is >= 11 and < 15,
            DayPart.Afternoon => Hour is >= 12 and < 19,
            DayPart.Evening => Hour >= 16,
            DayPart.Night => Hour is >= 18 or < 6,
            _ => true,
        };
        fault = fits ? null : $"\"{Raw}\" is not {Say(part!.Value)}. {ScheduleFaults.WriteTime}";
        return Hour;
    }

    private int Of(DayPart part, out string? fault)
    {
        int? hour = (part, Hour) switch
        {
            (DayPart.Morning, < 12) => Hour,
            (DayPart.Lunch, 11 or 12) => Hour,
            (DayPart.Lunch, 1 or 2) => Hour + 12,
            (DayPart.Afternoon, 12) => 12,
            (DayPart.Afternoon, < 7) => Hour + 12,
            (DayPart.Evening, >= 4 and < 12) => Hour + 12,
            (DayPart.Night, 12) => 0,
            (DayPart.Night, >= 6) => Hour + 12,
            (DayPart.Night, < 6) => Hour,
            _ => null,
        };
        fault = hour is null ? $"I cannot tell when \"{Raw}\" is {Say(part)}. {ScheduleFaults.WriteTime}" : null;
        return hour ?? 0;
    }

    // Working hours decide, where they can: 7 to 12 are before noon on either clock; 1 to 5 as people talk are after it.
    private int Alone(out string? note, out string? fault)
    {
        (note, fault) = (null, null);
        if (Hour is >= 7 and <= 12)
        {
            return Hour;
        }

        if (Form == TimeForm.Spoken && Hour < 6)
        {
            note = $"I took \"{Raw}\" to be in the afternoon.";
            return Hour + 12;
        }

        var (early, late) = (new LocalTime(Hour, Minute).PlusMinutes(Shift), new LocalTime(Hour + 12, Minute).PlusMinutes(Shift));
        fault = Form == TimeForm.Bare
            ? $"Is \"{Raw}\" a time? Write {ScheduleWords.SayTime(early)} or {ScheduleWords.SayTime(late)}."
            : $"Is \"{Raw}\" in the morning or in the afternoon? Write {ScheduleWords.SayTime(early)} or {ScheduleWords.SayTime(late)}.";
        return 0;
    }

    private static string Say(DayPart part) => part switch
    {
        DayPart.Lunch => "at lunchtime",
        DayPart.Night => "at night",
        _ => $"in the {part.ToString().ToLowerInvariant()}",
    };
}
