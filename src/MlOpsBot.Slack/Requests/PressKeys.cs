using System.Globalization;

namespace MlOpsBot.Slack.Requests;

/// <summary>
/// Two ids for one press, for which Slack has none: each cuts time into pieces of <see cref="Piece"/>, the second half a piece
/// later than the first. Presses of the same thing within half a piece share at least one of the two, wherever the cuts fall, so a
/// double click is recorded once, by whatever replica; presses more than a piece apart share neither.
/// </summary>
internal static class PressKeys
{
    /// <summary>Three seconds: a double click takes less than half, a second thought more than all of it.</summary>
    public static readonly TimeSpan Piece = TimeSpan.FromSeconds(3);

    /// <summary>The two ids.</summary>
    /// <param name="thing">What was pressed, by whom, where.</param>
    /// <param name="actionTs">Slack's time of it, seconds with a fraction; anything else is taken as it is, for an id that is its own.</param>
    public static (string EventId, string? SecondKey) Of(string thing, string actionTs)
    {
        if (!decimal.TryParse(actionTs, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds > 100_000_000_000m)
        {
            return ($"{thing}:{actionTs}", null);
        }

        var half = (long)(seconds * 1000 / ((long)Piece.TotalMilliseconds / 2));
        return (string.Create(CultureInfo.InvariantCulture, $"{thing}:{half / 2}"), string.Create(CultureInfo.InvariantCulture, $"{thing}:{(half + 1) / 2}"));
    }
}
