using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Subscriptions.Simulation;

/// <summary>
/// The clock is stepped by minutes through two years for 2,000 subscriptions in 40 zones, through downtimes shorter and longer than the window and clocks that
/// are set forward and back, while people pause, skip, and change days, times and zones. The ledger is compared row by row with what <see cref="ExpectedLedger"/> says.
/// </summary>
public sealed class TwoYearsTests
{
    private const int SubscriptionsPerZone = 50;
    private const int CatchUpMinutes = 180;

    // Both hemispheres, half and quarter hours, gaps at midnight, half an hour and two hours of summer time, and zones that changed their rules in these years.
    private static readonly string[] s_zones =
    [
        "Europe/Berlin", "Europe/London", "Europe/Istanbul", "Europe/Moscow", "Europe/Volgograd", "Atlantic/Azores", "America/New_York", "America/Los_Angeles",
        "America/St_Johns", "America/Havana", "America/Caracas", "America/Cancun", "America/Port-au-Prince", "America/Sao_Paulo", "America/Santiago", "America/Asuncion",
        "America/Montevideo", "America/Nuuk", "Africa/Casablanca", "Africa/Cairo", "Africa/Windhoek", "Africa/Juba", "Asia/Tehran", "Asia/Kolkata",
        "Asia/Kathmandu", "Asia/Kabul", "Asia/Beirut", "Asia/Gaza", "Asia/Baku", "Asia/Pyongyang", "Asia/Ulaanbaatar", "Asia/Novosibirsk",
        "Australia/Sydney", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Eucla", "Pacific/Norfolk", "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll",
    ];

    private static readonly LocalTime[] s_times =
    [
        new(9, 30), new(0, 0), new(2, 30), new(2, 0), new(3, 0), new(1, 59), new(0, 30), new(23, 59), new(23, 30), new(16, 0), new(12, 0), new(1, 45),
    ];

    private static readonly WeekDays[] s_days =
    [
        WeekDays.All, WeekDays.Working, WeekDays.Weekend, WeekDays.Sunday, WeekDays.Monday | WeekDays.Wednesday | WeekDays.Friday, WeekDays.Saturday | WeekDays.Sunday | WeekDays.Tuesday,
    ];

    /// <summary>2015 and 2016: 29 February, and seven of the zones changed their rules. 2026 to 2028: the rules as they are now, up to the next 29 February.</summary>
    [Theory]
    [InlineData(2015, 1, 1, 1)]
    [InlineData(2026, 11, 21, 2)]
    public void Every_due_day_has_one_row_and_one_post_and_there_is_none_else(int year, int month, int day, int seed)
    {
        var started = Stopwatch.GetTimestamp();
        var first = new LocalDate(year, month, day);
        var last = first.PlusYears(2);
        var start = first.AtMidnight().InUtc().ToInstant();
        var minutes = (int)(last.AtMidnight().InUtc().ToInstant() - start).TotalMinutes;
        var random = new Random(seed);
        var subscriptions = Enumerable.Range(0, s_zones.Length * SubscriptionsPerZone).Select(number => Subscription(random, number, first, minutes)).ToArray();
        var clock = Clock(random, minutes);
        var holidays = Holidays(first);

        var options = new TipsOptions { CatchUp = TimeSpan.FromMinutes(CatchUpMinutes) };
        var calendar = new HolidayCalendar(holidays.Select(holiday => new Holiday(holiday, "Holiday")));
        var bot = new SimulatedBot(new DayPlanner(options, () => calendar, NullLogger<DayPlanner>.Instance), options.Spread, start, subscriptions);
        var steps = 0;
        foreach (var minute in clock.Minutes())
        {
            bot.Step(minute);
            steps++;
        }

        var stepped = Stopwatch.GetElapsedTime(started);
        var zones = s_zones.ToDictionary(zone => zone, zone => new LocalMinutes(DateTimeZoneProviders.Tzdb[zone], start, start + Duration.FromMinutes(minutes)));
        var expected = new ExpectedLedger(zones, holidays, clock, CatchUpMinutes, first.PlusDays(-2), last.PlusDays(2));
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (wrong, leapDays, late) = (bot.Wrong.ToList(), 0, 0);
        for (var index = 0; index < subscriptions.Length; index++)
        {
            var (rows, wanted) = (bot.Ledger[index], expected.Of(subscriptions[index]));
            wrong.AddRange(wanted.Where(pair => !rows.TryGetValue(pair.Key, out var row) || row != pair.Value)
                .Select(pair => $"{subscriptions[index].Channel} on {pair.Key:uuuu-MM-dd}: {rows.GetValueOrDefault(pair.Key)?.ToString() ?? "nothing"} in the place of {pair.Value}"));
            wrong.AddRange(rows.Where(pair => !wanted.ContainsKey(pair.Key)).Select(pair => $"{subscriptions[index].Channel} on {pair.Key:uuuu-MM-dd}: {pair.Value}, and nothing is due"));
            foreach (var (date, row) in rows)
            {
                var kind = row.Skipped ?? "posted";
                counts[kind] = counts.GetValueOrDefault(kind) + 1;
                leapDays += row.Skipped is null && date is { Month: 2, Day: 29 } ? 1 : 0;
                late += row.Skipped is null && row.PlannedMinute > row.DueMinute ? 1 : 0;
            }
        }

        TestContext.Current.SendDiagnosticMessage(
            "{0} to {1}: {2:N0} subscriptions in {3} zones, the clock stepped through {4:N0} minutes in {5:0.0} s; {6:N0} posts, each day's once, {7:N0} of them after a downtime, {8:N0} on 29 February; "
                + "skipped {9}; {10} gaps and {11} overlaps of clocks, {12:N0} changes by people; {13:N0} rows compared, {14} wrong.",
            first,
            last,
            subscriptions.Length,
            s_zones.Length,
            steps,
            stepped.TotalSeconds,
            counts["posted"],
            late,
            leapDays,
            string.Join(", ", counts.Where(pair => pair.Key != "posted").Select(pair => $"{pair.Value:N0} {pair.Key}")),
            zones.Values.Sum(zone => zone.Gaps),
            zones.Values.Sum(zone => zone.Overlaps),
            subscriptions.Sum(subscription => subscription.Plans.Length - 1),
            counts.Values.Sum(),
            wrong.Count);
        wrong.Take(20).ShouldBeEmpty();
        counts["posted"].ShouldBeGreaterThan(500_000);
        counts.Keys.ShouldBe(["holiday", "left out", "paused", "posted", "too late"]);
        (leapDays, late).ShouldSatisfyAllConditions(pair => pair.leapDays.ShouldBePositive(), pair => pair.late.ShouldBePositive());
    }

    private static SimulatedSubscription Subscription(Random random, int number, LocalDate first, int minutes)
    {
        var zone = s_zones[number % s_zones.Length];
        var within = number / s_zones.Length;
        var time = within < s_times.Length ? s_times[within] : LocalTime.Midnight.PlusMinutes(random.Next(24 * 60));
        var plan = new SubscriptionPlan(new TipSchedule(time, within % 3 == 0 ? WeekDays.All : s_days[random.Next(s_days.Length)], zone))
        {
            Skipped = [.. Enumerable.Range(0, random.Next(4)).Select(_ => first.PlusDays(random.Next(730)))],
        };
        var plans = ImmutableArray.CreateBuilder<(int, SubscriptionPlan)>();
        plans.Add((number % 7 == 0 ? random.Next(minutes / 4) : 0, plan));
        for (var changes = random.Next(5); changes > 0; changes--)
        {
            plan = Change(random, plan, first.PlusDays((int)((long)plans[^1].Item1 * 731 / minutes)));
            plans.Add((plans[^1].Item1 + 1 + random.Next(minutes / 4), plan));
        }

        return new SimulatedSubscription($"C{number:0000} in {zone}", plans.ToImmutable());
    }

    private static SubscriptionPlan Change(Random random, SubscriptionPlan plan, LocalDate today) => random.Next(6) switch
    {
        0 => plan with { Schedule = plan.Schedule with { Zone = s_zones[random.Next(s_zones.Length)] } },
        1 => plan with { Schedule = plan.Schedule with { Time = s_times[random.Next(s_times.Length)] } },
        2 => plan with { Schedule = plan.Schedule with { Days = s_days[random.Next(s_days.Length)] } },
        3 => plan with { IsPaused = true, PausedUntil = today.PlusDays(random.Next(1, 90)) },
        4 => plan with { IsPaused = !plan.IsPaused, PausedUntil = null },
        _ => plan with { Skipped = plan.Skipped.Add(today.PlusDays(random.Next(1, 120))) },
    };

    // Every ten days or so something happens: a restart, a downtime inside of the window, one beyond it, one of days, a clock that is set forward or back.
    private static SimulatedClock Clock(Random random, int minutes)
    {
        var stretches = ImmutableArray.CreateBuilder<(int, int)>();
        for (var at = 0; at < minutes;)
        {
            var end = Math.Min(minutes, at + random.Next(24 * 60, 20 * 24 * 60));
            stretches.Add((at, end));
            at = random.Next(7) switch
            {
                0 => end + random.Next(1, 5),
                1 or 2 => end + random.Next(5, CatchUpMinutes),
                3 => end + CatchUpMinutes + random.Next(-1, 2),
                4 => end + random.Next(CatchUpMinutes, 24 * 60),
                5 => end + random.Next(24 * 60, 4 * 24 * 60),
                _ => end >= minutes ? end : end - random.Next(1, 23 * 60),
            };
        }

        return new SimulatedClock(stretches.ToImmutable());
    }

    private static HashSet<LocalDate> Holidays(LocalDate first) =>
        [.. from year in Enumerable.Range(first.Year, 3) from day in new[] { new AnnualDate(1, 1), new AnnualDate(5, 1), new AnnualDate(12, 25), new AnnualDate(12, 26) } select day.InYear(year)];
}
