using System.Collections.Immutable;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Tips.Subscriptions;

/// <summary>What a channel ordered: when, what about, and when not. Immutable.</summary>
/// <param name="Schedule">When.</param>
public sealed record SubscriptionPlan(TipSchedule Schedule)
{
    /// <summary>What the tips are about; empty for everything.</summary>
    public ImmutableArray<TipTopic> Topics { get; init; } = [];

    /// <summary>Whether nothing is posted for now.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The local day on which a pause ends, itself a day with a tip again; null for a pause until somebody ends it.</summary>
    public LocalDate? PausedUntil { get; init; }

    /// <summary>Local days that somebody asked to leave out.</summary>
    public ImmutableArray<LocalDate> Skipped { get; init; } = [];
}

/// <summary>Something that tips can be about. Immutable.</summary>
/// <param name="Label">As it is shown: "data engineering".</param>
/// <param name="Cards">Slugs of the cards whose tips belong to it.</param>
public sealed record TipTopic(string Label, ImmutableArray<string> Cards);
