using System.Text;
using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Writing;

/// <summary>Writes an answer as the one text that notifications show and screen readers read: the answer, who to ask, the rest, what to do next. Plain text, not escaped for any platform.</summary>
public static class FallbackText
{
    /// <summary>Characters of the body; what is asked stands before it.</summary>
    private const int MostOfBody = 1_500;

    private const int MostButtons = 6;
    private const int MostOfHolder = 500;

    /// <summary>The answer and who to ask, never empty: what a notification has room for.</summary>
    public static string Brief(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Holder is { } holder ? $"{First(answer)}\n{Fit.Within(holder.Text, MostOfHolder)}" : First(answer);
    }

    /// <summary>The whole of it, never empty.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="mostOfBody">Most characters between who to ask and what to do next; what they do not hold is counted, or left out.</param>
    public static string Of(Answer answer, int mostOfBody = MostOfBody)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var text = new StringBuilder(1_024).Append(Brief(answer));
        AppendComparison(text, answer.Comparison);
        AppendBody(text, answer, mostOfBody);
        if (answer.FollowUps.Length > 0)
        {
            text.Append(answer.Kind is AnswerKind.Clarify or AnswerKind.None ? "\nChoose a button: " : "\nButtons below open: ")
                .AppendJoin(", ", answer.FollowUps.Take(MostButtons).Select(offer => Fit.Within(offer.Label, AnswerText.MostOfButton)))
                .Append(answer.FollowUps.Length > MostButtons ? " and more" : string.Empty);
        }

        return text.ToString();
    }

    private static string First(Answer answer)
    {
        var lead = Fit.Within(answer.Lead, 800);
        var title = Fit.Within(answer.Title, AnswerText.MostOfTitle);
        return answer.Kind switch
        {
            // The sentence names what was asked.
            AnswerKind.Owner => lead,
            AnswerKind.None or AnswerKind.Clarify or AnswerKind.Help => title[^1] is '.' or '?' or '!' or '…' ? $"{title} {lead}" : $"{title}. {lead}",
            AnswerKind.Comparison => $"{title}. {lead}",
            _ => $"{title}: {lead}",
        };
    }

    private static void AppendComparison(StringBuilder text, ComparisonTable? comparison)
    {
        foreach (var row in comparison is null ? [] : comparison.Rows.Take(2))
        {
            text.Append($"\n{Fit.Within(row.Aspect, 60)}. {Fit.Within(comparison!.LeftName, 60)}: {Fit.Within(row.Left, 240)} – {Fit.Within(comparison.RightName, 60)}: {Fit.Within(row.Right, 240)}");
        }
    }

    private static void AppendBody(StringBuilder text, Answer answer, int mostOfBody)
    {
        var most = text.Length + mostOfBody;
        foreach (var block in answer.Blocks)
        {
            var before = text.Length;
            if (block.Heading is not null)
            {
                text.Append('\n').Append(Fit.Within(block.Heading, 100)).Append(':');
            }

            var shown = 0;
            foreach (var line in block.Lines)
            {
                var label = line.Label is null ? string.Empty : Fit.Within(line.Label, AnswerText.MostOfLabel) + (line.Text.Length > 0 ? ": " : string.Empty);
                var said = line.Text.Length == 0 ? label : label + Fit.Within(line.Text, AnswerText.MostOfLine);
                if (text.Length + said.Length + 20 > most)
                {
                    break;
                }

                text.Append(block.Heading is null && line.Label is null ? "\n" : "\n- ").Append(said);
                shown++;
            }

            if (shown == 0)
            {
                text.Length = before;
                return;
            }

            if (shown < block.Lines.Length)
            {
                text.Append("\n… and ").Append(block.Lines.Length - shown).Append(" more");
                return;
            }
        }
    }
}
