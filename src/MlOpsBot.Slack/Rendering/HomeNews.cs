using System.Collections.Immutable;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>What is new, as far as there is an honest record of it: cards carry no dates, but the organization's entries do, and a running bot sees edits.</summary>
internal static class HomeNews
{
    /// <summary>How long somebody's taking over is news, in days.</summary>
    private const int NewFor = 60;

    private const int MostCards = 5;
    private const int MostPeople = 3;

    public static List<RichTextSection> Lines(HomeSetting setting)
    {
        var knowledge = setting.Answerer.Knowledge;
        var lines = new List<RichTextSection>();
        if (setting.Change is { } change)
        {
            AddNames(lines, $"New on {HolderText.Day(change.On)}: ", change.Added, knowledge);
            AddNames(lines, $"Changed on {HolderText.Day(change.On)}: ", change.Changed, knowledge);
            if (change.Removed > 0)
            {
                lines.Add(RichLines.Plain(change.Removed == 1 ? "A card was removed." : $"{change.Removed} cards were removed."));
            }
        }

        var newest = knowledge.Organization.Holdings.Values
            .Where(holding => holding.Since is { } since && since <= setting.Today && setting.Today.DayNumber - since.DayNumber <= NewFor)
            .OrderByDescending(holding => holding.Since)
            .Take(MostPeople);
        foreach (var holding in newest)
        {
            var who = holding.People.Length > 0 ? holding.People[0].Name : $"Team {holding.Team}";
            var what = knowledge.FindCard(holding.Card)?.Name ?? holding.Card;
            lines.Add(RichLines.Plain($"Since {HolderText.Day(holding.Since!.Value)}: {Fit.Within(who, 80)}, {Fit.Within(what, 80)}"));
        }

        return lines;
    }

    /// <summary>One tip a day, the same for everyone; null where there are none.</summary>
    public static Tip? Tip(KnowledgeBase knowledge, DateOnly today) =>
        knowledge.Tips.IsEmpty ? null : knowledge.Tips[today.DayNumber % knowledge.Tips.Length];

    private static void AddNames(List<RichTextSection> lines, string what, ImmutableArray<string> slugs, KnowledgeBase knowledge)
    {
        if (slugs.IsEmpty)
        {
            return;
        }

        var names = string.Join(", ", slugs.Take(MostCards).Select(slug => Fit.Within(knowledge.FindCard(slug)?.Name ?? slug, 80)));
        var more = slugs.Length > MostCards ? $" and {slugs.Length - MostCards} more" : string.Empty;
        lines.Add(new([new TextRun(what, IsBold: true), new TextRun(names + more)]));
    }
}
