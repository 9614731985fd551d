using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;

namespace MlOpsBot.Chat.Testing;

/// <summary>What was recorded, where nobody else works on it.</summary>
internal static class RecordedEvents
{
    /// <summary>Everything that was recorded and not claimed before.</summary>
    public static async Task<IReadOnlyList<IncomingEvent>> TakeRecordedAsync(this Store store, string platform)
    {
        var events = new List<IncomingEvent>();
        while (await store.Inbox.ClaimAsync(platform, 100, TimeSpan.FromHours(1), TestContext.Current.CancellationToken) is { IsEmpty: false } claimed)
        {
            foreach (var claim in claimed)
            {
                events.Add(claim.Event);
                await store.Inbox.CompleteAsync(claim, cancellation: TestContext.Current.CancellationToken);
            }
        }

        return events;
    }

    /// <summary>Records something on a platform of its own, which the bot's worker leaves alone, and claims it.</summary>
    public static async Task<ClaimedEvent> ClaimAsideAsync(this Store store, WorkspaceKey workspace, string id, string payload, TimeSpan age = default)
    {
        const string Aside = "aside";
        await store.Inbox.RecordAsync(new IncomingEvent(workspace with { Platform = Aside }, id, "work", payload), TestContext.Current.CancellationToken);
        var claim = (await store.Inbox.ClaimAsync(Aside, 1, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Single();
        return claim with { RecordedAt = claim.RecordedAt - age };
    }
}
