using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Rendering.Tips;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Teams.Conversing.Tips;

/// <summary>
/// Tells conversations about tips without having been asked: recorded like something that came in, under an id of its own, and then
/// delivered like an answer, so once. Thread-safe.
/// </summary>
internal sealed class TipTeller(EventInbox inbox, WorkSignal signal, TeamsCourier courier, CurrentAnswerer current)
{
    /// <summary>Sees to it that a conversation is told; when this returns, that is on disk.</summary>
    /// <param name="place">Where.</param>
    /// <param name="replyToId">The message that it replies to; null for none.</param>
    /// <param name="message">What.</param>
    /// <param name="id">What tells it from everything else that is told or came from there.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RecordAsync(TeamsPlace place, string? replyToId, ToldMessage message, string id, CancellationToken cancellation)
    {
        TeamsWork work = new TipsToTell(place, message) { ReplyToId = replyToId };
        var incoming = new IncomingEvent(place.Workspace, id, TipsToTell.Kind, JsonSerializer.Serialize(work, TeamsWorkJson.Default.TeamsWork)) { Conversation = place.ConversationId };
        if (await inbox.RecordAsync(incoming, cancellation) == RecordOutcome.Recorded)
        {
            signal.Wake();
        }
    }

    /// <summary>Tells it.</summary>
    public async Task<WorkOutcome> RunAsync(ClaimedEvent claim, TipsToTell told, CancellationToken cancellation)
    {
        var answerer = current();
        var reply = ReplyOf(told.Message);
        var saying = new Saying(id => TipReplyCard.Message(reply, new TipSetting(answerer) { DeliveryId = id }), DeliveryNote.None, answerer.Knowledge.Version);
        return (await courier.DeliverAsync(claim, told.Place, told.ReplyToId, saying, step: 0, cancellation)).ToOutcome();
    }

    /// <summary>A reply as it is kept until it is told.</summary>
    public static ToldMessage Of(TipReply reply, FrozenDictionary<string, string> names) => new(
        reply.Title,
        [.. reply.Lines.Select(line => line.Parts.Select(part => new ToldPart(part.IsPerson ? names.GetValueOrDefault(part.Text, "Somebody") : part.Text, part.IsStrong || part.IsPerson)).ToImmutableArray())])
    {
        Buttons = [.. reply.Buttons.Where(static button => button.Verb is TipVerb.Order or TipVerb.Undo or TipVerb.Form).Select(static button => new ToldButton(button.Label, TipPresses.ActOf(button.Verb), button.Value))],
    };

    private static TipReply ReplyOf(ToldMessage message) => new(message.Title)
    {
        Lines = [.. message.Lines.Select(static line => new TipLine([.. line.Select(static part => new TipPart(part.Text) { IsStrong = part.IsStrong })]))],
        Buttons = [.. message.Buttons.Select(static button => new TipButton(button.Label, TipPresses.VerbOf(button.Do), button.Value))],
    };
}
