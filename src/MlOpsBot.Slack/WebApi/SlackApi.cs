using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// Slack's Web API: every call that the bot makes. What Slack or the network does comes back as a <see cref="CallResult{T}"/>
/// named by what to do next; nothing is thrown but for cancellation, after which a call may or may not have been carried out.
/// A call that would have to wait for a limit longer than <see cref="CallLimiter.LongestWait"/> gives
/// <see cref="CallOutcome.Later"/> at once. Thread-safe; one for the process.
/// </summary>
public sealed class SlackApi : IDisposable
{
    /// <summary>The event type in the metadata of our messages, by which they are found again.</summary>
    public const string MetadataType = "mlopsbot_answer";

    private readonly ChatHttp _http;
    private readonly SlackCaller _caller;
    private readonly PostedSearch _search;
    private readonly ResponseUrls _responses;

    /// <summary>Calls the API that the options name.</summary>
    /// <param name="options">The API's address.</param>
    /// <param name="limiter">The process's one limiter.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where refusals and doubts are told, without tokens or texts.</param>
    public SlackApi(Current<SlackOptions> options, CallLimiter limiter, TimeProvider time, ILogger<SlackApi> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _http = new ChatHttp(time);
        _caller = new SlackCaller(_http, limiter, options.Value.ApiUrl, log);
        _search = new PostedSearch(_caller);
        _responses = new ResponseUrls(_http, options.Value.ApiUrl, log);
        Tokens = new TokenCalls(_caller);
    }

    /// <summary>What is asked with a token that no workspace has yet, and with none.</summary>
    public TokenCalls Tokens { get; }

    /// <summary>Called when Slack says that a token is of no use any more; on whatever thread made the call.</summary>
    internal Action<WorkspaceAccess>? TokenRefused { get; set; }

    private static CallResult<bool>? Carried => CallResult.Done(true);

    /// <summary>Posts a message that everybody in the channel sees; unfurls nothing. Gives its <c>ts</c>.</summary>
    /// <param name="access">In which workspace.</param>
    /// <param name="channel">Where.</param>
    /// <param name="threadTs">The thread to answer in; null for none.</param>
    /// <param name="message">What.</param>
    /// <param name="deliveryId">By which <see cref="FindPostedAsync"/> finds it again: <c>chat.postMessage</c> has no key against doubles.</param>
    /// <param name="cancellation">Gives up; it may have been posted.</param>
    public Task<CallResult<string>> PostMessageAsync(
        WorkspaceAccess access, string channel, string? threadTs, SlackMessage message, string deliveryId, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.PostMessage,
            access,
            SlackArguments.Json(writer =>
            {
                writer.WriteMessage(channel, threadTs, message);
                writer.WriteBoolean("unfurl_links"u8, false);
                writer.WriteBoolean("unfurl_media"u8, false);
                writer.WriteStartObject("metadata"u8);
                writer.WriteString("event_type"u8, MetadataType);
                writer.WriteStartObject("event_payload"u8);
                writer.WriteString("delivery_id"u8, deliveryId);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }),
            static answer => SlackAnswers.Done(answer.Said("ts")),
            cancellation,
            channel);

    /// <summary>Looks whether a message of ours was posted: its <c>ts</c>, or null if it surely was not.</summary>
    /// <param name="access">In which workspace.</param>
    /// <param name="channel">Where it was to be posted.</param>
    /// <param name="threadTs">The thread it was meant for; null for none.</param>
    /// <param name="deliveryId">The id that it was posted with.</param>
    /// <param name="since">When it was meant to be posted; it is looked for from a little before.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see cref="CallOutcome.Doubtful"/> where so much was posted since that not all of it is looked through.</returns>
    public Task<CallResult<string?>> FindPostedAsync(
        WorkspaceAccess access, string channel, string? threadTs, string deliveryId, DateTimeOffset since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(access);
        return ToldAsync(access, _search.FindAsync(access, CallOf(access), channel, threadTs, deliveryId, since, cancellation));
    }

    /// <summary>Posts a message that one user of a channel sees, until they reload. Gives its <c>message_ts</c>.</summary>
    public Task<CallResult<string>> PostEphemeralAsync(
        WorkspaceAccess access, string channel, string user, string? threadTs, SlackMessage message, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.PostEphemeral,
            access,
            SlackArguments.Json(writer =>
            {
                writer.WriteMessage(channel, threadTs, message);
                writer.WriteString("user"u8, user);
            }),
            static answer => SlackAnswers.Done(answer.Said("message_ts")),
            cancellation);

    /// <summary>Answers through the address that came with a command or a button: five times within 30 minutes.</summary>
    /// <param name="responseUrl">As Slack gave it. Any address that is not Slack's own is refused.</param>
    /// <param name="mode">What to do with it.</param>
    /// <param name="message">What to say; not needed to delete.</param>
    /// <param name="threadTs">The thread, for a message of its own; null for none.</param>
    /// <param name="cancellation">Gives up; it may have been carried out.</param>
    public Task<CallResult<bool>> RespondAsync(
        string responseUrl, ResponseMode mode, SlackMessage? message, string? threadTs, CancellationToken cancellation)
        => _responses.RespondAsync(responseUrl, mode, message, threadTs, cancellation);

    /// <summary>Shows a user their Home tab.</summary>
    public Task<CallResult<bool>> PublishHomeAsync(WorkspaceAccess access, string user, SlackView view, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.PublishView,
            access,
            SlackArguments.Json(writer =>
            {
                writer.WriteString("user_id"u8, user);
                writer.WriteView(view);
            }),
            static _ => Carried,
            cancellation);

    /// <summary>Opens a modal, within three seconds of the press that the trigger came with. Gives the view's id.</summary>
    public Task<CallResult<string>> OpenModalAsync(WorkspaceAccess access, string triggerId, SlackView view, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.OpenView,
            access,
            SlackArguments.Json(writer =>
            {
                writer.WriteString("trigger_id"u8, triggerId);
                writer.WriteView(view);
            }),
            static answer => SlackAnswers.Done(answer.Said("view", "id")),
            cancellation);

    /// <summary>Changes an open modal.</summary>
    /// <param name="access">In which workspace.</param>
    /// <param name="viewId">Which.</param>
    /// <param name="hash">As it was when the button was pressed: if it has changed since, Slack refuses. Null to change it whatever it is now.</param>
    /// <param name="view">Into what.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<CallResult<bool>> UpdateModalAsync(
        WorkspaceAccess access, string viewId, string? hash, SlackView view, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.UpdateView,
            access,
            SlackArguments.Json(writer =>
            {
                writer.WriteString("view_id"u8, viewId);
                writer.WriteIfAny("hash"u8, hash);
                writer.WriteView(view);
            }),
            static _ => Carried,
            cancellation);

    /// <summary>Asks about a user.</summary>
    public Task<CallResult<SlackUser>> UserAsync(WorkspaceAccess access, string user, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.UserInfo, access, SlackArguments.Form(("user", user)), static answer => SlackAnswers.Done(SlackAnswers.User(answer)), cancellation);

    /// <summary>Asks about a channel or direct message. Needs <c>channels:read</c> for public channels, <c>groups:read</c> for private ones.</summary>
    public Task<CallResult<SlackConversation>> ConversationAsync(WorkspaceAccess access, string channel, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.ConversationInfo,
            access,
            SlackArguments.Form(("channel", channel)),
            static answer => SlackAnswers.Done(SlackAnswers.Conversation(answer)),
            cancellation);

    /// <summary>Says what the agent is doing, below the thread; an empty status says nothing any more. A message posted there ends it.</summary>
    public Task<CallResult<bool>> SetStatusAsync(
        WorkspaceAccess access, string channel, string threadTs, string status, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.SetStatus,
            access,
            SlackArguments.Json(writer =>
            {
                writer.WriteString("channel_id"u8, channel);
                writer.WriteString("thread_ts"u8, threadTs);
                writer.WriteString("status"u8, status);
            }),
            static _ => Carried,
            cancellation);

    /// <summary>Sets the prompts at the top of the Messages tab.</summary>
    /// <param name="access">In which workspace.</param>
    /// <param name="channel">The direct message's channel.</param>
    /// <param name="threadTs">The thread of the older assistant's view; null for an agent, where Slack ignores a call that has one.</param>
    /// <param name="title">Above them.</param>
    /// <param name="prompts">At most four; more are left out.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<CallResult<bool>> SetSuggestedPromptsAsync(
        WorkspaceAccess access, string channel, string? threadTs, string title, IEnumerable<SuggestedPrompt> prompts, CancellationToken cancellation)
        => CallAsync(
            SlackMethod.SetPrompts,
            access,
            SlackArguments.Json(writer =>
            {
                writer.WriteString("channel_id"u8, channel);
                writer.WriteIfAny("thread_ts"u8, threadTs);
                writer.WriteString("title"u8, title);
                writer.WriteStartArray("prompts"u8);
                foreach (var prompt in prompts.Take(4))
                {
                    writer.WriteStartObject();
                    writer.WriteString("title"u8, prompt.Title);
                    writer.WriteString("message"u8, prompt.Message);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }),
            static _ => Carried,
            cancellation);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static SlackCall CallOf(WorkspaceAccess access, string? channel = null)
        => new(access.Workspace.Id, channel, new AuthenticationHeaderValue("Bearer", access.BotToken.Reveal()));

    private Task<CallResult<T>> CallAsync<T>(
        SlackMethod method,
        WorkspaceAccess access,
        SlackArguments arguments,
        Func<JsonElement, CallResult<T>?> read,
        CancellationToken cancellation,
        string? channel = null)
        => ToldAsync(access, _caller.CallAsync(method, CallOf(access, channel), arguments, read, cancellation));

    private async Task<CallResult<T>> ToldAsync<T>(WorkspaceAccess access, Task<CallResult<T>> call)
    {
        var result = await call;
        if (result.Error is { } error && SlackFaults.IsDeadToken(error))
        {
            TokenRefused?.Invoke(access);
        }

        return result;
    }
}
