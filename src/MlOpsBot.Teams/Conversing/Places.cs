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
    /// <summary>Keeps how to write there, as something has come from there: whatever stood in the way before is over. Safe to repeat.</summary>
    public async Task KeepAsync(TeamsPlace place, CancellationToken cancellation)
    {
        var root = place.Root;
        var reference = JsonSerializer.Serialize(root, TeamsWorkJson.Default.TeamsPlace);
        var kept = await store.References.SaveAsync(
            new ConversationReference(place.Workspace, root.ConversationId, reference) { Parent = place.TeamId }, cancellation);
        if (kept.Suspension is { } suspension && await store.References.ResumeAsync(place.Workspace, root.ConversationId, cancellation))
        {
            log.LogInformation("Something came again from a conversation in {Workspace} that was suspended for {Reason}", place.Workspace, suspension.Reason);
        }
    }

    /// <summary>Remembers that nothing can be posted there.</summary>
    public async Task SuspendAsync(TeamsPlace place, string reason, CancellationToken cancellation)
    {
        if (await store.References.SuspendAsync(place.Workspace, place.Root.ConversationId, reason, cancellation))
        {
            log.LogWarning("Nothing is posted any more to a conversation ({Kind}) in {Workspace}, until something comes from there: {Reason}", place.Kind, place.Workspace, reason);
        }
    }

    /// <summary>Forgets a conversation that the bot was removed from, with a team all of its channels.</summary>
    public async Task ForgetAsync(TeamsPlace place, CancellationToken cancellation)
    {
        await store.References.RemoveAsync(place.Workspace, place.Root.ConversationId, cancellation);
        if (place.TeamId is { } team)
        {
            await store.References.RemoveUnderAsync(place.Workspace, team, cancellation);
        }
    }
}
