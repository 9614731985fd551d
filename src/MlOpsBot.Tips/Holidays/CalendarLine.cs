namespace MlOpsBot.Tips.Holidays;

/// <summary>A line of a calendar file, unfolded. Immutable.</summary>
/// <param name="Name">The property, in capitals.</param>
/// <param name="Value">The value as it stands.</param>
/// <param name="Number">The number of its first line in the file.</param>
internal sealed record CalendarLine(string Name, string Value, int Number)
{
    /// <summary>The line; null where it is none.</summary>
    public static CalendarLine? Of(string text, int number)
    {
        // Parameters may hold colons, in quotes.
        var (isQuoted, colon, end) = (false, -1, -1);
        for (var at = 0; at < text.Length && colon < 0; at++)
        {
            isQuoted ^= text[at] == '"';
            if (!isQuoted && text[at] is ';' or ':' && end < 0)
            {
                end = at;
            }

            if (!isQuoted && text[at] == ':')
            {
                colon = at;
            }
        }

        return colon <= 0 ? null : new CalendarLine(text[..end].Trim().ToUpperInvariant(), text[(colon + 1)..], number);
    }
}
