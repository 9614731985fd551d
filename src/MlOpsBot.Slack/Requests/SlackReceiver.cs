using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.Commands;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Requests;

/// <summary>Finds the installation that a payload is meant for; null where there is none.</summary>
/// <param name="teamId">The workspace.</param>
/// <param name="enterpriseId">Its Enterprise organization; null outside of one.</param>
/// <param name="cancellation">Gives up.</param>
public delegate Task<WorkspaceAccess?> FindWorkspace(string teamId, string? enterpriseId, CancellationToken cancellation);

/// <summary>
/// Takes what Slack sends, by HTTP or through a socket, once it is known to be Slack's: reads it, records what takes work under its
/// unique id, and only then says that it is taken; commands are answered at once. Never throws for what a payload holds. Thread-safe.
/// </summary>
/// <param name="find">Finds the installation.</param>
/// <param name="inbox">Where work is recorded.</param>
/// <param name="signal">Wakes the workers.</param>
/// <param name="command">Answers the slash command.</param>
/// <param name="limiter">Keeps one user or workspace from taking all of the bot.</param>
/// <param name="contact">Remembers that Slack has called.</param>
/// <param name="refusals">Where an operator reads of what was too much.</param>
/// <param name="log">Where an operator reads what was not taken.</param>
public sealed class SlackReceiver(
    FindWorkspace find,
    EventInbox inbox,
    WorkSignal signal,
    SlashAnswers command,
    QuestionLimiter limiter,
    [FromKeyedServices(SlackInstallation.Platform)] PlatformContact contact,
    [FromKeyedServices(SlackInstallation.Platform)] RefusalLog refusals,
    ILogger<SlackReceiver> log)
{
    private static readonly ReceivedCounts s_counts = new(SlackInstallation.Platform);

    private readonly Recorder _recorder = new(inbox, signal, s_counts, log);

    /// <summary>Takes the body of an event: <c>event_callback</c>, and what else comes to the events' address.</summary>
    public Task<SlackReply> EventAsync(JsonElement payload, CancellationToken cancellation)
    {
        try
        {
            var type = payload.Text("type");
            if (type != Verification)
            {
                contact.Called();
            }

            return type switch
            {
                "event_callback" => TakeAsync(EventPayload.Read(payload), cancellation),
                Verification => Task.FromResult(Challenge(payload)),
                "app_rate_limited" => Task.FromResult(RateLimited(payload)),
                null => Task.FromResult(Malformed("an event's payload without a type")),
                _ => Task.FromResult(SlackReply.Taken),
            };
        }
        catch (InvalidOperationException)
        {
            return Task.FromResult(Malformed(NoUnicode));
        }
    }

    /// <summary>Answers a command; the answer is the reply's body.</summary>
    public Task<SlackReply> CommandAsync(SlashCommand slashCommand, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(slashCommand);
        contact.Called();
        s_counts.Other("command");
        if (limiter.Judge(SlackInstallation.KeyOf(slashCommand.TeamId), slashCommand.UserId, message: null, out var reason) == QuestionVerdict.Answer)
        {
            return command.AnswerAsync(slashCommand, cancellation);
        }

        // Slack waits for an answer to each command, so each gets one.
        refusals.Refused(reason!);
        return Task.FromResult(SlashAnswers.TooMuch);
    }

    /// <summary>Takes what somebody pressed, sent or pointed at: <c>block_actions</c>, <c>view_submission</c>, <c>message_action</c>.</summary>
    public Task<SlackReply> InteractionAsync(JsonElement payload, CancellationToken cancellation)
    {
        contact.Called();
        try
        {
            return TakeAsync(InteractionPayload.Read(payload), cancellation);
        }
        catch (InvalidOperationException)
        {
            return Task.FromResult(Malformed(NoUnicode));
        }
    }

    // The test of an address, which mlopsbot doctor sends too: it tells nothing of whether Slack ever does.
    private const string Verification = "url_verification";

    // JsonElement gives no text for an escaped half of a surrogate pair, and says so by an exception alone.
    private const string NoUnicode = "a text that is no Unicode";

    private async Task<SlackReply> TakeAsync(ReadWork read, CancellationToken cancellation)
    {
        if (read.IsMalformed)
        {
            return Malformed(read.Reason!);
        }

        if (read.Sender is not { } sender)
        {
            s_counts.Ignored();
            log.LogDebug("Ignored: {Reason}", read.Reason);
            return read.Body.IsEmpty ? SlackReply.Taken : new SlackReply(SlackReplyKind.Taken, read.Body);
        }

        try
        {
            if (await find(sender.TeamId, sender.EnterpriseId, cancellation) is not { } access)
            {
                if (await RecordEndAsync(sender, read, cancellation))
                {
                    return SlackReply.Taken;
                }

                s_counts.Other("unknown_workspace");
                log.LogWarning("Something came from workspace {Team}, where the bot is not installed; it is left alone", sender.TeamId);
                return SlackReply.Taken;
            }

            foreach (var work in read.Work)
            {
                await RecordAsync(access.Workspace, access.BotUserId ?? sender.BotUserId, work, cancellation);
            }

            return SlackReply.Taken;
        }
        catch (StorageException exception)
        {
            s_counts.Unavailable();
            log.LogInformation("What came from workspace {Team} could not be recorded, and Slack is asked to send it again: {Reason}", sender.TeamId, exception.Message);
            return new SlackReply(SlackReplyKind.Unavailable, Reason: exception.Message);
        }
    }

    // An installation whose token is dead already has to be removed all the same, be it the workspace's or the organization's.
    private async Task<bool> RecordEndAsync(SlackSender sender, ReadWork read, CancellationToken cancellation)
    {
        var ends = read.Work.Where(static work => work.Work is InstallationEnded).ToList();
        foreach (var work in ends)
        {
            await RecordAsync(SlackInstallation.KeyOf(sender.TeamId), sender.BotUserId, work, cancellation);
            if (!string.IsNullOrEmpty(sender.EnterpriseId) && sender.EnterpriseId != sender.TeamId)
            {
                await RecordAsync(SlackInstallation.KeyOf(sender.EnterpriseId), sender.BotUserId, work, cancellation);
            }
        }

        return ends.Count > 0;
    }

    private async Task RecordAsync(WorkspaceKey workspace, string? botUser, KeyedWork work, CancellationToken cancellation)
    {
        if (EventPayload.Keep(work, botUser) is not { } kept)
        {
            s_counts.Ignored();
            return;
        }

        if (AskedTooMuch.InPlaceOf(kept.Work) is { } tooMuch && limiter.Judge(workspace, tooMuch.Actor.User, kept.SecondKey, out var reason) is not QuestionVerdict.Answer and var verdict)
        {
            refusals.Refused(reason!);
            if (verdict == QuestionVerdict.Drop)
            {
                return;
            }

            kept = kept with { Kind = AskedTooMuch.Kind, Work = tooMuch, Conversation = null };
        }

        var incoming = new IncomingEvent(
            workspace, kept.EventId, kept.Kind, JsonSerializer.Serialize(kept.Work with { Trace = ChatSpans.Kept }, SlackWorkJson.Default.SlackWork))
        {
            SecondKey = kept.SecondKey,
            Conversation = kept.Conversation,
        };
        await _recorder.RecordAsync(incoming, cancellation);
    }

    private SlackReply RateLimited(JsonElement payload)
    {
        s_counts.HeldBack();
        log.LogWarning(
            "Slack holds back events of workspace {Team}: more came than it sends to one app", payload.Id("team_id"));
        return SlackReply.Taken;
    }

    private SlackReply Malformed(string reason)
    {
        s_counts.Malformed();
        log.LogInformation("Slack sent {Reason}", reason);
        return new SlackReply(SlackReplyKind.Malformed, Reason: reason);
    }

    private SlackReply Challenge(JsonElement payload)
    {
        if (payload.Text("challenge") is not { Length: > 0 and <= 1000 } challenge)
        {
            return Malformed("a verification without a challenge");
        }

        var body = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("challenge"u8, challenge);
            writer.WriteEndObject();
        }

        return new SlackReply(SlackReplyKind.Taken, body.WrittenMemory);
    }
}
