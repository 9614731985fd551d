using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;

namespace MlOpsBot.Teams.Conversing;

/// <summary>
/// How to write into conversations without being asked, kept in the store: for a channel it is the channel's own, whatever thread
/// something came from. Where Teams lets nobody post, that is written down, until something comes from there again. Thread-safe.
/// </summary>
internal sealed class Places(Store store, ILogger<Places> log)
{
    /// <summary>Channels of one team: Teams allows a thousand, and a person has one chat with the bot.</summary>
    private const int MostOfParent = 1_000;

    /// <summary>Keeps how to write there, as something has come from there: whatever stood in the way before is over. Safe to repeat.</summary>
    /// <param name="place">Where.</param>
    /// <param name="actor">From whom; null where Teams did not say it.</param>
    /// <param name="isAdding">Whether they added the bot there.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether something stood in the way.</returns>
    public async Task<bool> KeepAsync(TeamsPlace place, TeamsActor? actor, bool isAdding, CancellationToken cancellation)
    {
        var kept = await store.References.FindAsync(place.Workspace, place.Root.ConversationId, cancellation);
        var before = Read(kept);
        var root = place.Root with
        {
            // Teams says these things at some times, and at others not.
            AddedBy = (isAdding ? actor?.Id : null) ?? before?.AddedBy,
            Name = place.Name ?? before?.Name,
            TeamName = place.TeamName ?? before?.TeamName,
        };
        var reference = new ConversationReference(place.Workspace, root.ConversationId, JsonSerializer.Serialize(root, TeamsWorkJson.Default.TeamsPlace))
        {
            Parent = place.Kind == ConversationKind.Personal ? actor?.Id ?? kept?.Parent : place.TeamId,
        };
        if (kept is null || kept.Reference != reference.Reference || kept.Parent != reference.Parent)
        {
            kept = await store.References.SaveAsync(reference, cancellation);
        }

        return kept.Suspension is not null && await ResumeAsync(kept, cancellation);
    }

    /// <summary>How to write into a conversation; null where that is not known.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="conversation">A channel's own, or a chat's.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<KeptPlace?> FindAsync(WorkspaceKey workspace, string conversation, CancellationToken cancellation)
        => Of(await store.References.FindAsync(workspace, conversation, cancellation));

    /// <summary>The channels of a team, or the chat of a person, that are known, suspended ones too.</summary>
    public async Task<IReadOnlyList<KeptPlace>> UnderAsync(WorkspaceKey workspace, string parent, CancellationToken cancellation)
        => [.. (await store.References.ListUnderAsync(workspace, parent, MostOfParent, cancellation)).Select(Of).OfType<KeptPlace>()];

    /// <summary>Remembers that nothing can be posted there.</summary>
    public async Task SuspendAsync(TeamsPlace place, string reason, CancellationToken cancellation)
    {
        if (await store.References.SuspendAsync(place.Workspace, place.Root.ConversationId, reason, cancellation))
        {
            log.LogWarning("Nothing is posted any more to a conversation ({Kind}) in {Workspace}, until something comes from there: {Reason}", place.Kind, place.Workspace, reason);
        }
    }

    /// <summary>Forgets that nothing can be posted there. False if that was not so.</summary>
    public Task<bool> ResumeAsync(TeamsPlace place, CancellationToken cancellation)
        => store.References.ResumeAsync(place.Workspace, place.Root.ConversationId, cancellation);

    /// <summary>Forgets a conversation that the bot was removed from.</summary>
    public Task ForgetAsync(TeamsPlace place, CancellationToken cancellation)
        => store.References.RemoveAsync(place.Workspace, place.Root.ConversationId, cancellation);

    private async Task<bool> ResumeAsync(ConversationReference kept, CancellationToken cancellation)
    {
        if (!await store.References.ResumeAsync(kept.Workspace, kept.Conversation, cancellation))
        {
            return false;
        }

        log.LogInformation("Something came again from a conversation in {Workspace} that was suspended for {Reason}", kept.Workspace, kept.Suspension!.Reason);
        return true;
    }

    private static KeptPlace? Of(ConversationReference? kept) => Read(kept) is { } place ? new KeptPlace(place, kept!.Suspension?.Reason) : null;

    private static TeamsPlace? Read(ConversationReference? kept)
    {
        try
        {
            return kept is null ? null : JsonSerializer.Deserialize(kept.Reference, TeamsWorkJson.Default.TeamsPlace);
        }
        catch (JsonException)
        {
            // Of a later version of this program; it is written anew when something comes from there.
            return null;
        }
    }
}

/// <summary>A conversation that the bot knows. Immutable.</summary>
/// <param name="Place">How to write there.</param>
/// <param name="Suspension">Why nothing can be posted there; null where it can.</param>
internal sealed record KeptPlace(TeamsPlace Place, string? Suspension);
