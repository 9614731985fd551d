using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Schedules;

/// <summary>What was understood of words about a day. Either the day or the fault is there. Immutable.</summary>
/// <param name="Day">The day; later than the day on which it was said. Null where it was not understood.</param>
/// <param name="Fault">What was not understood, and what to write instead: whole sentences to say back. Null where all was understood.</param>
public sealed record DateReading(LocalDate? Day, string? Fault);

/// <summary>Understands what people write for a day to come: "5 Jan", "2027-01-05", "monday", "next week", "for 2 weeks", "tomorrow".</summary>
public static class DayReader
{
    private const string Examples = "Write a day such as \"5 Jan\", \"2027-01-05\", \"monday\", \"next week\" or \"for 2 weeks\".";

    /// <summary>Reads it.</summary>
    /// <param name="words">What was written.</param>
    /// <param name="today">The local day on which it was written.</param>
    public static DateReading Read(string words, LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(words);
        var key = words.Trim().ToLowerInvariant();
        if (key == "tomorrow")
        {
            return new DateReading(today.PlusDays(1), null);
        }

        return LocalDatePattern.Iso.Parse(key).TryGetValue(default, out var day) && day > today
            ? new DateReading(day, null)
            : new DateReading(null, $"I did not understand the day \"{words.Trim()}\". {Examples}");
    }
}
