using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Connecting;

/// <summary>A thread that was begun in a channel. Immutable.</summary>
/// <param name="ConversationId">Where to answer in it, <c>…;messageid=…</c>; null where Teams did not say it.</param>
/// <param name="ActivityId">Its first message; null where Teams did not say it.</param>
public sealed record NewThread(string? ConversationId, string? ActivityId);

/// <summary>Somebody in a conversation, as Teams tells a bot of them. Immutable.</summary>
/// <param name="Name">The name as shown; null where Teams did not say it. Never logged.</param>
/// <param name="TenantId">The tenant that they belong to; null where Teams did not say it.</param>
public sealed record TeamsMember(string? Name, string? TenantId)
{
    /// <summary>Whether they are a guest of the tenant, or not known to it.</summary>
    public bool IsGuest { get; init; }
}

/// <summary>
/// Bot Connector, Teams' way in for bots: every call that the bot makes. What Teams or the network does comes back as a
/// <see cref="CallResult{T}"/> named by what to do next; nothing is thrown but for cancellation, after which a call may or may not
/// have been carried out. A call that would have to wait for a limit longer than <see cref="CallLimiter.LongestWait"/> gives
/// <see cref="CallOutcome.Later"/> at once. Thread-safe; one for the process.
/// </summary>
/// <remarks>
/// A post is never repeated here after an ambiguous failure, and Teams has no history to look into: it stays
/// <see cref="CallOutcome.Doubtful"/>. No token leaves for an address that <see cref="ServiceAddresses"/> does not allow.
/// Source: <c>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference</c>.
/// </remarks>
public sealed class TeamsConnector : IDisposable
{
    private readonly ChatHttp _http;
    private readonly ConnectorCaller _caller;

    /// <summary>Connects when first used.</summary>
    /// <param name="addresses">Where calls may go.</param>
    /// <param name="tokens">The bot's tokens.</param>
    /// <param name="limiter">The process's one limiter.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where refusals and doubts are told, without tokens, texts and names.</param>
    public TeamsConnector(ServiceAddresses addresses, AppTokens tokens, CallLimiter limiter, TimeProvider time, ILogger<TeamsConnector> log)
    {
        _http = new ChatHttp(time);
        _caller = new ConnectorCaller(_http, addresses, tokens, limiter, log);
    }

    /// <summary>Fetches a token if there is none yet, so that what is posted next is on its way at once.</summary>
    /// <returns><see cref="CallOutcome.Later"/> where there is none to be had.</returns>
    public Task<CallResult<bool>> ReadyAsync(TeamsPlace place, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _caller.ReadyAsync(place, cancellation);
    }

    /// <summary>Posts a message. Gives its id, which some answers leave out: it cannot be changed later then.</summary>
    /// <param name="place">Where; a channel's thread is in the conversation's id.</param>
    /// <param name="message">What.</param>
    /// <param name="replyToId">The message that it answers; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<CallResult<string?>> PostAsync(TeamsPlace place, TeamsMessage message, string? replyToId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(message);
        return _caller.CallAsync(
            ConnectorMethod.Post, place, place.ConversationId, Segments(place), writer => ActivityJson.WriteMessage(writer, message, Envelope(place, replyToId)), ReadId, cancellation);
    }

    /// <summary>Puts a message in the place of one of the bot's own.</summary>
    public Task<CallResult<bool>> UpdateAsync(TeamsPlace place, string activityId, TeamsMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(message);
        return _caller.CallAsync(
            ConnectorMethod.Update, place, place.ConversationId, Segments(place, activityId), writer => ActivityJson.WriteMessage(writer, message, Envelope(place, null)), IsDone, cancellation);
    }

    /// <summary>Takes one of the bot's own messages away.</summary>
    public Task<CallResult<bool>> DeleteAsync(TeamsPlace place, string activityId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _caller.CallAsync(ConnectorMethod.Delete, place, place.ConversationId, Segments(place, activityId), null, IsDone, cancellation);
    }

    /// <summary>Shows for a few seconds that the bot is writing.</summary>
    public Task<CallResult<bool>> TypingAsync(TeamsPlace place, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _caller.CallAsync(ConnectorMethod.Typing, place, place.ConversationId, Segments(place), writer => WriteTyping(writer, place), IsDone, cancellation);
    }

    /// <summary>Begins a thread in the place's channel (<see cref="TeamsPlace.ChannelId"/>), whatever thread the place itself is.</summary>
    public Task<CallResult<NewThread>> PostToChannelAsync(TeamsPlace place, TeamsMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(message);
        return place.ChannelId is { } channel
            ? _caller.CallAsync(ConnectorMethod.Create, place, channel, ["v3", "conversations"], writer => WriteThread(writer, place, channel, message), ReadThread, cancellation)
            : Task.FromResult(CallResult.Refused<NewThread>("no_channel"));
    }

    /// <summary>Looks up somebody who is in a conversation; refused for whoever is not.</summary>
    /// <remarks>Source: <c>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context</c> ("Get single member details").</remarks>
    public Task<CallResult<TeamsMember>> MemberAsync(TeamsPlace place, string userId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        var root = place.Root;
        return _caller.CallAsync(
            ConnectorMethod.Member, root, root.ConversationId, ["v3", "conversations", root.ConversationId, "members", userId], null, ReadMember, cancellation);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static MessageEnvelope Envelope(TeamsPlace place, string? replyToId) => new(place.BotId, place.BotName, place.ConversationId, replyToId);

    private static string[] Segments(TeamsPlace place) => ["v3", "conversations", place.ConversationId, "activities"];

    private static string[] Segments(TeamsPlace place, string activityId) => ["v3", "conversations", place.ConversationId, "activities", activityId];

    private static void WriteTyping(Utf8JsonWriter writer, TeamsPlace place)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "typing"u8);
        WriteId(writer, "from"u8, place.BotId);
        WriteId(writer, "conversation"u8, place.ConversationId);
        writer.WriteEndObject();
    }

    private static void WriteThread(Utf8JsonWriter writer, TeamsPlace place, string channel, TeamsMessage message)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("isGroup"u8, true);
        WriteId(writer, "bot"u8, place.BotId);
        writer.WriteString("tenantId"u8, place.TenantId);
        writer.WriteStartObject("channelData"u8);
        WriteId(writer, "channel"u8, channel);
        WriteId(writer, "tenant"u8, place.TenantId);
        writer.WriteEndObject();
        writer.WritePropertyName("activity"u8);
        ActivityJson.WriteMessage(writer, message, Envelope(place with { ConversationId = channel }, null));
        writer.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string id)
    {
        writer.WriteStartObject(name);
        writer.WriteString("id"u8, id);
        writer.WriteEndObject();
    }

    private static string? ReadId(JsonElement answer) => Id(answer, "id");

    private static NewThread ReadThread(JsonElement answer) => new(Id(answer, "id"), Id(answer, "activityId"));

    private static TeamsMember ReadMember(JsonElement answer) => new(answer.Said("name"), answer.Said("tenantId"))
    {
        // A guest's sign-in name says so ("ada_example.com#EXT#@…"); the role says it of those who did not sign in at all.
        IsGuest = answer.Said("userRole") is "guest" or "anonymous" || (answer.Said("userPrincipalName")?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) ?? false),
    };

    private static bool IsDone(JsonElement answer) => true;

    private static string? Id(JsonElement answer, string name) => answer.Said(name) is { } id && PayloadJson.IsId(id) ? id : null;
}
