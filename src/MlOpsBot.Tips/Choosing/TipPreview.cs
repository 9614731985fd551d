using MlOpsBot.Knowledge;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Choosing;

/// <summary>A day to come, with its tip. Immutable.</summary>
/// <param name="Day">The local day.</param>
/// <param name="At">The moment that the schedule means.</param>
/// <param name="Choice">The tip; null where there is none.</param>
/// <param name="Skipped">Why nothing will be posted, in a few words; null where a tip will be, or where nothing is left of what was chosen.</param>
public sealed record PreviewDay(LocalDate Day, Instant At, TipChoice? Choice, string? Skipped);

/// <summary>What a channel will get on the days to come, as things stand. Thread-safe.</summary>
public static class TipPreview
{
    /// <summary>The days, the earliest first, without end; none where the schedule's zone is unknown.</summary>
    /// <param name="knowledge">The tips.</param>
    /// <param name="plan">When and what about.</param>
    /// <param name="past">What was there.</param>
    /// <param name="lastDay">The latest local day with a row, as the ledger writes it; null for none.</param>
    /// <param name="now">Only later days count.</param>
    /// <param name="holidays">The holidays.</param>
    public static IEnumerable<PreviewDay> Days(
        KnowledgeBase knowledge, SubscriptionPlan plan, TipPast past, string? lastDay, DateTimeOffset now, HolidayCalendar holidays)
    {
        using var tips = TipChooser.Preview(knowledge, plan, past).GetEnumerator();
        foreach (var day in TipDue.Upcoming(plan, lastDay, now, holidays))
        {
            yield return new PreviewDay(day.Day, day.At, day.Skipped is null && tips.MoveNext() ? tips.Current : null, day.Skipped);
        }
    }
}
