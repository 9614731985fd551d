using System.Text;
using MlOpsBot.Chat.Writing;

namespace MlOpsBot.Slack.Rendering;

/// <summary>
/// Between text as people type and read it and text as Slack sends and takes it. What is not ours must never become a mention,
/// a link or mark-up. Thread-safe.
/// </summary>
/// <remarks>Forms: https://docs.slack.dev/messaging/formatting-message-text.</remarks>
public static class SlackText
{
    /// <summary>Text as Slack's <c>text</c> takes it: <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> are escaped, so nothing in it is a mention or a link.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny('&', '<', '>') < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Takes Slack's escapes back; once, as they were put in once.</summary>
    public static string Unescape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('&', StringComparison.Ordinal)
            ? text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            : text;
    }

    /// <summary>
    /// What was typed: escapes taken back, links and channels as they were shown, mentions of the bot left out, other people's
    /// mentions as an @ with their name where Slack gives one. Any text is safe.
    /// </summary>
    /// <param name="slackText">A message as Slack has it.</param>
    /// <param name="botUserId">The bot's user id, null while unknown.</param>
    public static string QuestionOf(string slackText, string? botUserId)
    {
        ArgumentNullException.ThrowIfNull(slackText);
        if (!slackText.Contains('<', StringComparison.Ordinal))
        {
            return Unescape(slackText).Trim();
        }

        var question = new StringBuilder(slackText.Length);
        for (var at = 0; at < slackText.Length;)
        {
            var open = slackText.IndexOf('<', at);
            var close = open < 0 ? -1 : slackText.IndexOf('>', open);
            if (close < 0)
            {
                question.Append(Unescape(slackText[at..]));
                break;
            }

            question.Append(Unescape(slackText[at..open]));
            AppendShown(question, slackText.AsSpan(open + 1, close - open - 1), botUserId);
            at = close + 1;
        }

        return question.ToString().Trim();
    }

    /// <summary>Whether a message mentions somebody else than the bot: a person, or everyone.</summary>
    /// <param name="slackText">A message as Slack has it.</param>
    /// <param name="botUserId">The bot's user id, null while unknown.</param>
    public static bool MentionsOthers(string slackText, string? botUserId)
    {
        ArgumentNullException.ThrowIfNull(slackText);
        for (var at = slackText.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < slackText.Length; at = slackText.IndexOf('<', at + 1))
        {
            var rest = slackText.AsSpan(at + 1);
            if (rest[0] == '!' && !rest.StartsWith("!date^", StringComparison.Ordinal))
            {
                return true;
            }

            if (rest[0] == '@' && rest.IndexOfAny('>', '|') is > 1 and var end && !rest[1..end].SequenceEqual(botUserId))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a reader saw in the place of <c>&lt;…&gt;</c>.</summary>
    private static void AppendShown(StringBuilder question, ReadOnlySpan<char> inside, string? botUserId)
    {
        var bar = inside.IndexOf('|');
        var id = bar < 0 ? inside : inside[..bar];
        var label = bar < 0 ? [] : inside[(bar + 1)..];
        switch (id.IsEmpty ? ' ' : id[0])
        {
            case '@':
                // Without a name a mention says nothing that could be looked for.
                if (!id[1..].SequenceEqual(botUserId) && !label.IsEmpty)
                {
                    question.Append('@').Append(Unescape(label.ToString()));
                }

                break;
            case '#':
                question.Append('#').Append(label.IsEmpty ? id[1..] : Unescape(label.ToString()));
                break;
            case '!':
                // <!here>, <!subteam^S1|@team>, <!date^…|shown instead>
                question.Append(label.IsEmpty ? $"@{id[1..]}" : Unescape(label.ToString()));
                break;
            default:
                question.Append(Unescape((label.IsEmpty ? id : label).ToString()));
                break;
        }
    }

    /// <summary>As <see cref="Fit.Within"/>, escaped for Slack's <c>text</c>; the limit holds for the escaped text.</summary>
    public static string EscapedWithin(string text, int most)
    {
        var fitting = Fit.Within(text, most);
        var escaped = Escape(fitting);
        while (escaped.Length > most)
        {
            // Every escape is five characters at most in the place of one: so much is too much at least.
            fitting = Fit.Within(fitting, Math.Max(2, fitting.Length - Math.Max(1, (escaped.Length - most) / 5)));
            escaped = Escape(fitting);
        }

        return escaped;
    }
}
