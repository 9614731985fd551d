using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Tips.Subscriptions;

/// <summary>
/// Says what becomes of a subscription that is due: which of its local days get a row in the ledger, which of those get a tip, and when it
/// is due again. A function of the subscription, the moment, the options and the holidays: every replica says the same.
/// </summary>
/// <remarks>Thread-safe. Never throws on what a subscription holds: a plan that cannot be read is logged and looked at again an hour later.</remarks>
public sealed partial class DayPlanner
{
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromHours(1);

    private readonly Current<TipsOptions> _options;
    private readonly Func<HolidayCalendar> _holidays;
    private readonly ILogger<DayPlanner> _log;

    /// <summary>Makes one.</summary>
    /// <param name="options">How late a tip may be, and how posts are spread.</param>
    /// <param name="holidays">The holidays as they are now.</param>
    /// <param name="log">Where a plan that cannot be read is reported.</param>
    public DayPlanner(Current<TipsOptions> options, Func<HolidayCalendar> holidays, ILogger<DayPlanner> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(holidays);
        ArgumentNullException.ThrowIfNull(log);
        (_options, _holidays, _log) = (options, holidays, log);
    }

    /// <summary>What becomes of it.</summary>
    /// <param name="subscription">The subscription; on, and due at <see cref="TipSubscription.NextDue"/>.</param>
    /// <param name="now">The moment.</param>
    public TipPlanning Plan(TipSubscription subscription, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        if (subscription.NextDue is not { } due || subscription.State == TipState.Off)
        {
            return new TipPlanning([], null);
        }

        if (due > now)
        {
            return new TipPlanning([], due);
        }

        if (PlanJson.Read(subscription.Plan) is not { } plan || !TipCalendar.Tzdb.Knows(plan.Schedule.Zone))
        {
            LogUnreadable(subscription.Workspace, subscription.Channel);
            return new TipPlanning([], now + s_lookAgain);
        }

        var options = _options.Value;

        // The due moment itself is among them.
        var occurrences = TipCalendar.Tzdb.From(plan.Schedule, Instant.FromDateTimeOffset(due) - Duration.Epsilon, LedgerDay.Read(subscription.LastDay));
        var come = new List<Occurrence>();
        var moment = Instant.FromDateTimeOffset(now);
        foreach (var occurrence in occurrences)
        {
            if (occurrence.At > moment)
            {
                var offset = OffsetOf(options, subscription.Workspace, subscription.Channel);
                var holidays = _holidays();
                return new TipPlanning([.. come.Select((day, index) => Planned(options, plan, day, index == come.Count - 1, now, offset, holidays))], occurrence.At.ToDateTimeOffset());
            }

            come.Add(occurrence);
        }

        return new TipPlanning([], null);
    }

    /// <summary>By how much a channel's posts come later than the moment of its schedule: always the same, between zero and the spread.</summary>
    public TimeSpan OffsetOf(WorkspaceKey workspace, string channel) => OffsetOf(_options.Value, workspace, channel);

    private static TimeSpan OffsetOf(TipsOptions options, WorkspaceKey workspace, string channel)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}/{channel}"), hash);
        return TimeSpan.FromMilliseconds(Math.Floor(options.Spread.TotalMilliseconds * (BitConverter.ToUInt32(hash) / (uint.MaxValue + 1.0))));
    }

    private static PlannedTip Planned(TipsOptions options, SubscriptionPlan plan, Occurrence occurrence, bool isLatest, DateTimeOffset now, TimeSpan offset, HolidayCalendar holidays)
    {
        var due = occurrence.At.ToDateTimeOffset();
        var skipped = TipDue.WhyNot(plan, occurrence.Day, holidays) ?? TooLate(options, due, isLatest, now);
        return new PlannedTip(LedgerDay.Write(occurrence.Day), due, PostAt(options, due, now, offset), skipped);
    }

    private static string? TooLate(TipsOptions options, DateTimeOffset due, bool isLatest, DateTimeOffset now)
    {
        if (now - due > options.Latest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Too late: the bot was away for more than {Say(options.Latest)}");
        }

        // Nobody wants two at once: with a wide window, a night's downtime would bring yesterday's beside today's.
        return isLatest ? null : "Too late: the next day's tip has come";
    }

    // After a downtime, everything missed would be due at once; it is spread anew, within the window.
    private static DateTimeOffset PostAt(TipsOptions options, DateTimeOffset due, DateTimeOffset now, TimeSpan offset)
    {
        if (now - due <= options.Spread)
        {
            return due + offset;
        }

        var (late, last) = (now + offset, due + options.Latest);
        return late > last ? last : late;
    }

    private static string Say(TimeSpan time) => time.TotalHours == Math.Floor(time.TotalHours)
        ? $"{time.TotalHours:0} {(time.TotalHours == 1 ? "hour" : "hours")}"
        : $"{time.TotalMinutes:0} minutes";

    [LoggerMessage(1, LogLevel.Error, "The plan of tips in {Workspace} {Channel} cannot be read, or its time zone is unknown; looked at again in an hour")]
    private partial void LogUnreadable(WorkspaceKey workspace, string channel);
}
