using MlOpsBot.Knowledge;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Commands;

/// <summary>What is known of a channel while an order about it is worked on. Immutable.</summary>
/// <param name="Actor">Who gives the order.</param>
/// <param name="Subscription">What there is; null where the channel never had tips.</param>
/// <param name="Plan">Its plan; the defaults where there is none.</param>
/// <param name="Now">The moment.</param>
internal sealed record TipRoom(ITipActor Actor, TipSubscription? Subscription, SubscriptionPlan Plan, DateTimeOffset Now)
{
    /// <summary>The knowledge that counts for the whole order.</summary>
    public required KnowledgeBase Knowledge { get; init; }

    /// <summary>Whether the zone is a guess, as nobody's own is known.</summary>
    public bool IsZoneGuessed { get; init; }

    /// <summary>Whether tips are switched on; they may be paused or suspended.</summary>
    public bool IsOn => Subscription is { State: TipState.On };

    /// <summary>The local day there.</summary>
    public LocalDate Today => TipCalendar.Tzdb.Today(Plan.Schedule.Zone, Instant.FromDateTimeOffset(Now));

    /// <summary>Whether nothing is posted today, or until somebody says so, by a pause.</summary>
    public bool IsPaused => Plan.IsPaused && (Plan.PausedUntil is not { } until || Today < until);

    /// <summary>"channel", or "chat" where nobody else is there.</summary>
    public string Place => Actor.IsDirect ? "chat" : "channel";

    /// <summary>A moment in the words of the place's clock.</summary>
    public string Say(DateTimeOffset moment) => ScheduleWords.Say(TipCalendar.Tzdb.Local(Plan.Schedule.Zone, Instant.FromDateTimeOffset(moment)), Today);

    /// <summary>What the tips are about: "everything", "governance and data engineering".</summary>
    public string About => AboutOf(Plan);

    /// <summary>What a plan's tips are about.</summary>
    public static string AboutOf(SubscriptionPlan plan) => plan.Topics.IsDefaultOrEmpty ? "everything" : ScheduleWords.List([.. plan.Topics.Select(topic => topic.Label)]);
}
