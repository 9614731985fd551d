using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage.Inbox;

namespace MlOpsBot.Chat.Conversing;

/// <summary>What the inbox keeps of an event, as the adapter that recorded it wrote it.</summary>
public static class RecordedWork
{
    /// <summary>Reads it; null for what this version of the program cannot read, which is logged.</summary>
    public static T? Read<T>(ClaimedEvent claim, JsonTypeInfo<T> type, ILogger log)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(claim);
        try
        {
            return JsonSerializer.Deserialize(claim.Event.Payload, type);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // Its message would repeat what somebody wrote.
            log.LogError("{Workspace} {Event} ({Kind}) cannot be read", claim.Event.Workspace, claim.Event.EventId, claim.Event.Kind);
            return null;
        }
    }
}
