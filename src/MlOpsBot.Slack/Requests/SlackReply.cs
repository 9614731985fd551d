namespace MlOpsBot.Slack.Requests;

/// <summary>What becomes of a request that Slack sent, by HTTP or through a socket.</summary>
public enum SlackReplyKind
{
    /// <summary>Taken: 200, or an acknowledgement; with <see cref="SlackReply.Body"/> where there is one.</summary>
    Taken,

    /// <summary>It makes no sense: 400; through a socket it is acknowledged, since it would make none the next time either.</summary>
    Malformed,

    /// <summary>It could not be recorded: 503, or no acknowledgement, so that Slack sends it again.</summary>
    Unavailable,
}

/// <summary>What Slack is told about a request. Immutable.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Body">UTF-8 JSON to send along; empty for none.</param>
/// <param name="Reason">For the log, without anything that a user wrote; null where all is well.</param>
public sealed record SlackReply(SlackReplyKind Kind, ReadOnlyMemory<byte> Body = default, string? Reason = null)
{
    /// <summary>Taken, with nothing to say.</summary>
    public static SlackReply Taken { get; } = new(SlackReplyKind.Taken);
}
