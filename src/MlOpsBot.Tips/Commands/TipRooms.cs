using System.Collections.Immutable;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Commands;

/// <summary>Looks up what an order needs to know. Thread-safe.</summary>
internal sealed class TipRooms(Store store, IEnumerable<ITipPost> posts, CurrentKnowledge knowledge, Current<TipsOptions> options, TimeProvider time)
{
    private readonly ImmutableDictionary<string, ITipPost> _posts = posts.ToImmutableDictionary(post => post.Platform, StringComparer.Ordinal);

    /// <summary>A channel as it is now.</summary>
    public async Task<TipRoom> EnterAsync(ITipActor actor, CancellationToken cancellation)
    {
        var subscription = await store.Tips.FindAsync(actor.Workspace, actor.Channel, cancellation);
        return Of(actor, subscription) ?? await NewAsync(actor, subscription, cancellation);
    }

    /// <summary>A channel as a subscription has it; null where there is none, or its plan cannot be read.</summary>
    public TipRoom? Of(ITipActor actor, TipSubscription? subscription)
        => subscription is not null && PlanJson.Read(subscription.Plan) is { } plan && TipCalendar.Tzdb.Knows(plan.Schedule.Zone)
            ? new TipRoom(actor, subscription, plan, time.GetUtcNow()) { Knowledge = knowledge() }
            : null;

    /// <summary>What a tip is chosen by.</summary>
    public async Task<TipPast> PastAsync(TipRoom room, CancellationToken cancellation)
    {
        var (workspace, channel) = (room.Actor.Workspace, room.Actor.Channel);
        var history = await store.Tips.Ledger.HistoryAsync(workspace, channel, cancellation);

        // What is being posted at this moment counts as there: it has been chosen.
        var latest = await store.Tips.Ledger.ListAsync(workspace, channel, 1, null, cancellation);
        if (latest is [{ State: TipDayState.Planned or TipDayState.Claimed, Tip: { } chosen }])
        {
            history = history.Add(chosen.Tip);
        }

        return new TipPast(workspace, channel, history)
        {
            Votes = await store.Tips.VotesAsync(workspace, channel, cancellation),
            AskedAbout = _posts.GetValueOrDefault(workspace.Platform) is { } post ? [.. await post.AskedAboutAsync(workspace, channel, cancellation)] : [],
        };
    }

    /// <summary>Who may change the tips of a workspace's channels.</summary>
    public async Task<TipAccess> AccessAsync(WorkspaceKey workspace, CancellationToken cancellation)
        => AccessWords.Read(await store.Tips.AccessAsync(workspace, cancellation)) ?? options.Value.WhoMayChange;

    private async Task<TipRoom> NewAsync(ITipActor actor, TipSubscription? subscription, CancellationToken cancellation)
    {
        var zone = await actor.ZoneAsync(cancellation) is { Length: > 0 } said ? ZoneNames.Find(said) : null;
        var usual = options.Value.Default;
        var plan = new SubscriptionPlan(usual with { Zone = zone ?? usual.Zone });
        return new TipRoom(actor, subscription, plan, time.GetUtcNow()) { Knowledge = knowledge(), IsZoneGuessed = zone is null };
    }
}

/// <summary>How the rule of who may change is written into the store.</summary>
internal static class AccessWords
{
    public static string Write(TipAccess access) => access == TipAccess.Anyone ? "anyone" : "admins";

    /// <summary>Why somebody was refused, for the audit.</summary>
    public static string Refusal(TipAccess access) => access == TipAccess.Anyone ? "only full members of the channel may" : "only admins may";

    public static TipAccess? Read(string? words) => words switch
    {
        "anyone" => TipAccess.Anyone,
        "admins" => TipAccess.Administrators,
        _ => null,
    };
}
