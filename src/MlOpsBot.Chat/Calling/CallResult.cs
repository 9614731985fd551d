namespace MlOpsBot.Chat.Calling;

/// <summary>What a call of a platform came to, named by what to do next.</summary>
public enum CallOutcome
{
    /// <summary>It was carried out.</summary>
    Done,

    /// <summary>It surely was not carried out and never will be: <see cref="CallResult{T}.Error"/> says why. Do not try again.</summary>
    Refused,

    /// <summary>It surely was not carried out, or may safely be carried out again: try again after <see cref="CallResult{T}.RetryAfter"/>.</summary>
    Later,

    /// <summary>It may or may not have been carried out (time-out, 5xx, broken connection, garbage): look before trying again.</summary>
    Doubtful,
}

/// <summary>What a call of a platform came to. Immutable; an expected failure is a value, not an exception.</summary>
/// <typeparam name="T">What it gives when carried out.</typeparam>
/// <param name="Outcome">What to do next.</param>
/// <param name="Value">What it gave; default unless <see cref="CallOutcome.Done"/>.</param>
/// <param name="Error">The platform's error code (<c>channel_not_found</c>) or a description; never a token. Null when carried out.</param>
/// <param name="RetryAfter">How long to wait before trying again; zero unless <see cref="CallOutcome.Later"/>.</param>
public readonly record struct CallResult<T>(CallOutcome Outcome, T? Value, string? Error, TimeSpan RetryAfter);

/// <summary>Makes results.</summary>
public static class CallResult
{
    /// <summary>Carried out.</summary>
    public static CallResult<T> Done<T>(T value) => new(CallOutcome.Done, value, null, TimeSpan.Zero);

    /// <summary>Refused for good.</summary>
    public static CallResult<T> Refused<T>(string error) => new(CallOutcome.Refused, default, error, TimeSpan.Zero);

    /// <summary>To be tried again after a while.</summary>
    public static CallResult<T> Later<T>(string error, TimeSpan retryAfter) => new(CallOutcome.Later, default, error, retryAfter);

    /// <summary>Perhaps carried out.</summary>
    public static CallResult<T> Doubtful<T>(string error) => new(CallOutcome.Doubtful, default, error, TimeSpan.Zero);
}
