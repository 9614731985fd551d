using System.Collections.Immutable;
using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Writing;

/// <summary>How the parts of an answer read, and how long they may get, on every platform. Lengths are in UTF-16 units.</summary>
public static class AnswerText
{
    /// <summary>Longest title that is shown whole.</summary>
    public const int MostOfTitle = 150;

    /// <summary>Longest sentence that answers first: several times what a card may have.</summary>
    public const int MostOfLead = 1_200;

    /// <summary>Longest line: twice what a card may have.</summary>
    public const int MostOfLine = 480;

    /// <summary>Longest name before a line.</summary>
    public const int MostOfLabel = 120;

    /// <summary>Longest text of a button: that of Slack's, the shorter of the platforms'.</summary>
    public const int MostOfButton = 75;

    /// <summary>Sources that are listed; of more, the rest is counted.</summary>
    public const int MostSources = 12;

    private const int MostMarks = 8;

    /// <summary>" [1][2]", in order; of very many sources the first.</summary>
    public static string Marks(ImmutableArray<int> sources) => sources.IsDefaultOrEmpty
        ? string.Empty
        : $" {string.Concat(sources.Order().Take(MostMarks).Select(number => $"[{number}]"))}{(sources.Length > MostMarks ? "…" : string.Empty)}";

    /// <summary>What is left out, as the last line of a list.</summary>
    public static string More(int count) => $"… and {count} more";

    /// <summary>What did not fit at all.</summary>
    /// <param name="parts">The parts' headings.</param>
    public static string LeftOut(IEnumerable<string> parts) => Fit.Within($"Left out for want of room: {string.Join(", ", parts)}.", 400);

    /// <summary>The sources, one a line under the numbers that the answer's marks have: "[1] Title, author, date".</summary>
    public static IEnumerable<string> SourceLines(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var shown = answer.Sources.Take(MostSources).Select((source, number) => $"[{number + 1}] {Fit.Within(source.Citation, 140)}");
        return answer.Sources.Length > MostSources ? shown.Append(More(answer.Sources.Length - MostSources)) : shown;
    }

    /// <summary>What stands above the sources.</summary>
    public static string SourcesHeading(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Sources.Length == 1 ? "Source" : "Sources";
    }

    /// <summary>The role that an owner answer names first: its name stands out in the sentence. Null in other answers.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="knowledge">The knowledge it stands in.</param>
    public static string? Owner(Answer answer, Knowledge.KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(knowledge);
        return answer.Kind == AnswerKind.Owner && answer.Cards.Length > 0 ? knowledge.FindCard(answer.Cards[0])?.Name ?? answer.Cards[0] : null;
    }

    /// <summary>Text parted at a name, of which the middle is to stand out; before and after may be empty. The name is empty where the text lacks it.</summary>
    public static (string Before, string Name, string After) Around(string text, string? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = string.IsNullOrEmpty(name) ? -1 : text.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? (text, string.Empty, string.Empty) : (text[..at], name!, text[(at + name!.Length)..]);
    }
}
