using System.Globalization;
using System.Net.Http.Headers;

namespace MlOpsBot.Chat.Limiting;

/// <summary>Reads the header of a 429.</summary>
public static class RetryAfter
{
    /// <summary>How long to wait where the header is missing or is no number: the platforms' shortest windows are of a few seconds.</summary>
    public static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The most that is believed. Windows are of a minute, or of an hour that few reach; a wrong number is not to silence the bot for a year, and a
    /// right one is said again when the next call comes too early.
    /// </summary>
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    /// <summary>The header's seconds, rounded up, at least one, or a guess.</summary>
    public static TimeSpan Read(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out var values)
            || !double.TryParse(values.ToString().Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || double.IsNaN(seconds))
        {
            return Unsaid;
        }

        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, Most.TotalSeconds));
    }
}
