using System.Collections.Immutable;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Commands;

/// <summary>Says how a channel's tips are, and what was changed.</summary>
internal static class TipReports
{
    /// <summary>How far ahead the next posts are looked for: a schedule of one day a week, and holidays or a pause in between.</summary>
    private const int MostDaysAhead = 400;

    private const int NextPosts = 3;

    /// <summary>How things are, in a sentence.</summary>
    public static string Describe(TipRoom room) => !room.IsOn
        ? $"tips are off in this {room.Place}."
        : room.IsPaused ? $"tips are paused {PauseOf(room)}; they come {When(room)}." : $"tips come {When(room)}.";

    /// <summary>When and what about: "every weekday at 09:30, Berlin time (Europe/Berlin), about everything".</summary>
    public static string When(TipRoom room) => $"{ScheduleWords.Say(room.Plan.Schedule)}, about {room.About}";

    /// <summary>"until Tue 5 Jan", "until somebody resumes them".</summary>
    public static string PauseOf(TipRoom room) => room.Plan.PausedUntil is { } until ? $"until {ScheduleWords.Say(until, room.Today)}" : "until somebody resumes them";

    /// <summary>The next posts: "Mon 23 Nov, 09:30; Tue 24 Nov, 09:30; Wed 25 Nov, 09:30", and what is left out before them.</summary>
    public static IEnumerable<TipLine> Next(TipRoom room, HolidayCalendar holidays)
    {
        if (!room.IsOn || room.Subscription!.Suspension is not null)
        {
            yield break;
        }

        var posts = new List<string>(NextPosts);
        var leftOut = new List<string>();
        foreach (var day in TipDue.Upcoming(room.Plan, room.Subscription.LastDay, room.Now, holidays).Take(MostDaysAhead))
        {
            if (day.Skipped is null)
            {
                posts.Add(room.Say(day.At.ToDateTimeOffset()));
            }
            else if (!(room.Plan.IsPaused && (room.Plan.PausedUntil is not { } until || day.Day < until)))
            {
                leftOut.Add(room.Plan.Skipped.Contains(day.Day) ? ScheduleWords.Say(day.Day, room.Today) : $"{ScheduleWords.Say(day.Day, room.Today)} ({Lower(day.Skipped)})");
            }

            if (posts.Count == NextPosts)
            {
                break;
            }
        }

        if (posts.Count > 0)
        {
            yield return TipLines.Fact("Next", string.Join("; ", posts));
            if (leftOut.Count > 0)
            {
                yield return TipLines.Fact("Left out before", string.Join("; ", leftOut.Take(5)));
            }
        }
        else
        {
            yield return TipLine.Of(room.IsPaused ? $"Nothing is posted {PauseOf(room)}." : "No day with a tip is in sight: every day that the schedule has is left out or a holiday.");
        }
    }

    /// <summary>What is told to everybody after a change.</summary>
    public static TipReply Changed(TipRoom room, TipEdit.Change change, HolidayCalendar holidays)
    {
        var lines = ImmutableArray.CreateBuilder<TipLine>();
        lines.Add(change.TakesBackOf is { } whose ? TakenBack(room, whose) : TipLines.By(room.Actor, room.Actor.User, $"{change.Did}."));
        lines.AddRange(change.Notes.Select(TipLine.Of));
        lines.AddRange(Next(room, holidays));
        if (room.IsOn && TipChooser.Chosen(room.Knowledge, room.Plan).IsEmpty)
        {
            lines.Add(TipLine.Of(NoTips(room)));
        }

        return new TipReply("A tip a day") { Lines = lines.ToImmutable(), Buttons = ButtonsOf(room, undo: true), IsChange = true };
    }

    private static TipLine TakenBack(TipRoom room, string whose)
    {
        var now = $"Now {Describe(room)}";
        if (whose == room.Actor.User)
        {
            return TipLines.By(room.Actor, whose, $"took back {(room.Actor.IsDirect ? "your" : "their")} last change. {now}");
        }

        var line = TipLines.By(room.Actor, room.Actor.User, "took back the last change, which ");
        return new TipLine([.. line.Parts, new TipPart(whose) { IsPerson = true }, new TipPart($" had made. {now}")]);
    }

    /// <summary>What is said where an order finds things as it wants them.</summary>
    public static TipReply AsIs(TipRoom room, string sentence, HolidayCalendar holidays)
        => new("A tip a day") { Lines = [TipLine.Of(sentence), .. Next(room, holidays)], Buttons = ButtonsOf(room, undo: false) };

    /// <summary>That nothing is left of what was chosen.</summary>
    public static string NoTips(TipRoom room) => room.Plan.Topics.IsDefaultOrEmpty
        ? "There are no tips in the knowledge, so nothing will be posted. Whoever keeps it can add some to knowledge/tips."
        : $"There are no tips on {room.About} in the knowledge any more, so nothing will be posted. Choose something else, or everything.";

    /// <summary>The ways on from where a channel is.</summary>
    public static ImmutableArray<TipButton> ButtonsOf(TipRoom room, bool undo)
    {
        var ways = ImmutableArray.CreateBuilder<TipButton>();
        if (undo && room.Subscription is { } subscription)
        {
            ways.Add(TipLines.Undo(subscription));
        }

        if (!room.IsOn)
        {
            ways.AddRange(TipLines.SwitchOn with { IsPrimary = !undo }, TipLines.ChooseForm);
            return ways.ToImmutable();
        }

        if (room.IsPaused || room.Subscription!.Suspension is not null)
        {
            ways.Add(TipLines.Resume with { IsPrimary = !undo });
        }

        ways.AddRange(TipLines.ChangeForm, TipLines.Preview);
        if (!undo)
        {
            ways.AddRange(TipLines.ShowOne, TipLines.Skip);
            if (!room.IsPaused)
            {
                ways.Add(TipLines.Pause);
            }
        }

        ways.Add(undo ? TipLines.Status : TipLines.SwitchOff);
        return ways.ToImmutable();
    }

    /// <summary>A sentence's beginning, for the middle of another one.</summary>
    public static string Lower(string words) => words.Length > 0 ? char.ToLowerInvariant(words[0]) + words[1..] : words;
}
