using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing.Tips;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Answers <c>adaptiveCard/action</c>: by a card in the place of the one that was pressed, for whoever pressed it. Thread-safe.</summary>
internal sealed class CardPress(Presses presses, TipOrders orders, TipTeller teller, Places places, ConversationMemory memory, ILogger<CardPress> log)
{
    public async Task<InvokeReply> AnswerAsync(TeamsInvoke invoke, CancellationToken cancellation)
    {
        if (invoke.Value.Member("action") is not { ValueKind: JsonValueKind.Object } pressed)
        {
            log.LogWarning("A pressed button in {Workspace} came without an action", invoke.Place.Workspace);
            return InvokeReplies.Malformed(Notes.Unreadable);
        }

        if (!CardActionJson.TryRead(pressed.Member("data"), pressed.Said("verb"), out var action))
        {
            log.LogWarning("What a button in {Workspace} carries could not be read", invoke.Place.Workspace);
            return InvokeReplies.Card(Notes.Unreadable);
        }

        try
        {
            var press = new Press(invoke.Place, invoke.Actor, invoke.ReplyToId, action);
            if (action.Verb == CardVerbs.Tips)
            {
                return await TipsAsync(invoke, press, cancellation);
            }

            var saying = await presses.AnswerAsync(press, cancellation);
            await memory.RememberAsync(invoke.Place.Workspace, invoke.Place.ConversationId, saying.Note.Context, cancellation);
            return InvokeReplies.Card(saying.Write(NewDelivery.NewId()));
        }
        catch (StorageException fault)
        {
            log.LogError("The store stood in the way of a pressed button in {Workspace}: {Reason}", invoke.Place.Workspace, fault.Message);
            return InvokeReplies.Card(Notes.Failed);
        }
    }

    /// <summary>What one person's button changes for all, all are told: the card in place is seen by whoever pressed alone.</summary>
    private async Task<InvokeReply> TipsAsync(TeamsInvoke invoke, Press press, CancellationToken cancellation)
    {
        // Whatever stood in the way of posting there is over, or the next tip tells.
        await places.KeepAsync(invoke.Place, invoke.Actor, isAdding: false, cancellation);
        var (saying, told) = await orders.PressAsync(press, claim: null, cancellation);
        if (told is not null)
        {
            await teller.RecordAsync(invoke.Place, invoke.ReplyToId, told, $"{invoke.Place.ConversationId}|{invoke.ActivityId}|told", cancellation);
        }

        return InvokeReplies.Card(saying.Write(NewDelivery.NewId()));
    }
}
