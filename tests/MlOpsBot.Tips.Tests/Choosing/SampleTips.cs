using System.Collections.Immutable;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Tips.Tests.Choosing;

/// <summary>Knowledge of so many cards with so many tips each, made up.</summary>
internal static class SampleTips
{
    public static KnowledgeBase Of(params IEnumerable<(int Card, int Tip)> tips)
    {
        var written = tips.Select(tip => new Tip($"{Card(tip.Card)}/tip-{tip.Tip}", $"Tip {tip.Tip}", "Do it well.", Card(tip.Card), ["guide"], new FileLocation("tips/a.md", 1))).ToImmutableArray();
        return new KnowledgeBase(
            [],
            [],
            [.. written.Select(tip => tip.Card).Distinct().Select(slug => new TopicCard { Slug = slug, Name = slug, Summary = new Statement("It is.", ["guide"]), Location = new FileLocation("topics/a.md", 1) })],
            written,
            [new Source("guide", "The guide", null, null, "guide.pdf")],
            "",
            Organization.Empty,
            "0");
    }

    public static KnowledgeBase Grid(int cards, int tips) => Of(from card in Enumerable.Range(0, cards) from tip in Enumerable.Range(0, tips) select (card, tip));

    public static string Card(int number) => $"card-{number}";
}
