using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Commands;

/// <summary>Changes subscriptions for people: asks whether they may, writes over nobody's change, and says what was done. Thread-safe.</summary>
internal sealed class TipChanges(Store store, TipRooms rooms, Func<HolidayCalendar> holidays)
{
    /// <summary>How often an order is worked out anew because somebody else was quicker.</summary>
    private const int MostAttempts = 5;

    /// <summary>Works out a change for the channel as it is, and makes it.</summary>
    /// <param name="actor">Who wants it.</param>
    /// <param name="order">What they said, to say it again; empty where there is no saying it.</param>
    /// <param name="edit">The change for what there is; asked again where somebody else was quicker.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TipReply> MakeAsync(ITipActor actor, string order, Func<TipRoom, TipEdit> edit, CancellationToken cancellation)
    {
        var room = await rooms.EnterAsync(actor, cancellation);
        var access = await rooms.AccessAsync(actor.Workspace, cancellation);
        switch (await actor.MayChangeAsync(access, room.IsOn ? room.Subscription!.Owner : null, cancellation))
        {
            case TipGrant.Denied:
                await store.Audit.AddAsync(new AuditEntry(actor.Workspace, actor.User, AuditActions.Refused(AuditActions.Tips), actor.Channel, AccessWords.Refusal(access)), cancellation);
                return TipRefusals.MayNot(access);
            case TipGrant.Unknown:
                return TipRefusals.CannotTell(order);
        }

        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            switch (edit(room))
            {
                case TipEdit.Nothing nothing:
                    return nothing.Reply;

                case TipEdit.Change change:
                    if (await WhyNotAsync(room, change, order, cancellation) is { } obstacle)
                    {
                        return obstacle;
                    }

                    if (await ApplyAsync(room, change, cancellation) is { } changed)
                    {
                        return TipReports.Changed(changed, change, holidays());
                    }

                    break;
            }

            room = await rooms.EnterAsync(actor, cancellation);
        }

        return TipRefusals.TooMany(order);
    }

    /// <summary>What keeps tips from being posted where they are to be switched on.</summary>
    private static async Task<TipReply?> WhyNotAsync(TipRoom room, TipEdit.Change change, string order, CancellationToken cancellation)
        => change.State == TipState.On && (!room.IsOn || (change.EndsSuspension && room.Subscription!.Suspension is not null))
            && await room.Actor.WhyNotPostableAsync(cancellation) is { } obstacle
                ? TipRefusals.CannotPost(obstacle, order)
                : null;

    private async Task<TipRoom?> ApplyAsync(TipRoom room, TipEdit.Change change, CancellationToken cancellation)
    {
        var actor = room.Actor;
        var plan = change.Plan with { Skipped = [.. change.Plan.Skipped.Where(day => day >= room.Today)] };
        var due = change.State == TipState.On ? TipDue.Next(plan, room.Subscription?.LastDay, room.Now) : null;
        var owner = change.Owner ?? (room.IsOn ? room.Subscription!.Owner : actor.User);
        var wanted = new TipSubscription(actor.Workspace, actor.Channel, PlanJson.Write(plan), owner, change.State, due) { Version = room.Subscription?.Version ?? 0 };
        var changed = await store.Tips.ChangeAsync(wanted, actor.User, $"{change.Did} ({Before(room)})", cancellation);
        if (changed is { Suspension: not null, State: TipState.On } && (change.EndsSuspension || !room.IsOn) && await store.Tips.ResumeAsync(actor.Workspace, actor.Channel, due, cancellation))
        {
            // The platform was asked, and knows nothing against posting.
            changed = changed with { Suspension = null, NextDue = due };
        }

        return changed is null ? null : rooms.Of(actor, changed);
    }

    private static string Before(TipRoom room) => room.Subscription switch
    {
        null => "before: never any",
        { State: TipState.Off } => "before: off",
        _ => $"before: {ScheduleWords.Say(room.Plan.Schedule)}, about {room.About}{(room.IsPaused ? ", paused" : "")}",
    };
}
