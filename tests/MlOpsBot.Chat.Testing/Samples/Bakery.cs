using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Chat.Testing;

/// <summary>A bakery: knowledge small enough to approve whole messages of, which no edit of the shipped cards changes.</summary>
internal static class Bakery
{
    private static readonly FileLocation s_anywhere = new("bakery.md", 1);

    public static Answerer Answerer { get; } = new(With());

    public static KnowledgeBase With(string version = "000000000001", Func<RoleCard, RoleCard>? edit = null, Organization? organization = null) => new(
        [.. Roles.Select(role => edit is null ? role : edit(role))],
        [
            new ActivityCard
            {
                Slug = "sourdough-care",
                Name = "Sourdough care",
                Phases = [Phase.Development],
                Summary = Says("Keeping the sourdough alive."),
                Lead = new RoleStatement("baker", "feeds it every night.", ["almanac"]),
                Supporting = [new RoleStatement("miller", "brings flour < 3 days old & fresh.", ["ledger"])],
                Disagreement = [Says("The Almanac gives it to the baker, the Ledger to whoever wakes first.", "almanac", "ledger")],
                Details = [Says("It is kept warm.")],
                Location = s_anywhere,
            },
        ],
        [
            new TopicCard
            {
                Slug = "what-is-bread",
                Name = "What is bread?",
                Summary = Says("Flour, water, salt and time."),
                Sections = [new TopicSection("Why", [Says("People are hungry.", "ledger")])],
                Roles = ["baker", "miller"],
                Location = s_anywhere,
            },
        ],
        [new Tip("tips/rest", "Let it rest", "Dough that rests is dough that rises.", "baker", ["almanac"], s_anywhere)],
        [new Source("almanac", "The Almanac", "A. Sample", "1999", "almanac.txt"), new Source("ledger", "The Ledger", null, null, "ledger.txt")],
        "",
        organization ?? new Organization("Example & Crumb", Holdings.ToImmutableDictionary(holding => holding.Card, StringComparer.Ordinal)),
        version);

    private static RoleCard[] Roles =>
    [
        new RoleCard
        {
            Slug = "baker",
            Name = "Bread Baker",
            Category = RoleCategory.Technical,
            Phases = [Phase.Development],
            Summary = Says("Turns dough into loaves."),
            Responsibilities = [.. Enumerable.Range(1, 7).Select(number => Says($"Bakes batch {number}."))],
            Skills = [Says("Patience."), Says("Strong arms.", "almanac", "ledger")],
            WorksWith = [new RoleStatement("miller", "agrees on the flour.", ["ledger"])],
            DiffersFrom = [new RoleStatement("miller", "grinds what the baker bakes.", ["almanac"])],
            Location = s_anywhere,
        },
        new RoleCard
        {
            Slug = "miller",
            Name = "Stone Miller",
            Category = RoleCategory.Technical,
            Phases = [Phase.Design, Phase.Development],
            Summary = Says("Grinds grain to flour.", "ledger"),
            Responsibilities = [Says("Keeps the stones sharp.")],
            HandsOverTo = [new RoleStatement("baker", "takes over the sacks.", ["ledger"])],
            Location = s_anywhere,
        },
        new RoleCard
        {
            Slug = "seller",
            Name = "Shop Seller",
            Category = RoleCategory.Business,
            Summary = Says("Sells what was baked."),
            Responsibilities = [Says("Opens at six.")],
            Location = s_anywhere,
        },
    ];

    private static Holding[] Holdings =>
    [
        new Holding
        {
            Card = "sourdough-care",
            People = [new Person("Ada <!channel> Example", null, "U0000000001"), new Person("Cleo Sample", null, null)],
            Deputy = new Person("Ben *Example*", null, null),
            Team = "Night shift",
            Channel = "#sourdough",
            Since = new DateOnly(2026, 6, 1),
            ReviewBy = new DateOnly(2026, 12, 31),
            Location = s_anywhere,
        },
        new Holding { Card = "baker", Team = "Ovens", Channel = "https://example.com/ovens?a=1&b=<2>", ReviewBy = new DateOnly(2026, 1, 31), Location = s_anywhere },
    ];

    private static Statement Says(string text, params string[] sources) => new(text, sources.Length == 0 ? ["almanac"] : [.. sources]);
}
