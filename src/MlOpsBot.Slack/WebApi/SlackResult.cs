namespace MlOpsBot.Slack.WebApi;

/// <summary>What a call of the Web API came to, named by what to do next.</summary>
public enum SlackOutcome
{
    /// <summary>It was carried out.</summary>
    Done,

    /// <summary>It surely was not carried out and never will be: <see cref="SlackResult{T}.Error"/> says why. Do not try again.</summary>
    Refused,

    /// <summary>It surely was not carried out: try again after <see cref="SlackResult{T}.RetryAfter"/>.</summary>
    Later,

    /// <summary>It may or may not have been carried out (time-out, 5xx, broken connection, garbage): look before trying again.</summary>
    Doubtful,
}

/// <summary>What a call of the Web API came to. Immutable; an expected failure is a value, not an exception.</summary>
/// <typeparam name="T">What it gives when carried out.</typeparam>
/// <param name="Outcome">What to do next.</param>
/// <param name="Value">What it gave; default unless <see cref="SlackOutcome.Done"/>.</param>
/// <param name="Error">Slack's error code (<c>channel_not_found</c>) or a description; never a token. Null when carried out.</param>
/// <param name="RetryAfter">How long to wait before trying again; zero unless <see cref="SlackOutcome.Later"/>.</param>
public readonly record struct SlackResult<T>(SlackOutcome Outcome, T? Value, string? Error, TimeSpan RetryAfter);

/// <summary>Makes results.</summary>
public static class SlackResult
{
    /// <summary>Carried out.</summary>
    public static SlackResult<T> Done<T>(T value) => new(SlackOutcome.Done, value, null, TimeSpan.Zero);

    /// <summary>Refused for good.</summary>
    public static SlackResult<T> Refused<T>(string error) => new(SlackOutcome.Refused, default, error, TimeSpan.Zero);

    /// <summary>To be tried again after a while.</summary>
    public static SlackResult<T> Later<T>(string error, TimeSpan retryAfter) => new(SlackOutcome.Later, default, error, retryAfter);

    /// <summary>Perhaps carried out.</summary>
    public static SlackResult<T> Doubtful<T>(string error) => new(SlackOutcome.Doubtful, default, error, TimeSpan.Zero);
}
