using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Schedules;

/// <summary>Understands what people write about when tips are to come: "9:30 weekdays Europe/Berlin", "mon,wed,fri 16:00".</summary>
public static class ScheduleReader
{
    private const string Examples = "Say days, a time and a place, such as \"weekdays 9:30 Berlin\" or \"mon,wed,fri 16:00\".";

    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    /// <summary>Reads it. Nothing at all is a wish that leaves everything open.</summary>
    /// <param name="words">What was written, without the order before it.</param>
    public static ScheduleReading Read(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var wish = new ScheduleWish(null, null, null);
        foreach (var word in words.ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (s_time.Parse(word).TryGetValue(default, out var time))
            {
                wish = wish with { Time = time };
            }
            else if (Days(word) is { } days)
            {
                wish = wish with { Days = (wish.Days ?? WeekDays.None) | days };
            }
            else if (ZoneNames.Find(word) is { } zone)
            {
                wish = wish with { Zone = zone };
            }
            else
            {
                return new ScheduleReading(null, $"I did not understand \"{word}\". {Examples}");
            }
        }

        return new ScheduleReading(wish, null);
    }

    private static WeekDays? Days(string word) => word switch
    {
        "weekdays" => WeekDays.Working,
        "daily" => WeekDays.All,
        _ when word.Length >= 3 && Enum.GetValues<IsoDayOfWeek>().FirstOrDefault(day => day.ToString().StartsWith(word, StringComparison.OrdinalIgnoreCase)) is var found and not IsoDayOfWeek.None
            => WeekDayArithmetic.Of(found),
        _ => null,
    };
}
