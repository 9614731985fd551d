using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Teams.Conversing.Tips;

/// <summary>
/// What becomes of subscriptions where the bot comes and goes: what cannot be posted is suspended, and goes on when the bot is back.
/// How to write into a channel with a subscription is kept while the bot is away: a team's channels are not named again when it is
/// added to the team. Safe to repeat. Thread-safe.
/// </summary>
internal sealed class TipPlaceWork(Store store, Places places, TeamsTipPost post, TipDesk? desk = null)
{
    /// <summary>The word for a conversation that the bot was removed from.</summary>
    public const string Removed = "removed";

    /// <summary>Something came from a conversation where nothing could be posted: what was suspended goes on.</summary>
    /// <returns>Whether anything was.</returns>
    public Task<bool> CameAgainAsync(TeamsPlace place, CancellationToken cancellation)
        => desk is null ? Task.FromResult(false) : desk.CameAgainAsync(place.Workspace, place.Root.ConversationId, cancellation);

    /// <summary>The bot was added, perhaps again: to a chat, or to a team with all of its channels.</summary>
    /// <returns>Whether something goes on in the conversation itself.</returns>
    public async Task<bool> AddedAsync(TeamsPlace place, CancellationToken cancellation)
    {
        var goesOn = await CameAgainAsync(place, cancellation);
        if (place.TeamId is { } team)
        {
            foreach (var kept in await places.UnderAsync(place.Workspace, team, cancellation))
            {
                await OpenAsync(kept.Place, cancellation);
            }
        }

        return goesOn;
    }

    /// <summary>The bot was removed from a chat, or from a team with all of its channels.</summary>
    /// <param name="place">From where.</param>
    /// <param name="occasion">What tells it from other removals.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RemovedAsync(TeamsPlace place, string occasion, CancellationToken cancellation)
    {
        foreach (var each in await AllAsync(place, isWholeTeam: place.TeamId is not null, cancellation))
        {
            if (await CloseAsync(each, Removed, occasion, cancellation))
            {
                await places.SuspendAsync(each, Removed, cancellation);
            }
            else
            {
                await places.ForgetAsync(each, cancellation);
            }
        }
    }

    /// <summary>A channel or a team was archived, deleted or brought back.</summary>
    public async Task ChangedAsync(PlaceChanged changed, string occasion, CancellationToken cancellation)
    {
        foreach (var each in await AllAsync(changed.Place, changed.IsWholeTeam, cancellation))
        {
            if (changed.IsOpen)
            {
                await OpenAsync(each, cancellation);
            }
            else if (await CloseAsync(each, changed.Reason, occasion, cancellation))
            {
                await places.SuspendAsync(each, changed.Reason, cancellation);
            }
        }
    }

    /// <summary>A conversation, and with a team all of its channels that are known.</summary>
    private async Task<IReadOnlyList<TeamsPlace>> AllAsync(TeamsPlace place, bool isWholeTeam, CancellationToken cancellation)
    {
        var channels = isWholeTeam && place.TeamId is { } team ? await places.UnderAsync(place.Workspace, team, cancellation) : [];
        return [.. channels.Select(static kept => kept.Place).Append(place.Root).DistinctBy(static each => each.ConversationId, StringComparer.Ordinal)];
    }

    /// <summary>Suspends what is posted there, once its owner is sure to be told. False if nothing is to be posted there.</summary>
    private async Task<bool> CloseAsync(TeamsPlace place, string reason, string occasion, CancellationToken cancellation)
    {
        if (desk is null || await store.Tips.FindAsync(place.Workspace, place.Root.ConversationId, cancellation) is not { State: TipState.On } subscription)
        {
            return false;
        }

        if (subscription.Suspension is null)
        {
            await post.TellOwnerAsync(subscription, occasion, reason, cancellation);
        }

        await desk.ClosedAsync(place.Workspace, place.Root.ConversationId, reason, cancellation);
        return true;
    }

    private async Task OpenAsync(TeamsPlace place, CancellationToken cancellation)
    {
        await places.ResumeAsync(place, cancellation);
        await CameAgainAsync(place, cancellation);
    }
}
