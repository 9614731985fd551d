using System.Text.Json;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.Requests;

namespace MlOpsBot.Slack.SocketMode;

/// <summary>Handles an envelope; null for a type that is not known.</summary>
internal delegate Task<SlackReply?> HandleEnvelope(Envelope envelope, CancellationToken cancellation);

/// <summary>Takes envelopes to where requests over HTTP go.</summary>
/// <param name="receiver">Takes what Slack sends.</param>
internal sealed class SocketRequests(SlackReceiver receiver)
{
    /// <summary>Handles an envelope; null for a type that is not known.</summary>
    public async Task<SlackReply?> HandleAsync(Envelope envelope, CancellationToken cancellation) => envelope.Type switch
    {
        "events_api" => await receiver.EventAsync(envelope.Payload, cancellation),
        "interactive" => await receiver.InteractionAsync(envelope.Payload, cancellation),
        "slash_commands" when ReadCommand(envelope.Payload) is { } command => await receiver.CommandAsync(command, cancellation),
        "slash_commands" => new SlackReply(SlackReplyKind.Malformed, Reason: "a command without its fields"),
        _ => null,
    };

    // The fields of the form that HTTP would bring, as JSON.
    private static SlashCommand? ReadCommand(JsonElement payload)
    {
        try
        {
            var enterprise = payload.Id("enterprise_id");
            return (payload.Id("team_id") ?? enterprise) is { } team && payload.Id("channel_id") is { } channel
                && payload.Id("user_id") is { } user && payload.Id("command") is ['/', ..] command
                ? new SlashCommand(
                    team, enterprise, channel, user, command, payload.Text("text") ?? "", payload.Text("response_url") ?? "", payload.Text("trigger_id") ?? "")
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
