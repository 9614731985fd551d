using System.Collections.Immutable;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Commands;

/// <summary>Shows how a channel's tips are, what will come, and what a tip looks like. Changes nothing. Thread-safe.</summary>
internal sealed class TipViews(Store store, TipRooms rooms, Func<HolidayCalendar> holidays)
{
    private const int LastPosts = 5;

    private const int NextHolidays = 3;

    private const int PreviewDays = 30;

    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(15);

    /// <summary>How things are; how to begin where nothing ever was.</summary>
    public async Task<TipReply> StatusAsync(TipRoom room, CancellationToken cancellation)
    {
        if (room.Subscription is not { } subscription)
        {
            return TipHelp.HowToBegin(room);
        }

        var past = await rooms.PastAsync(room, cancellation);
        var posts = await store.Tips.Ledger.ListAsync(room.Actor.Workspace, room.Actor.Channel, LastPosts, null, cancellation);
        return new TipReply(Title(room))
        {
            Lines = [.. Facts(room, subscription, past)],
            Rows = posts.IsEmpty ? [] : [["Day", "Tip", "What came of it"], .. posts.Select(day => Row(room, day))],
            HasHeading = !posts.IsEmpty,
            Buttons = TipReports.ButtonsOf(room, undo: false),
        };
    }

    /// <summary>The next 30 days, as they will be posted as things stand.</summary>
    public async Task<TipReply> PreviewAsync(TipRoom room, CancellationToken cancellation)
    {
        var past = await rooms.PastAsync(room, cancellation);
        var days = TipPreview.Days(room.Knowledge, room.Plan, past, room.Subscription?.LastDay, room.Now, holidays())
            .TakeWhile(day => day.Day < room.Today.PlusDays(PreviewDays));
        var rows = Rows(room, days).ToImmutableArray();
        var lead = (room.IsOn, room.Subscription?.Suspension) switch
        {
            (false, _) => $"Tips are off in this {room.Place}. Switched on, these would come {TipReports.When(room)}.",
            (_, not null) => $"Nothing can be posted here now. Once it can, these come {TipReports.When(room)}.",
            _ => $"These come {TipReports.When(room)}, as things stand: questions, \"more like this\" and new tips may change their order.",
        };
        return new TipReply("The next 30 days")
        {
            Lines = rows.IsEmpty ? [TipLine.Of(lead), TipLine.Of("No day of the schedule falls into them.")] : [TipLine.Of(lead)],
            Rows = rows.IsEmpty ? [] : [["When", "Tip", "About"], .. rows],
            HasHeading = !rows.IsEmpty,
            Buttons = room.IsOn ? [room.IsPaused ? TipLines.Resume : TipLines.Skip, TipLines.ChangeForm, TipLines.Status] : [TipLines.SwitchOn, TipLines.ChooseForm],
        };
    }

    /// <summary>The next tip, at once.</summary>
    public async Task<TipReply> NowAsync(TipRoom room, CancellationToken cancellation)
    {
        if (TipChooser.Next(room.Knowledge, room.Plan, await rooms.PastAsync(room, cancellation)) is not { } choice)
        {
            return TipLines.Note("No tip to show", TipReports.NoTips(room), TipLines.ChooseForm with { IsPrimary = true }, TipLines.Everything);
        }

        var next = room.IsOn && room.Subscription!.Suspension is null
            ? TipDue.Upcoming(room.Plan, room.Subscription.LastDay, room.Now, holidays()).Take(400).FirstOrDefault(day => day.Skipped is null)
            : null;
        return new TipReply("The next tip")
        {
            Lines = [TipLine.Of(next is null ? "This is what a tip looks like. Nothing is used up by looking." : $"This one comes on {room.Say(next.At.ToDateTimeOffset())}, as things stand. Nothing is used up by looking.")],
            Tip = new TipPost(choice.Tip, choice.Card, choice.Why, room.Knowledge),
            Buttons = room.IsOn ? [TipLines.Preview, TipLines.Status] : [TipLines.SwitchOn, TipLines.ChooseForm],
        };
    }

    /// <summary>A row a day; days that follow each other without a tip for the same reason share one.</summary>
    private static IEnumerable<ImmutableArray<string>> Rows(TipRoom room, IEnumerable<PreviewDay> days)
    {
        PreviewDay? first = null;
        PreviewDay? last = null;
        foreach (var day in days)
        {
            if (last is { Choice: null } && last.Skipped == day.Skipped && day.Choice is null)
            {
                last = day;
                continue;
            }

            if (last is not null)
            {
                yield return Row(room, first!, last);
            }

            (first, last) = (day, day);
        }

        if (last is not null)
        {
            yield return Row(room, first!, last);
        }
    }

    private static ImmutableArray<string> Row(TipRoom room, PreviewDay first, PreviewDay last) =>
    [
        first == last
            ? ScheduleWords.Say(TipCalendar.Tzdb.Local(room.Plan.Schedule.Zone, first.At), room.Today)
            : $"{ScheduleWords.Say(first.Day, room.Today)} to {ScheduleWords.Say(last.Day, room.Today)}",
        first.Choice is { } choice ? choice.Tip.Title : $"No tip ({TipReports.Lower(first.Skipped ?? "none is left of what was chosen")})",
        first.Choice?.Card.Name ?? "",
    ];

    private static string Title(TipRoom room) => (room.IsOn, room.Subscription!.Suspension, room.IsPaused) switch
    {
        (false, _, _) => "Tips are off",
        (_, not null, _) => "Tips are suspended",
        (_, _, true) => "Tips are paused",
        _ => "Tips are on",
    };

    private IEnumerable<TipLine> Facts(TipRoom room, TipSubscription subscription, TipPast past)
    {
        if (subscription.Suspension is { } suspension && room.IsOn)
        {
            yield return TipLines.Fact($"Suspended on {room.Say(suspension.Since)}", room.Actor.Explain(suspension.Reason));
        }

        if (room.IsOn && room.IsPaused)
        {
            yield return TipLines.Fact("Paused", $"{TipReports.PauseOf(room)}.");
        }

        yield return TipLines.Fact(room.IsOn ? "When" : "When they were on", $"{ScheduleWords.Say(room.Plan.Schedule)}");
        yield return TipLines.Fact("About", room.About);
        foreach (var next in TipReports.Next(room, holidays()))
        {
            yield return next;
        }

        var round = TipChooser.Round(room.Knowledge, room.Plan, past);
        yield return round.Of == 0
            ? TipLine.Of(TipReports.NoTips(room))
            : TipLines.Fact("This round", $"{round.Used} of {round.Of} tips so far; none repeats before all have come.");
        yield return People(room, subscription);
        if (room.IsOn && HolidaysAhead(room) is { Length: > 0 } ahead)
        {
            yield return TipLines.Fact("Holidays ahead, without a tip", ahead);
        }
    }

    private static TipLine People(TipRoom room, TipSubscription subscription)
    {
        var changed = new TipPart($" on {room.Say(subscription.ChangedAt)}");
        return room.IsOn
            ? TipLines.Fact("Switched on by", Person(subscription.Owner), new TipPart("; changed last by "), Person(subscription.ChangedBy), changed)
            : TipLines.Fact("Switched off by", Person(subscription.ChangedBy), changed);
    }

    private string HolidaysAhead(TipRoom room) => string.Join("; ", holidays().Days
        .Where(holiday => holiday.Day >= room.Today && room.Plan.Schedule.Days.Includes(holiday.Day))
        .Take(NextHolidays)
        .Select(holiday => holiday.Name.Length == 0 ? ScheduleWords.Say(holiday.Day, room.Today) : $"{ScheduleWords.Say(holiday.Day, room.Today)} ({holiday.Name})"));

    private static TipPart Person(string user) => new(user) { IsPerson = true };

    private static ImmutableArray<string> Row(TipRoom room, TipDay day)
    {
        var date = LedgerDay.Read(day.Day) is { } local ? ScheduleWords.Say(local, room.Today) : day.Day;
        var title = day.Tip is { } chosen ? room.Knowledge.Tips.FirstOrDefault(tip => tip.Id == chosen.Tip)?.Title ?? "A tip that is gone by now" : "–";
        return [date, title, Became(room, day)];
    }

    private static string Became(TipRoom room, TipDay day) => day.State switch
    {
        TipDayState.Posted when day.SettledAt - day.DueAt > s_late => $"Posted late, {room.Say(day.SettledAt!.Value)}",
        TipDayState.Posted => "Posted",
        TipDayState.Skipped when day.Reason?.StartsWith("Left out", StringComparison.Ordinal) == true => day.Reason,
        TipDayState.Skipped => $"Left out ({TipReports.Lower(day.Reason ?? "no reason is on record")})",
        TipDayState.Failed => $"Not posted ({TipReports.Lower(day.Reason ?? "no reason is on record")})",
        TipDayState.Doubtful => "Perhaps posted: nobody can tell, so it was not posted again",
        TipDayState.Planned when day.Reason is { } reason => $"Not posted yet, tried again soon ({TipReports.Lower(reason)})",
        _ => "Being posted",
    };
}
