using Microsoft.Extensions.Logging;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Teams.Rendering.Tips;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Teams.Conversing.Tips;

/// <summary>Posts tips to Teams. Where to post is kept in the store, so that a restart loses nothing. Thread-safe.</summary>
internal sealed class TeamsTipPost(
    TeamsCourier courier,
    Places places,
    TipTeller teller,
    Respondent respondent,
    ConversationMemory memory,
    AskedAbout asked,
    CurrentAnswerer current,
    ILogger<TeamsTipPost> log) : ITipPost
{
    public string Platform => TeamsPlace.Platform;

    public async Task<TipPosting> PostAsync(ClaimedTip claim, TipPost tip, CancellationToken cancellation)
    {
        var (day, answerer) = (claim.Day, current());
        var kept = await places.FindAsync(day.Workspace, day.Channel, cancellation);
        var setting = new TipSetting(answerer) { Target = TipOrders.TargetOf(day.Day, tip.Tip.Id) };
        var saying = new Saying(id => TipCard.Message(tip, setting with { DeliveryId = id }), TipNote.Of(tip, answerer, respondent.Today), tip.Knowledge.Version);
        var posting = await courier.DeliverAsync(claim, kept, saying, cancellation);
        if (posting.Refusal is { } code && TeamsRefusals.IsClosed(code))
        {
            return new TipPosting.Closed(code);
        }

        if (posting.Note is not { } note)
        {
            return new TipPosting.Ends(posting.ToOutcome());
        }

        await RememberAsync(kept?.Place, note, cancellation);
        return new TipPosting.Posted();
    }

    public async Task TellOwnerAsync(TipSubscription subscription, string occasion, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var (workspace, channel) = (subscription.Workspace, subscription.Channel);
        var chats = await places.UnderAsync(workspace, subscription.Owner, cancellation);
        if (chats.FirstOrDefault(chat => chat is { Suspension: null, Place.Kind: ConversationKind.Personal } && chat.Place.ConversationId != channel) is not { } chat)
        {
            log.LogInformation("Whoever ordered the tips that have stopped in {Workspace} has no chat with the bot to be told in", workspace);
            return;
        }

        var kept = await places.FindAsync(workspace, channel, cancellation);
        await teller.RecordAsync(chat.Place, replyToId: null, StoppedTips.Say(kept?.Place, reason), $"tips-stopped|{channel}|{occasion}", cancellation);
    }

    public Task<IReadOnlyList<string>> AskedAboutAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation)
        => asked.FindAsync(workspace, channel, TeamsPlace.ThreadSeparator, cancellation);

    /// <summary>
    /// In a chat a question that follows is about the tip. A channel's thread has the tip on top, and is asked for it when a question
    /// comes: nothing has to be written for the many that nobody asks about.
    /// </summary>
    private Task RememberAsync(TeamsPlace? place, DeliveryNote posted, CancellationToken cancellation)
        => place is { Kind: not ConversationKind.Channel } ? memory.RememberAsync(place.Workspace, place.ConversationId, posted.Context, cancellation) : Task.CompletedTask;
}
