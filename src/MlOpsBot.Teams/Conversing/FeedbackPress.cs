using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Conversing;

/// <summary>
/// Takes the thumbs that Teams shows below a message (<c>message/submitAction</c>), with the words that were entered. It is about the
/// message that it replies to; a client that does not say which means the last of the conversation. Thread-safe.
/// </summary>
internal sealed class FeedbackPress(Store store, CurrentAnswerer current, ILogger<FeedbackPress> log)
{
    /// <summary>Takes one. It is stored when this returns; it may be stored twice.</summary>
    /// <exception cref="StorageException">It is not stored: Teams lets its user try again.</exception>
    public async Task<InvokeReply> AnswerAsync(TeamsInvoke invoke, CancellationToken cancellation)
    {
        if (Read(invoke.Value) is not { } said)
        {
            log.LogWarning("Feedback in {Workspace} could not be read", invoke.Place.Workspace);
            return InvokeReplies.Nothing;
        }

        var delivery = await FindAsync(invoke, cancellation) ?? await MakeAsync(invoke, cancellation);
        await store.Feedback.SetAsync(
            new Feedback(invoke.Place.Workspace, delivery, invoke.Actor.Id, said.IsUp ? Thumb.Up : Thumb.Down, said.Text), cancellation);
        return InvokeReplies.Nothing;
    }

    /// <summary>What was said; null for what is none of Teams' thumbs.</summary>
    internal static Said? Read(JsonElement value)
    {
        var chosen = value.Member("actionValue");
        return (value.Said("actionName"), chosen.Said("reaction")) switch
        {
            ("feedback", "like") => new Said(true, Words(chosen)),
            ("feedback", "dislike") => new Said(false, Words(chosen)),
            _ => null,
        };
    }

    /// <summary>Teams sends JSON within a text, other clients the text itself.</summary>
    private static string? Words(JsonElement chosen)
    {
        if (chosen.Member("feedback") is { ValueKind: JsonValueKind.Object } feedback)
        {
            return Kept(feedback.Said("feedbackText"));
        }

        if (chosen.Said("feedback") is not { } text || !text.AsSpan().TrimStart().StartsWith('{'))
        {
            return Kept(chosen.Said("feedback"));
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            return Kept(json.RootElement.Said("feedbackText"));
        }
        catch (JsonException)
        {
            // Somebody's own words may begin with a brace.
            return Kept(text);
        }
    }

    private static string? Kept(string? text) => string.IsNullOrWhiteSpace(text) ? null : Fit.Within(text.Trim(), Notes.MostOfWhy);

    private async Task<string?> FindAsync(TeamsInvoke invoke, CancellationToken cancellation)
    {
        var (workspace, conversation) = (invoke.Place.Workspace, invoke.Place.ConversationId);
        var delivery = invoke.ReplyToId is { Length: > 0 } message
            ? await store.Deliveries.FindPostedAsync(workspace, conversation, message, cancellation)
            : await store.Deliveries.FindLatestAsync(workspace, conversation, cancellation);
        return delivery?.Content.Id;
    }

    /// <summary>A row for a message that none is known of: posted in doubt, so that Teams' name for it was lost, or long since purged.</summary>
    private async Task<string> MakeAsync(TeamsInvoke invoke, CancellationToken cancellation)
    {
        var id = $"{invoke.Place.ConversationId}-{invoke.ReplyToId}";
        var place = $"{invoke.Place.ConversationId}@{invoke.Actor.Id}";
        var content = new NewDelivery(invoke.Place.Workspace, id, place, DeliveryNote.None.Write(), current().Knowledge.Version);
        await store.Deliveries.EnsureAsync(content, invoke.ReplyToId ?? "", cancellation);
        return id;
    }

    /// <summary>What was said. Immutable.</summary>
    /// <param name="IsUp">Whether it is thumbs up.</param>
    /// <param name="Text">Why; null where nothing was entered.</param>
    internal sealed record Said(bool IsUp, string? Text);
}
