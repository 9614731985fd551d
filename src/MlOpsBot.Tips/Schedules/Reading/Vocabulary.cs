using System.Collections.Frozen;
using System.Collections.Immutable;
using NodaTime;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>The words of schedules.</summary>
internal static class Vocabulary
{
    /// <summary>Days of the week by every name that stands for itself.</summary>
    public static FrozenDictionary<string, IsoDayOfWeek> Days { get; } = DayNames();

    /// <summary>Two letters and less: days only where days are listed.</summary>
    public static FrozenDictionary<string, IsoDayOfWeek> ShortDays { get; } = new Dictionary<string, IsoDayOfWeek>(StringComparer.Ordinal)
    {
        ["mo"] = IsoDayOfWeek.Monday,
        ["tu"] = IsoDayOfWeek.Tuesday,
        ["we"] = IsoDayOfWeek.Wednesday,
        ["th"] = IsoDayOfWeek.Thursday,
        ["fr"] = IsoDayOfWeek.Friday,
        ["sa"] = IsoDayOfWeek.Saturday,
        ["su"] = IsoDayOfWeek.Sunday,
        ["m"] = IsoDayOfWeek.Monday,
        ["w"] = IsoDayOfWeek.Wednesday,
        ["f"] = IsoDayOfWeek.Friday,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Several days in one word.</summary>
    public static FrozenDictionary<string, WeekDays> Groups { get; } = new Dictionary<string, WeekDays>(StringComparer.Ordinal)
    {
        ["weekday"] = WeekDays.Working,
        ["weekdays"] = WeekDays.Working,
        ["workday"] = WeekDays.Working,
        ["workdays"] = WeekDays.Working,
        ["workweek"] = WeekDays.Working,
        ["businessdays"] = WeekDays.Working,
        ["workingdays"] = WeekDays.Working,
        ["weekend"] = WeekDays.Weekend,
        ["weekends"] = WeekDays.Weekend,
        ["mwf"] = WeekDays.Monday | WeekDays.Wednesday | WeekDays.Friday,
        ["tth"] = WeekDays.Tuesday | WeekDays.Thursday,
        ["tuth"] = WeekDays.Tuesday | WeekDays.Thursday,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Words before "day(s)" that make them working days.</summary>
    public static FrozenSet<string> Working { get; } = Set("working work business week office");

    /// <summary>Numbers in words.</summary>
    public static FrozenDictionary<string, int> Numbers { get; } =
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
            .Split(' ').Select((word, number) => KeyValuePair.Create(word, number))
            .Concat([new("thirty", 30), new("forty", 40), new("fourty", 40), new("fifty", 50)])
            .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Parts of the day, each by its one name.</summary>
    public static FrozenDictionary<string, DayPart> Parts { get; } = new Dictionary<string, DayPart>(StringComparer.Ordinal)
    {
        ["morning"] = DayPart.Morning,
        ["mornings"] = DayPart.Morning,
        ["lunch"] = DayPart.Lunch,
        ["lunchtime"] = DayPart.Lunch,
        ["lunchtimes"] = DayPart.Lunch,
        ["afternoon"] = DayPart.Afternoon,
        ["afternoons"] = DayPart.Afternoon,
        ["evening"] = DayPart.Evening,
        ["evenings"] = DayPart.Evening,
        ["night"] = DayPart.Night,
        ["nights"] = DayPart.Night,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The months by name; not those that are other words too.</summary>
    public static ImmutableArray<string> Months { get; } = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>Words that bring days to be left out.</summary>
    public static FrozenSet<string> Except { get; } = Set("except excepting excluding without but not no never skip skipping minus");

    /// <summary>Words that say nothing about when.</summary>
    public static FrozenSet<string> Fillers { get; } = Set(
        """
        a an the at on in of for to me us we i id you it them him they please pls plz thanks thank thx want wants would wed like need get gets give send post
        show have tip tips role roles day days daytime time times timezone tz zone local my our their your schedule be is are should shall can could let lets do
        set switch turn every each all only just always exactly sharp precisely around about roughly approximately approx circa ish and then also during with
        hi hello hey ok okay yes sure channel team here this that these those by ever as well both week weeks same per so clock hrs h hour oclock punctually
        repeat repeating repeatedly come arrive prefer maybe subscribe us everyone people if possible any start starts starting begin begins beginning uhr standard daylight which
        """);

    /// <summary>Every word that means something here, fillers and refused ones included: what is not corrected.</summary>
    public static FrozenSet<string> All { get; } = AllWords();

    /// <summary>Words worth finding in spite of a slip of the fingers.</summary>
    public static ImmutableArray<string> Correctable { get; } =
    [
        .. Days.Keys.Where(name => name.Length > 5),
        .. Groups.Keys.Where(name => name.Length > 4),
        .. Parts.Keys,
        .. Numbers.Keys.Where(name => name.Length > 3 && name != "fourty"),
        .. "daily every each everyday except excluding without noon midday midnight half quarter past through thru until hourly weekly monthly fortnightly biweekly today tomorrow oclock please working business time zone days other second twice once".Split(' '),
        .. Months.Where(month => month.Length > 4),
    ];

    private static FrozenSet<string> Set(string words) => words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, IsoDayOfWeek> DayNames()
    {
        var names = new Dictionary<string, IsoDayOfWeek>(StringComparer.Ordinal);
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            var name = day.ToString().ToLowerInvariant();
            (names[name], names[$"{name}s"], names[name[..3]]) = (day, day, day);
        }

        (names["tues"], names["weds"], names["thur"], names["thurs"]) = (IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Thursday);
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenSet<string> AllWords() =>
    [
        .. Days.Keys, .. ShortDays.Keys, .. Groups.Keys, .. Numbers.Keys, .. Parts.Keys, .. Except, .. Fillers, .. Working,
        .. Months, .. Months.Select(month => month[..3]), "sept",
        .. """
           am pm p noon midday midnight half quarter past after before till til until minutes minute mins hours thru through daily everyday from between or either
           other second third fourth fifth first last alternate alternating hourly weekly biweekly fortnightly fortnight monthly month months quarterly yearly
           annually year years today tomorrow tonight tonite now immediately asap next once twice thrice x holiday holidays public bank since random randomly t s oh o single whole few couple bi minutely than
           """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];
}

/// <summary>A part of the day.</summary>
internal enum DayPart
{
    /// <summary>Up to noon.</summary>
    Morning,

    /// <summary>Around noon.</summary>
    Lunch,

    /// <summary>From noon to six.</summary>
    Afternoon,

    /// <summary>From four to midnight.</summary>
    Evening,

    /// <summary>From six in the evening to six in the morning.</summary>
    Night,
}
