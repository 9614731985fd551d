using System.Buffers;
using System.Text;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>
/// Text as cards take it. What is not ours must never become mark-up, a date or a change of direction. Thread-safe.
/// </summary>
/// <remarks>
/// Markdown of Teams: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format. Functions in
/// text: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization.
/// </remarks>
public static class CardText
{
    /// <summary>Zero-width space: parts what would otherwise be taken for a function.</summary>
    private const char Nothing = '\u200B';

    private const char FixedSpace = '\u00A0';

    private static readonly SearchValues<char> s_unfit = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069{");

    private static readonly SearchValues<char> s_markup = SearchValues.Create("\\*_[]`~<>");

    /// <summary>
    /// Text of a run, a button, a choice: on one line, without control characters and without those that turn the direction of what
    /// follows; <c>{{DATE(…)}}</c> stays as typed.
    /// </summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny(s_unfit) < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length + 4);
        foreach (var character in text)
        {
            switch (character)
            {
                case '\t' or '\n' or '\r' or '\v' or '\f' or '\u2028' or '\u2029':
                    plain.Append(' ');
                    break;
                case '{' when plain.Length > 0 && plain[^1] == '{':
                    plain.Append(Nothing).Append('{');
                    break;
                case < ' ' or '\u007f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'):
                    break;
                default:
                    plain.Append(character);
                    break;
            }
        }

        return plain.ToString();
    }

    /// <summary>
    /// As <see cref="Plain"/>, for where clients read Markdown: what could be mark-up is escaped. What would begin a list gets a space
    /// after it that does not, as not every phone knows that escape.
    /// </summary>
    public static string Escaped(string text)
    {
        var plain = Plain(text);
        var afterMark = AfterListMark(plain);
        if (afterMark < 0 && plain.AsSpan().IndexOfAny(s_markup) < 0)
        {
            return plain;
        }

        var escaped = new StringBuilder(plain.Length + 8);
        for (var i = 0; i < plain.Length; i++)
        {
            if (s_markup.Contains(plain[i]))
            {
                escaped.Append('\\');
            }

            escaped.Append(i == afterMark ? FixedSpace : plain[i]);
        }

        return escaped.ToString();
    }

    /// <summary>Where the space stands after a mark that begins a list or a heading ("- ", "+ ", "# ", "12. ", "3) "); -1 where none does.</summary>
    private static int AfterListMark(string text)
    {
        var start = text.Length - text.AsSpan().TrimStart().Length;
        var at = start;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        if (at == start)
        {
            while (at < text.Length && text[at] is '-' or '+' or '#')
            {
                at++;
            }
        }
        else if (at < text.Length && text[at] is '.' or ')')
        {
            at++;
        }
        else
        {
            return -1;
        }

        return at > start && at < text.Length && text[at] is ' ' ? at : -1;
    }
}
