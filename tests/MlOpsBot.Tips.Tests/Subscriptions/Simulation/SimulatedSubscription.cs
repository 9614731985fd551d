using System.Collections.Immutable;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Tests.Subscriptions.Simulation;

/// <summary>A subscription, with what people change in it and when.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="Plans">Its plans, each from a minute of the simulation on; the first is the order.</param>
internal sealed record SimulatedSubscription(string Channel, ImmutableArray<(int Minute, SubscriptionPlan Plan)> Plans);

/// <summary>A row of the simulated ledger.</summary>
/// <param name="DueMinute">The minute that the schedule means.</param>
/// <param name="PlannedMinute">The minute of the clock at which it was planned.</param>
/// <param name="Skipped">What kind of reason kept it from being posted; null for a post.</param>
internal sealed record SimulatedDay(int DueMinute, int PlannedMinute, string? Skipped);

/// <summary>When the program runs and what its clock shows: stretches of minutes, one after the other. A clock that is set back is a stretch that begins before the end of the last.</summary>
internal sealed record SimulatedClock(ImmutableArray<(int From, int To)> Stretches)
{
    /// <summary>The minutes that the clock shows while the program runs, in the order in which it shows them.</summary>
    public IEnumerable<int> Minutes()
    {
        foreach (var (from, to) in Stretches)
        {
            for (var minute = from; minute < to; minute++)
            {
                yield return minute;
            }
        }
    }

    /// <summary>The first minute shown that is not before another; null for none.</summary>
    public int? FirstFrom(int minute)
    {
        foreach (var (from, to) in Stretches)
        {
            if (minute < to)
            {
                return Math.Max(minute, from);
            }
        }

        return null;
    }
}
