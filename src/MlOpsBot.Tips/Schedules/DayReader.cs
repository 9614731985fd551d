using MlOpsBot.Tips.Schedules.Reading;
using NodaTime;

namespace MlOpsBot.Tips.Schedules;

/// <summary>What was understood of words about a day. Either the day or the fault is there. Immutable.</summary>
/// <param name="Day">The day; later than the day on which it was said. Null where it was not understood.</param>
/// <param name="Fault">What was not understood, and what to write instead: whole sentences to say back. Null where all was understood.</param>
public sealed record DateReading(LocalDate? Day, string? Fault);

/// <summary>
/// Understands what people write for a day to come: "5 Jan", "until the 5th of January", "2027-01-05", "monday", "next week", "for 2 weeks",
/// "tomorrow", "end of the month". A length of time gives the day after it, and the end of something the day after its last.
/// </summary>
/// <remarks>
/// Thread-safe; never throws, whatever is written. Without a year it is the next such day. "5/1" is asked back about, as half of the world reads
/// it the other way round; "5.1." is 5 January everywhere. "Next friday" is the Friday of the next week, which begins on Monday.
/// </remarks>
public static class DayReader
{
    /// <summary>How far ahead a day may be: longer is no pause.</summary>
    public const int MostDays = 731;

    private const int Longest = 200;

    /// <summary>Reads it.</summary>
    /// <param name="words">What was written.</param>
    /// <param name="today">The local day on which it was written.</param>
    public static DateReading Read(string words, LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Length > Longest ? new DateReading(null, $"That is too much for me to read. {DayParse.Examples}") : new DayParse(today).Read(words);
    }
}
