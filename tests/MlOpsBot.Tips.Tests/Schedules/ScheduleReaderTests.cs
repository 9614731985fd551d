using MlOpsBot.Tips.Schedules;
using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Tests.Schedules;

public sealed class ScheduleReaderTests
{
    public static TheoryData<string, string, string, string> Understood()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var parts in Table("understood.txt", 4))
        {
            data.Add(parts[0], parts[1], parts[2], parts[3]);
        }

        return data;
    }

    public static TheoryData<string, string> AskedBack()
    {
        var data = new TheoryData<string, string>();
        foreach (var parts in Table("asked-back.txt", 2))
        {
            data.Add(parts[0], parts[1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Understood))]
    public void What_people_write_is_understood(string words, string days, string time, string zone)
    {
        var reading = ScheduleReader.Read(words);

        reading.Fault.ShouldBeNull();
        reading.Wish.ShouldBe(new ScheduleWish(time == "-" ? null : LocalTimePattern.ExtendedIso.Parse($"{time}:00").Value, Days(days), zone == "-" ? null : zone));
    }

    [Theory]
    [MemberData(nameof(AskedBack))]
    public void What_is_unclear_is_asked_back_about_in_a_sentence_that_helps(string words, string fault)
    {
        var reading = ScheduleReader.Read(words);

        reading.Wish.ShouldBeNull();
        reading.Fault.ShouldBe(fault);
    }

    [Fact]
    public void The_tables_are_as_long_as_they_are_meant_to_be()
    {
        Table("understood.txt", 4).Count().ShouldBeGreaterThanOrEqualTo(150);
        Table("asked-back.txt", 2).Count().ShouldBeGreaterThanOrEqualTo(40);
    }

    internal static WeekDays? Days(string days) => days switch
    {
        "-" => null,
        "all" => WeekDays.All,
        "working" => WeekDays.Working,
        "weekend" => WeekDays.Weekend,
        _ => days.Split(',').Select(day => Enum.GetValues<IsoDayOfWeek>().Single(name => name.ToString().StartsWith(day, StringComparison.OrdinalIgnoreCase)))
            .Aggregate(WeekDays.None, (set, day) => set | WeekDayArithmetic.Of(day)),
    };

    internal static IEnumerable<string[]> Table(string file, int columns) =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Schedules", file))
        where line.Length > 0 && line[0] != '#'
        select line.Split('|', columns, StringSplitOptions.TrimEntries) is var parts && parts.Length == columns ? parts : throw new InvalidDataException(line);
}
