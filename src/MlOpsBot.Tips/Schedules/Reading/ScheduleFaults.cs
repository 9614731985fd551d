using System.Collections.Immutable;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>What is asked back: what was not understood, then what to write.</summary>
internal static class ScheduleFaults
{
    public const string WriteTime = "Write the time as 09:30, 16:00 or 4pm.";

    public const string Examples = "Say the days, a time and a city, such as \"weekdays 9:30 Berlin\", \"mon,wed,fri 16:00\" or \"every day at noon\".";

    public const string Counting = "Tips come on the same days of every week; I cannot count weeks or days between them. Say the days, such as \"mon,wed,fri 16:00\".";

    public const string OnceADay = "There is one tip a day at most. Say the days and one time, such as \"weekdays 9:30\".";

    public const string Months = "Tips come on the same days of every week; I do not know days of the month. Say a day of the week, such as \"mondays 9:30\".";

    public const string Dates = "Tips come every week, not on a date. Say days of the week, such as \"weekdays 9:30\"; to wait until a day, say \"tips pause until 5 Jan\".";

    public const string Now = "A schedule says on which days of every week tips come, such as \"weekdays 9:30\". For one tip right away, say \"tips now\".";

    public const string Later = "I cannot begin on a later day. Say the days and a time, such as \"weekdays 9:30\", and then \"tips pause until monday\".";

    public const string Spans = "I need one time, not a span. " + WriteTime;

    public const string Until = "Tips come every week until somebody says stop. Say the days and a time, such as \"weekdays 9:30\"; to wait until a day, say \"tips pause until friday\".";

    public const string Holidays = "Holidays are always left out, where the bot's operator has listed them. Say the days of the week, such as \"weekdays 9:30\".";

    public const string WhichDays = "On which days? Say them, such as \"tue,thu 9:30\".";

    public const string WhichDay = "On which day of the week? Say it, such as \"mondays 9:30\".";

    public static string NoTime(string raw) => $"There is no time \"{raw}\". {WriteTime}";

    public static string NoZone(string raw, ImmutableArray<string> nearest) => nearest.IsEmpty
        ? $"I do not know the time zone \"{raw}\". Say a city, such as Berlin, New York or Sydney, or a zone such as Europe/Berlin or UTC+2."
        : $"I do not know the time zone \"{raw}\". Did you mean {ScheduleWords.List([.. nearest], "or")}?";

    public static string Unknown(string raw) => $"I did not understand \"{raw}\". {Examples}";
}
