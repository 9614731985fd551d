using MlOpsBot.Chat;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Conversing.Tips;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Says welcome where the bot was added, once, however often and in however many ways Teams announces it; and forgets what it was removed from.</summary>
/// <remarks>
/// The right to say welcome is one announcement's own, by its event: the same event that is worked on again has it still, every other
/// one finds it taken. It is given back where the welcome surely was not posted, and goes with the conversation when the bot is removed.
/// </remarks>
internal sealed class WelcomeWork(TeamsCourier courier, Store store, TipPlaceWork tips, TipOrders orders, CurrentAnswerer current)
{
    public async Task<WorkOutcome> AddedAsync(ClaimedEvent claim, BotAdded added, CancellationToken cancellation)
    {
        if (await tips.AddedAsync(added.Place, cancellation))
        {
            return (await courier.DeliverAsync(claim, added.Place, replyToId: null, await orders.BackAsync(added.Place, added.Actor, cancellation), step: 0, cancellation)).ToOutcome();
        }

        var (workspace, conversation) = (added.Place.Workspace, added.Place.Root.ConversationId);
        if (!await store.References.TryWelcomeAsync(workspace, conversation, claim.Event.EventId, cancellation))
        {
            return WorkOutcome.DoneBecause("welcomed before");
        }

        var answerer = current();
        var saying = Saying.Of(Notes.Welcome(answerer, added.Place.Kind, orders.IsThere), answerer.Knowledge.Version);
        var posting = await courier.DeliverAsync(claim, added.Place, replyToId: null, saying, step: 0, cancellation);
        if (posting.Refusal is not null)
        {
            await store.References.ReleaseWelcomeAsync(workspace, conversation, claim.Event.EventId, cancellation);
        }

        return posting.ToOutcome();
    }

    public async Task<WorkOutcome> RemovedAsync(ClaimedEvent claim, BotRemoved removed, CancellationToken cancellation)
    {
        await tips.RemovedAsync(removed.Place, claim.Event.EventId, cancellation);
        return WorkOutcome.Done;
    }
}
