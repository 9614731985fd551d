using System.Collections.Frozen;
using MlOpsBot.Chat.Calling;

namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// What to do about Slack's error codes. A code that is not named here is a refusal: Slack has thousands, and nearly all of
/// them say that the same call will fare no better. Source of the named ones: the list of errors that every method shares,
/// such as at <c>https://docs.slack.dev/reference/methods/chat.postMessage#errors</c>.
/// </summary>
internal static class SlackFaults
{
    /// <summary>How long to wait where Slack is out of order and does not say for how long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // A workspace that is moved takes minutes to hours.
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(1);

    // "It's possible some aspect of the operation succeeded before the error was raised."
    private static readonly FrozenSet<string> Doubtful = FrozenSet.Create("internal_error", "fatal_error");

    private static readonly FrozenDictionary<string, TimeSpan> Temporary = new Dictionary<string, TimeSpan>(StringComparer.Ordinal)
    {
        // "The service is temporarily unavailable."
        ["service_unavailable"] = Pause,

        // "The POST data was either missing or truncated": it never arrived whole.
        ["request_timeout"] = TimeSpan.FromSeconds(1),

        // "Currently undergoing migration": "intermittently unavailable until the transition is complete".
        ["team_added_to_org"] = LongPause,
        ["org_login_required"] = LongPause,

        // Whoever tries again looks for the token again, and finds the renewed one.
        ["token_expired"] = TimeSpan.FromSeconds(1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> DeadTokens = FrozenSet.Create(
        "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "team_access_not_granted");

    /// <summary>Whether the token is of no use any more.</summary>
    public static bool IsDeadToken(string code) => DeadTokens.Contains(code);

    /// <summary>Whether the code is that of a rate limit; a few methods say it with 200.</summary>
    public static bool IsRateLimit(string code) => code is "ratelimited" or "rate_limited";

    /// <summary>What <c>"ok":false</c> with this code comes to.</summary>
    public static CallResult<T> Classify<T>(string code, bool isRepeatable) => code switch
    {
        _ when Temporary.TryGetValue(code, out var wait) => CallResult.Later<T>(code, wait),
        _ when Doubtful.Contains(code) => InDoubt<T>(code, isRepeatable),
        _ => CallResult.Refused<T>(code),
    };

    /// <summary>It may have been carried out: which matters only where doing it twice does.</summary>
    public static CallResult<T> InDoubt<T>(string error, bool isRepeatable)
        => isRepeatable ? CallResult.Later<T>(error, Pause) : CallResult.Doubtful<T>(error);

    /// <summary>An error code as it may be logged: Slack's are short and of few characters, and what is not is no code.</summary>
    public static string Code(string? error)
        => error is { Length: > 0 and <= 80 } && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':')
            ? error
            : "unknown_error";
}
