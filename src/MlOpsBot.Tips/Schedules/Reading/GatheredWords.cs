using NodaTime;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>What was gathered from the words of one text, and what it comes to. For one thread.</summary>
internal sealed class GatheredWords
{
    private static readonly LocalTime s_morning = TipSchedule.Default.Time;

    private string? _fault;

    /// <summary>Times.</summary>
    public List<SaidTime> Times { get; } = [];

    /// <summary>Time zones, each with its words.</summary>
    public List<(ZoneFinding Zone, string Raw)> Zones { get; } = [];

    /// <summary>What is to be said back.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Days that were named.</summary>
    public WeekDays Days { get; set; }

    /// <summary>Days that are to be left out.</summary>
    public WeekDays Left { get; set; }

    /// <summary>The part of the day.</summary>
    public DayPart? Part { get; set; }

    /// <summary>Whether it is to be every day, unless days were named.</summary>
    public bool IsEveryDay { get; set; }

    /// <summary>On how many days of a week; 0 where nobody said.</summary>
    public int Often { get; set; }

    /// <summary>The reading.</summary>
    public ScheduleReading Decide()
    {
        _fault = CheckDays();
        var time = _fault is null ? DecideTime() : null;
        var zone = _fault is null ? DecideZone() : null;
        return _fault is null
            ? new ScheduleReading(new ScheduleWish(time, DaysLeft(), zone), null) { Note = Notes.Count == 0 ? null : string.Join(' ', Notes) }
            : new ScheduleReading(null, _fault);
    }

    private string? CheckDays()
    {
        if (Left != WeekDays.None && Days == WeekDays.None && !IsEveryDay)
        {
            if (Left != WeekDays.Weekend)
            {
                return $"Not {ScheduleWords.SayDays(Left).Replace("every ", "on ", StringComparison.Ordinal)}, but on which days? Say \"every day except …\" or \"weekdays except …\".";
            }

            Days = WeekDays.Working;
        }

        if (Left != WeekDays.None && DaysLeft() == WeekDays.None)
        {
            return $"That leaves no day. {ScheduleFaults.WhichDays}";
        }

        if (Often == 0)
        {
            return null;
        }

        var count = DaysLeft()?.Count() ?? 0;
        if (count == 0 && Often is 5 or 7)
        {
            Days = Often == 5 ? WeekDays.Working : WeekDays.All;
            return null;
        }

        return count == Often ? null
            : count == 0 ? (Often == 1 ? ScheduleFaults.WhichDay : ScheduleFaults.WhichDays)
            : $"{Often switch { 1 => "Once", 2 => "Twice", _ => $"{Often} times" }} a week, and {ScheduleWords.SayDays(DaysLeft()!.Value)}: which is it? Say the days alone, such as \"tue,thu 9:30\".";
    }

    private WeekDays? DaysLeft()
    {
        var days = Days != WeekDays.None ? Days : IsEveryDay ? WeekDays.All : WeekDays.None;
        return days == WeekDays.None ? null : days & ~Left;
    }

    private LocalTime? DecideTime()
    {
        var times = new List<LocalTime>();
        foreach (var said in Times)
        {
            var time = said.Resolve(Part, out var note, out _fault);
            if (_fault is not null)
            {
                return null;
            }

            if (!times.Contains(time))
            {
                times.Add(time);
            }

            if (note is not null)
            {
                Notes.Add(note);
            }
        }

        if (times.Count > 1)
        {
            _fault = $"There is one tip a day at most: at {ScheduleWords.List([.. times.Select(ScheduleWords.SayTime)], "or")}? Say the days and one of them.";
            return null;
        }

        return times.Count == 1 ? times[0] : Part switch
        {
            DayPart.Morning => s_morning,
            DayPart.Lunch => LocalTime.Noon,
            DayPart.Afternoon => new LocalTime(14, 0),
            DayPart.Evening => new LocalTime(18, 0),
            DayPart.Night => Ask(ScheduleFaults.WriteTime),
            _ => null,
        };
    }

    private LocalTime? Ask(string sentence)
    {
        _fault = $"At what time of the night? {sentence}";
        return null;
    }

    private string? DecideZone()
    {
        if (Zones.Count == 0)
        {
            return null;
        }

        // A city goes before the abbreviation beside it, which may be wrong in summer or mean several.
        var exact = Zones.Where(zone => !zone.Zone.IsVague).ToArray();
        var named = exact.Length > 0 ? exact : [.. Zones];
        if (named.FirstOrDefault(zone => zone.Zone.Fault is not null) is { Zone.Fault: { } fault })
        {
            _fault = fault;
            return null;
        }

        // What stands last is an id where both are there: "Berlin time (Europe/Berlin)".
        var ids = named.Select(zone => zone.Zone.Zone!).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length > 1 && named.Where(zone => zone.Raw.Contains('/') || zone.Raw.StartsWith('(')).Select(zone => zone.Zone.Zone!).Distinct(StringComparer.Ordinal).ToArray() is [var id])
        {
            ids = [id];
        }

        if (ids.Length > 1)
        {
            _fault = $"Which time zone: {ScheduleWords.List([.. named.Select(zone => zone.Raw)], "or")}? A schedule has one.";
            return null;
        }

        if (ids[0].StartsWith("UTC", StringComparison.Ordinal) && ids[0].Length > 3)
        {
            Notes.Add($"{ids[0]} stays the same in summer and winter; say a city to follow its clocks.");
        }

        return ids[0];
    }
}
