using System.Text;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Slack.Tips;

/// <summary>Tips, and what is said about them, as the one text that notifications show and screen readers read. Plain text, not escaped.</summary>
internal static class TipText
{
    /// <summary>What it is, for those who see one for the first time.</summary>
    public const string Kind = "Role tip of the day";

    /// <summary>Where a person cannot be named.</summary>
    public const string Somebody = "Somebody";

    private const int MostOfSource = 140;
    private const int MostSources = 3;
    private const int MostRows = 12;

    /// <summary>A tip.</summary>
    public static string Plain(TipPost post)
    {
        var text = new StringBuilder();
        if (post.Notice is { } notice)
        {
            text.Append(Fit.Within(notice, 300)).Append('\n');
        }

        text.Append("Role tip: ").Append(Sentence(Fit.Within(post.Tip.Title, 150))).Append(' ').Append(Fit.Within(post.Tip.Text, 1_000));
        text.Append('\n').Append(Fit.Within(post.Why, 500));
        return text.ToString();
    }

    /// <summary>What is said to an order or a press.</summary>
    public static string Plain(TipReply reply)
    {
        var text = new StringBuilder(Sentence(Fit.Within(reply.Title, 150)));
        foreach (var line in reply.Lines)
        {
            text.Append('\n').AppendJoin("", line.Parts.Select(part => part.IsPerson ? Somebody : part.Text));
        }

        foreach (var row in reply.Rows.Skip(reply.HasHeading ? 1 : 0).Take(MostRows))
        {
            text.Append("\n- ").AppendJoin(reply.HasHeading ? ", " : ": ", row.Where(cell => cell.Length > 0).Select(cell => Fit.Within(cell, 300)));
        }

        if (reply.Rows.Length - (reply.HasHeading ? 1 : 0) - MostRows is > 0 and var more)
        {
            text.Append('\n').Append(AnswerText.More(more));
        }

        if (reply.Tip is { } tip)
        {
            text.Append('\n').Append(Plain(tip));
        }

        return text.ToString();
    }

    /// <summary>Where a tip comes from, in a line or a few; null where nothing is known of it.</summary>
    public static string? Sources(TipPost post)
    {
        var known = post.Tip.Sources.Select(post.Knowledge.FindSource).OfType<Knowledge.Source>().ToList();
        var shown = known.Take(MostSources).Select(source => Fit.Within(source.Citation, MostOfSource)).ToList();
        if (known.Count > MostSources)
        {
            shown.Add(AnswerText.More(known.Count - MostSources));
        }

        return known.Count switch
        {
            0 => null,
            1 => $"Source: {shown[0]}",
            _ => $"Sources: {string.Join("; ", shown)}",
        };
    }

    private static string Sentence(string words) => words[^1] is '.' or '?' or '!' or '…' or ':' ? words : words + ".";
}
