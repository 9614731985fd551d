using MlOpsBot.Tips.Schedules.Reading;

namespace MlOpsBot.Tips.Schedules;

/// <summary>
/// Understands what people write about when tips are to come: "9:30 weekdays Europe/Berlin", "mon,wed,fri 16:00", "every weekday at half
/// past nine", "tues &amp; thurs 4pm berlin". Every word counts: what is not understood is asked back about, never passed over.
/// </summary>
/// <remarks>
/// Thread-safe; never throws, whatever is written. A time without am or pm that both clocks have is read by working hours where they
/// decide: 7 to 12 are before noon, and 1 to 5 as people talk ("at 4", "half past four") are after it, which the note says. "4:30" and anything
/// with 6 is asked back about.
/// </remarks>
public static class ScheduleReader
{
    /// <summary>Longer texts are not schedules, and are not read.</summary>
    private const int Longest = 500;

    /// <summary>Reads it. Nothing at all is a wish that leaves everything open.</summary>
    /// <param name="words">What was written, without the order before it.</param>
    public static ScheduleReading Read(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Length > Longest ? new ScheduleReading(null, $"That is too much for me to read. {ScheduleFaults.Examples}") : ScheduleParse.Read(words);
    }
}
