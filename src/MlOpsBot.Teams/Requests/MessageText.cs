using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Teams.Requests;

/// <summary>
/// What was typed in a message: without mentions of the bot, without mark-up, with white space made plain. Immutable.
/// </summary>
/// <param name="Text">What was typed; empty if it was nothing else than a mention.</param>
/// <param name="MentionsBot">Whether the bot is mentioned.</param>
internal sealed record MessageText(string Text, bool MentionsBot)
{
    /// <summary>Entities that are looked at: a message mentions 200 people at most.</summary>
    private const int MostEntities = 250;

    private const string Mention = "at";

    /// <summary>What Teams makes of formatted text. Other words in angle brackets are what somebody typed.</summary>
    private static readonly HashSet<string> s_tags = new(
        [
            "a", "addr", Mention, "attachment", "b", "blockquote", "br", "code", "codeblock", "del", "div", "em", "emoji", "font", "h1", "h2", "h3", "h4", "h5", "h6",
            "hr", "i", "img", "li", "ol", "p", "pre", "readonly", "s", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Tags between whose contents nothing stood that parts words.</summary>
    private static readonly HashSet<string> s_inline = new(
        ["a", "b", "code", "del", "em", "font", "i", "readonly", "s", "span", "strike", "strong", "sub", "sup", "u"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a message's text.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="botId">The bot's own id there. Opaque.</param>
    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    public static MessageText Read(JsonElement activity, string botId)
    {
        var text = activity.Text("text") ?? "";
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var entity in activity.Items("entities").Take(MostEntities))
        {
            if (entity.Text("type") != "mention" || entity.Member("mentioned").Text("id") != botId)
            {
                continue;
            }

            // There may be no space after it.
            text = entity.Text("text") is { Length: > 0 } written ? text.Replace(written, " ", StringComparison.Ordinal) : text;
            names.Add(entity.Member("mentioned").Text("name") ?? "");
        }

        var isMentioned = names.Count > 0;
        if (isMentioned && activity.Member("recipient").Text("name") is { } name)
        {
            names.Add(name);
        }

        var plain = WithoutWhiteSpace(WebUtility.HtmlDecode(WithoutMarkup(text, names.ToImmutable())));
        return new MessageText(isMentioned ? plain.TrimStart(' ', ',', ':', ';') : plain, isMentioned);
    }

    /// <summary>What a text of Teams' mark-up says.</summary>
    /// <param name="html">The text.</param>
    /// <param name="botName">The bot's name, of which a mention is left out; null where it is not known.</param>
    public static string Plain(string html, string? botName) => WithoutWhiteSpace(WebUtility.HtmlDecode(WithoutMarkup(html, botName is null ? [] : [botName])));

    /// <summary>Leaves out tags. Of mentions the name stays, unless it is the bot's: not every client writes a mention as its entity says.</summary>
    private static string WithoutMarkup(string text, ImmutableArray<string> botNames)
    {
        var at = text.IndexOf('<', StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            plain.Append(rest[..at]);
            rest = rest[at..];
            if (!TryTag(rest, out var name, out var length))
            {
                plain.Append('<');
                length = 1;
            }
            else if (!s_inline.Contains(name))
            {
                plain.Append(' ');
            }

            var tag = rest[..length];
            rest = rest[length..];
            if (name == Mention && tag[1] != '/' && rest.IndexOf('<') is var end and >= 0 && rest[end..].StartsWith("</at>", StringComparison.OrdinalIgnoreCase)
                && botNames.Contains(WebUtility.HtmlDecode(rest[..end].ToString()), StringComparer.OrdinalIgnoreCase))
            {
                rest = rest[end..];
            }

            at = rest.IndexOf('<');
        }

        return plain.Append(rest).ToString();
    }

    /// <summary>Whether a text begins with a tag of Teams' own.</summary>
    private static bool TryTag(ReadOnlySpan<char> text, out string name, out int length)
    {
        const int LongestName = 12;
        length = 0;
        name = "";
        var start = text.Length > 1 && text[1] == '/' ? 2 : 1;
        var end = start;
        while (end < text.Length && end - start <= LongestName && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        if (end == start || end == text.Length || text[end] is not ('>' or '/' or ' ' or '\t' or '\r' or '\n'))
        {
            return false;
        }

        name = text[start..end].ToString().ToLowerInvariant();

        // Looked for within a bound: a text of nothing but beginnings of tags would be read again and again.
        const int LongestTag = 4096;
        var close = text[end..Math.Min(text.Length, end + LongestTag)].IndexOf('>');
        length = end + close + 1;
        return close >= 0 && s_tags.Contains(name) && IsAttributes(text[end..(end + close)]);
    }

    /// <summary>Whether this can stand between a tag's name and its end. "a&lt;b and c&gt;d" is what somebody typed.</summary>
    private static bool IsAttributes(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd('/').Trim();
        return text.IsEmpty || text.Contains('=');
    }

    /// <summary>Every run of white space, and of what is not seen at all, as one space; none at the ends.</summary>
    private static string WithoutWhiteSpace(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && c is not ('\u200b' or '\ufeff'))
            {
                plain.Append(c);
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().TrimEnd();
    }
}
