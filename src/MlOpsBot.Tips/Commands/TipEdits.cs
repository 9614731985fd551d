using System.Collections.Immutable;
using MlOpsBot.Knowledge;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Commands;

/// <summary>What orders come to in a channel as it is. Nothing is changed here yet.</summary>
internal static class TipEdits
{
    private const int MostDaysAhead = 400;

    private const int MostNames = 6;

    /// <summary>Switches the tips on, or changes when they come and what about.</summary>
    /// <param name="room">The channel.</param>
    /// <param name="reading">When, as far as it was said.</param>
    /// <param name="topics">What about; null where it was not said.</param>
    /// <param name="holidays">The holidays.</param>
    public static TipEdit On(TipRoom room, ScheduleReading reading, ImmutableArray<TipTopic>? topics, HolidayCalendar holidays)
    {
        var wish = reading.Wish!;
        var plan = (room.IsOn ? room.Plan : Fresh(room.Plan)) with { Schedule = wish.Or(room.Plan.Schedule), Topics = topics ?? room.Plan.Topics };
        var notes = new List<string>();
        if (reading.Note is { } note)
        {
            notes.Add(note);
        }

        if (room.IsZoneGuessed && wish.Zone is null)
        {
            notes.Add($"I could not see your time zone, so I took {ScheduleWords.SayZone(plan.Schedule.Zone)}. To change it, say for example: tips on Europe/Berlin");
        }

        var isAsWanted = room.IsOn && Same(plan, room.Plan);
        var wishesNothing = wish is { Time: null, Days: null, Zone: null } && topics is null;
        if (isAsWanted && room.Subscription!.Suspension is null && !(room.IsPaused && wishesNothing))
        {
            return new TipEdit.Nothing(TipReports.AsIs(room, $"There is nothing to change: {TipReports.Describe(room)}", holidays));
        }

        var after = room with { Plan = wishesNothing ? Fresh(plan) : plan };
        var did = !room.IsOn || room.Subscription!.Suspension is not null ? "switched the tips on" : wishesNothing ? "resumed the tips" : "changed the tips";
        if (room.IsOn && room.IsPaused && !wishesNothing)
        {
            notes.Add($"They stay paused {TipReports.PauseOf(room)}; \"tips resume\" ends that.");
        }

        return new TipEdit.Change(after.Plan, TipState.On, $"{did}: {TipReports.When(after)}") { Notes = notes, EndsSuspension = true };
    }

    /// <summary>Switches them off.</summary>
    public static TipEdit Off(TipRoom room) => room.IsOn
        ? new TipEdit.Change(room.Plan, TipState.Off, "switched the tips off") { Notes = ["What was chosen is kept, in case you want them again."] }
        : new TipEdit.Nothing(TipRefusals.Off(room, "switch off"));

    /// <summary>Pauses them.</summary>
    public static TipEdit Pause(TipRoom room, string words, HolidayCalendar holidays)
    {
        if (!room.IsOn)
        {
            return new TipEdit.Nothing(TipRefusals.Off(room, "pause"));
        }

        LocalDate? until = null;
        if (words.Length > 0)
        {
            var reading = DayReader.Read(DayOf(words), room.Today);
            if (reading.Fault is { } fault)
            {
                return new TipEdit.Nothing(TipRefusals.NotUnderstood(fault, TipLines.Pause with { Label = "Pause without an end" }, TipLines.Status));
            }

            until = reading.Day;
        }

        return room.IsPaused && room.Plan.PausedUntil == until
            ? new TipEdit.Nothing(TipReports.AsIs(room, $"The tips are paused already, {TipReports.PauseOf(room)}.", holidays))
            : new TipEdit.Change(room.Plan with { IsPaused = true, PausedUntil = until }, TipState.On, until is { } day ? $"paused the tips until {ScheduleWords.Say(day, room.Today)}" : "paused the tips");
    }

    /// <summary>Ends a pause, or a suspension.</summary>
    public static TipEdit Resume(TipRoom room, HolidayCalendar holidays)
    {
        if (!room.IsOn)
        {
            return On(room, new ScheduleReading(new ScheduleWish(null, null, null), null), null, holidays);
        }

        return room.IsPaused || room.Subscription!.Suspension is not null
            ? new TipEdit.Change(Fresh(room.Plan), TipState.On, "resumed the tips") { EndsSuspension = true }
            : new TipEdit.Nothing(TipReports.AsIs(room, $"There is nothing to resume: {TipReports.Describe(room)}", holidays));
    }

    /// <summary>Leaves a day out.</summary>
    public static TipEdit Skip(TipRoom room, string words, HolidayCalendar holidays)
    {
        if (!room.IsOn)
        {
            return new TipEdit.Nothing(TipRefusals.Off(room, "skip"));
        }

        var days = TipDue.Upcoming(room.Plan, room.Subscription!.LastDay, room.Now, holidays).Take(MostDaysAhead);
        if (words.Length == 0)
        {
            return days.FirstOrDefault(day => day.Skipped is null) is { } next
                ? LeaveOut(room, next.Day)
                : new TipEdit.Nothing(TipReports.AsIs(room, "There is no day to skip.", holidays));
        }

        var wanted = words.Equals("today", StringComparison.OrdinalIgnoreCase) ? new DateReading(room.Today, null) : DayReader.Read(words, room.Today);
        if (wanted.Day is not { } date)
        {
            return new TipEdit.Nothing(TipRefusals.NotUnderstood(wanted.Fault!, TipLines.Skip, TipLines.Preview));
        }

        return days.FirstOrDefault(day => day.Day >= date) switch
        {
            { Skipped: null } day when day.Day == date => LeaveOut(room, date),
            { Skipped: { } why } day when day.Day == date => new TipEdit.Nothing(TipReports.AsIs(room, $"{ScheduleWords.Say(date, room.Today)} is left out already: {TipReports.Lower(why)}.", holidays)),
            _ => new TipEdit.Nothing(TipReports.AsIs(room, $"No tip is to come on {ScheduleWords.Say(date, room.Today)}, so there is none to skip.", holidays)),
        };
    }

    /// <summary>Chooses what the tips are about.</summary>
    public static TipEdit About(TipRoom room, ImmutableArray<TipTopic> topics, HolidayCalendar holidays)
    {
        var plan = room.Plan with { Topics = topics };
        if (!room.IsOn)
        {
            return new TipEdit.Nothing(TipLines.Note(
                "Tips are off here",
                $"No tips come in this {room.Place} yet. Shall they, about {TipRoom.AboutOf(plan)}?",
                TipLines.SwitchOn with { Value = $"on about {(topics.IsEmpty ? "everything" : string.Join(", ", topics.Select(topic => topic.Label)))}" },
                TipLines.ChooseForm));
        }

        var count = TipChooser.Chosen(room.Knowledge, plan).Length;
        return Same(plan, room.Plan)
            ? new TipEdit.Nothing(TipReports.AsIs(room, $"They are about {room.About} already.", holidays))
            : new TipEdit.Change(plan, TipState.On, $"chose tips about {TipRoom.AboutOf(plan)}") { Notes = [Count(room.Knowledge, plan, count)] };
    }

    /// <summary>Takes what was chosen in the form.</summary>
    public static TipEdit Save(TipRoom room, TipForm form, HolidayCalendar holidays)
    {
        if ((room.Subscription?.Version ?? 0) != form.Version)
        {
            return new TipEdit.Nothing(TipRefusals.ChangedSince(room, "Nothing was saved", TipLines.ChangeForm with { IsPrimary = true }, TipLines.Status));
        }

        if (form.Schedule.Days == WeekDays.None)
        {
            return new TipEdit.Nothing(TipRefusals.NotUnderstood("No day of the week was chosen. Choose at least one; \"tips off\" switches the tips off.", TipLines.ChangeForm));
        }

        if (ZoneNames.Find(form.Schedule.Zone) is not { } zone)
        {
            return new TipEdit.Nothing(TipRefusals.NotUnderstood($"I know no time zone \"{form.Schedule.Zone}\". Write it as in Europe/Berlin.", TipLines.ChangeForm));
        }

        var known = form.Topics.Distinct(StringComparer.Ordinal).Where(slug => room.Knowledge.FindCard(slug) is not null).ToImmutableArray();
        var topics = known.ToHashSet(StringComparer.Ordinal).SetEquals(room.Plan.Topics.SelectMany(topic => topic.Cards))
            ? room.Plan.Topics
            : [.. known.Select(slug => new TipTopic(room.Knowledge.FindCard(slug)!.Name, [slug]))];
        var wish = new ScheduleWish(form.Schedule.Time, form.Schedule.Days & WeekDays.All, zone);
        return On(room with { IsZoneGuessed = false }, new ScheduleReading(wish, null), topics, holidays);
    }

    /// <summary>Goes back to what was before a change, unless somebody has changed the tips since.</summary>
    public static TipEdit Undo(TipRoom room, TipChange change)
    {
        if (room.Subscription!.Version != change.Version)
        {
            return new TipEdit.Nothing(TipRefusals.ChangedSince(room, "Nothing was undone", TipLines.Undo(room.Subscription, "Undo that change"), TipLines.Status));
        }

        var (before, by) = (change.Before, change.By);
        return new TipEdit.Change(
            before is null ? room.Plan : PlanJson.Read(before.Plan) ?? room.Plan, before?.State ?? TipState.Off, "took back the last change")
        {
            Owner = before?.State == TipState.On ? before.Owner : null,
            TakesBackOf = by,
        };
    }

    /// <summary>A plan that is not paused.</summary>
    private static SubscriptionPlan Fresh(SubscriptionPlan plan) => plan with { IsPaused = false, PausedUntil = null };

    private static TipEdit.Change LeaveOut(TipRoom room, LocalDate day)
        => new(room.Plan with { Skipped = [.. room.Plan.Skipped.Append(day).Distinct().Order()] }, TipState.On, $"left out the tip of {ScheduleWords.Say(day, room.Today)}");

    /// <summary>"Until 5 Jan" is "5 Jan".</summary>
    private static string DayOf(string words)
    {
        var space = words.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && words[..space].ToLowerInvariant() is "until" or "till" or "til" or "to" or "on" or "from" ? words[(space + 1)..] : words;
    }

    private static string Count(KnowledgeBase knowledge, SubscriptionPlan plan, int count)
    {
        if (plan.Topics.IsDefaultOrEmpty)
        {
            return $"There are {count} tips.";
        }

        var names = plan.Topics.SelectMany(topic => topic.Cards).Distinct(StringComparer.Ordinal).Select(knowledge.FindCard).OfType<Card>().Select(card => card.Name).ToList();
        var shown = names.Count <= MostNames ? ScheduleWords.List(names) : $"{string.Join(", ", names.Take(MostNames - 1))} and {names.Count - MostNames + 1} more";
        return $"{count} of {knowledge.Tips.Length} tips {(count == 1 ? "is" : "are")} about that: {shown}.";
    }

    private static bool Same(SubscriptionPlan one, SubscriptionPlan other) => PlanJson.Write(one) == PlanJson.Write(other);
}
