using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Commands;

/// <summary>
/// Takes people's orders about a channel's tips: reads them, asks whether they may, changes the subscription, and says what was
/// understood and what to do next. The same on every platform. Thread-safe.
/// </summary>
public sealed class TipDesk
{
    private const long FirstFence = 1;

    /// <summary>Characters of an order that are read: replies and their buttons repeat them.</summary>
    private const int MostOfOrder = 400;

    private readonly Store _store;
    private readonly FindTopics _topics;
    private readonly Func<HolidayCalendar> _holidays;
    private readonly TimeProvider _time;
    private readonly TipRooms _rooms;
    private readonly TipChanges _changes;
    private readonly TipViews _views;
    private readonly TipForms _forms;

    /// <summary>Makes one.</summary>
    /// <param name="store">Where subscriptions and ledger are.</param>
    /// <param name="posts">The platforms, for what their channels asked about.</param>
    /// <param name="knowledge">Where the tips are.</param>
    /// <param name="topics">Finds what tips can be about.</param>
    /// <param name="holidays">The holidays as they are now.</param>
    /// <param name="options">Defaults, and who may change tips.</param>
    /// <param name="time">The clock, the same as the store's.</param>
    public TipDesk(
        Store store, IEnumerable<ITipPost> posts, CurrentKnowledge knowledge, FindTopics topics, Func<HolidayCalendar> holidays, Current<TipsOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(posts);
        ArgumentNullException.ThrowIfNull(options);
        (_store, _topics, _holidays, _time) = (store, topics, holidays, time);
        _rooms = new TipRooms(store, posts, knowledge, options, time);
        _changes = new TipChanges(store, _rooms, holidays);
        _views = new TipViews(store, _rooms, holidays);
        _forms = new TipForms(options);
    }

    /// <summary>Does what somebody typed after "tips".</summary>
    /// <param name="actor">Who.</param>
    /// <param name="words">What; empty for how things are. Any text is safe.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TipReply> OrderAsync(ITipActor actor, string words, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(words);
        words = words.Length > MostOfOrder ? words[..MostOfOrder] : words;
        return TipOrderReader.Read(words) switch
        {
            TipOrder.On on => await OnAsync(actor, on, words, cancellation),
            TipOrder.Off => await _changes.MakeAsync(actor, words, TipEdits.Off, cancellation),
            TipOrder.Pause pause => await _changes.MakeAsync(actor, words, room => TipEdits.Pause(room, pause.Until, _holidays()), cancellation),
            TipOrder.Resume => await _changes.MakeAsync(actor, words, room => TipEdits.Resume(room, _holidays()), cancellation),
            TipOrder.Skip skip => await _changes.MakeAsync(actor, words, room => TipEdits.Skip(room, skip.Day, _holidays()), cancellation),
            TipOrder.About about => await AboutAsync(actor, about, words, cancellation),
            TipOrder.Undo => await UndoAsync(actor, version: null, cancellation),
            TipOrder.Access access => await AccessAsync(actor, access, words, cancellation),
            TipOrder.Forget forget => await VoteAsync(actor, forget.Card, 0, cancellation),
            TipOrder.Preview => await _views.PreviewAsync(await _rooms.EnterAsync(actor, cancellation), cancellation),
            TipOrder.Now => await _views.NowAsync(await _rooms.EnterAsync(actor, cancellation), cancellation),
            TipOrder.Form => TipHelp.Form(await _rooms.EnterAsync(actor, cancellation)),
            TipOrder.Help => TipHelp.Orders(await _rooms.EnterAsync(actor, cancellation)),
            _ => await _views.StatusAsync(await _rooms.EnterAsync(actor, cancellation), cancellation),
        };
    }

    /// <summary>Does what a button stands for. <see cref="TipVerb.Form"/> is the platform's to open, with <see cref="FormAsync"/>.</summary>
    /// <param name="actor">Who pressed it.</param>
    /// <param name="verb">The button's verb.</param>
    /// <param name="value">The button's value; any text is safe.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<TipReply> PressAsync(ITipActor actor, TipVerb verb, string value, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(value);
        return verb switch
        {
            TipVerb.Undo when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => UndoAsync(actor, version, cancellation),
            TipVerb.Undo => UndoAsync(actor, version: null, cancellation),
            TipVerb.More => VoteAsync(actor, value, 1, cancellation),
            TipVerb.Less => VoteAsync(actor, value, -1, cancellation),
            TipVerb.Form => OrderAsync(actor, "form", cancellation),
            _ => OrderAsync(actor, value, cancellation),
        };
    }

    /// <summary>
    /// Carries out an order that was recorded, once. An attempt may end after the change and before it is said; "skip" done again
    /// would be another change. So a later attempt that finds the tips changed by the same person since only says how they are.
    /// </summary>
    /// <param name="actor">Who.</param>
    /// <param name="claim">What was recorded.</param>
    /// <param name="carryOut">Carries it out.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TipReply> OnceAsync(ITipActor actor, ClaimedEvent claim, Func<Task<TipReply>> carryOut, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(carryOut);

        // Not the attempts: one that the platform put off does not count, but it has had a fence.
        return claim.Fence > FirstFence
            && await _store.Tips.FindAsync(actor.Workspace, actor.Channel, cancellation) is { } now
            && now.ChangedBy == actor.User
            && now.ChangedAt >= claim.RecordedAt
                ? await _views.StatusAsync(await _rooms.EnterAsync(actor, cancellation), cancellation) with { IsChange = true }
                : await carryOut();
    }

    /// <summary>What the form shows.</summary>
    public async Task<TipForm> FormAsync(ITipActor actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return await _forms.OpenAsync(await _rooms.EnterAsync(actor, cancellation), cancellation);
    }

    /// <summary>Does what was chosen in the form; switches the tips on where they are not.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="form">Schedule, topics, and the version that the form was opened with. Any content is safe.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<TipReply> SaveAsync(ITipActor actor, TipForm form, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(form);
        return _changes.MakeAsync(actor, "form", room => TipEdits.Save(room, form, _holidays()), cancellation);
    }

    /// <summary>The bot can post in a channel again: it was invited, or spoken to. Resumes what was suspended.</summary>
    /// <returns>Whether there was anything to resume: worth a word in the channel.</returns>
    public async Task<bool> CameAgainAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation)
        => await _store.Tips.FindAsync(workspace, channel, cancellation) is { Suspension: not null } suspended && await ResumeAsync(suspended, cancellation);

    /// <summary>The bot cannot post in a channel any more, as the platform says of its own accord.</summary>
    /// <param name="workspace">Whose channel.</param>
    /// <param name="channel">Which; null for all of the workspace, where the bot was uninstalled.</param>
    /// <param name="reason">The platform's word for it.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task ClosedAsync(WorkspaceKey workspace, string? channel, string reason, CancellationToken cancellation) => channel is null
        ? _store.Tips.SuspendAllAsync(workspace, reason, cancellation)
        : _store.Tips.SuspendAsync(workspace, channel, reason, cancellation);

    /// <summary>The bot was installed again: resumes what is suspended. Where it still cannot post, that shows with the next tip.</summary>
    public async Task ReinstalledAsync(WorkspaceKey workspace, CancellationToken cancellation)
    {
        foreach (var suspended in await _store.Tips.ListSuspendedAsync(workspace, null, cancellation))
        {
            await ResumeAsync(suspended, cancellation);
        }
    }

    private async Task<TipReply> OnAsync(ITipActor actor, TipOrder.On order, string words, CancellationToken cancellation)
    {
        var reading = ScheduleReader.Read(order.Schedule);
        if (reading.Wish is null)
        {
            return NotUnderstood(order, reading.Fault!);
        }

        ImmutableArray<TipTopic>? topics = null;
        if (order.Topics is { } about)
        {
            var found = FindTopics(about);
            if (found.Fault is not null)
            {
                return TipHelp.NoSuchTopics(found, nearest => $"on {order.Schedule} about {nearest}");
            }

            topics = found.Topics;
        }

        return await _changes.MakeAsync(actor, words, room => TipEdits.On(room, reading, topics, _holidays()), cancellation);
    }

    private TipReply NotUnderstood(TipOrder.On order, string fault)
    {
        if (!order.IsExplicit)
        {
            return TipHelp.NoSuchOrder(order.Schedule);
        }

        // "Tips on governance": so near to a question that nobody is subscribed by it unasked.
        return order.Topics is null && _topics(order.Schedule) is { Fault: null } topics
            ? TipHelp.MeansTopics(topics)
            : TipRefusals.NotUnderstood(fault, TipLines.ChooseForm, TipLines.Help);
    }

    private async Task<TipReply> AboutAsync(ITipActor actor, TipOrder.About order, string words, CancellationToken cancellation)
    {
        if (order.Topics.Length == 0)
        {
            return TipHelp.Topics(await _rooms.EnterAsync(actor, cancellation));
        }

        var found = FindTopics(order.Topics);
        return found.Fault is not null
            ? TipHelp.NoSuchTopics(found, nearest => $"about {nearest}")
            : await _changes.MakeAsync(actor, words, room => TipEdits.About(room, found.Topics, _holidays()), cancellation);
    }

    private TopicsReading FindTopics(string words) => words.ToLowerInvariant() is "everything" or "all" or "anything" or "all topics" or "all of it" or "any" ? new TopicsReading([], null) : _topics(words);

    private async Task<TipReply> UndoAsync(ITipActor actor, long? version, CancellationToken cancellation)
    {
        var now = await _rooms.EnterAsync(actor, cancellation);
        if (now.Subscription is not { } subscription)
        {
            return TipRefusals.Off(now, "undo");
        }

        var wanted = version ?? subscription.Version;
        if (await _store.Tips.FindChangeAsync(actor.Workspace, actor.Channel, wanted, cancellation) is not { } change)
        {
            return TipLines.Note("Nothing changed", "That change is too long ago to be undone. This is how things are now:", TipLines.Status, TipLines.ChangeForm);
        }

        return await _changes.MakeAsync(actor, "undo", room => TipEdits.Undo(room, change), cancellation);
    }

    private async Task<TipReply> AccessAsync(ITipActor actor, TipOrder.Access order, string words, CancellationToken cancellation)
    {
        if (order.Who is not { } access)
        {
            return TipHelp.Access(await _rooms.AccessAsync(actor.Workspace, cancellation), order.Words);
        }

        switch (await actor.MayChangeAccessAsync(cancellation))
        {
            case TipGrant.Denied:
                await _store.Audit.AddAsync(
                    new AuditEntry(actor.Workspace, actor.User, AuditActions.Refused(AuditActions.TipsAccess), actor.Workspace.Id, AccessWords.Write(access)), cancellation);
                return TipRefusals.MayNotSetAccess();
            case TipGrant.Unknown:
                return TipRefusals.CannotTell(words);
            default:
                await _store.Tips.SetAccessAsync(actor.Workspace, AccessWords.Write(access), actor.User, cancellation);
                return TipHelp.AccessSet(actor, access);
        }
    }

    private async Task<TipReply> VoteAsync(ITipActor actor, string card, int vote, CancellationToken cancellation)
    {
        var room = await _rooms.EnterAsync(actor, cancellation);
        if (room.Knowledge.FindCard(card) is not { } known)
        {
            return TipLines.Note("That card is gone", "It is no longer in the knowledge, so there will be no tips about it either.", TipLines.Preview);
        }

        await _store.Tips.SetVoteAsync(actor.Workspace, actor.Channel, known.Slug, actor.User, vote, cancellation);
        return TipHelp.Voted(room, known, vote);
    }

    private Task<bool> ResumeAsync(TipSubscription suspended, CancellationToken cancellation)
    {
        // A plan that cannot be read is due at once: the planner says so in the log, where somebody sees it.
        var now = _time.GetUtcNow();
        DateTimeOffset? due = suspended.State == TipState.Off ? null : PlanJson.Read(suspended.Plan) is { } plan ? TipDue.Next(plan, suspended.LastDay, now) : now;
        return _store.Tips.ResumeAsync(suspended.Workspace, suspended.Channel, due, cancellation);
    }
}
