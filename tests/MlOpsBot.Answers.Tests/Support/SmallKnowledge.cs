using System.Collections.Immutable;

namespace MlOpsBot.Answers.Tests.Support;

/// <summary>A garden and its kitchen: knowledge small enough to see what a rule does, and of another field than the shipped one.</summary>
internal static class SmallKnowledge
{
    public static KnowledgeBase Default(
        Func<ImmutableArray<RoleCard>, ImmutableArray<RoleCard>>? roles = null,
        Func<ImmutableArray<ActivityCard>, ImmutableArray<ActivityCard>>? activities = null,
        Organization? organization = null,
        string synonyms = "") => new(
            roles is null ? Roles : roles(Roles),
            activities is null ? Activities : activities(Activities),
            Topics,
            [],
            [new Source("almanac", "The Almanac", "A. Sample", "1999", "almanac.txt"), new Source("ledger", "The Ledger", null, null, "ledger.txt")],
            synonyms,
            organization ?? Organization.Empty,
            "000000000001");

    public static Answerer Answerer(KnowledgeBase? knowledge = null) => new(knowledge ?? Default());

    public static Answer Ask(this Answerer answerer, string text) => answerer.Ask(new Question(text, Shipped.Today));

    public static Organization Held(params ReadOnlySpan<Holding> holdings) =>
        new("Example Corp", holdings.ToArray().ToImmutableDictionary(holding => holding.Card, StringComparer.Ordinal));

    public static Statement Says(string text, params string[] sources) => new(text, sources.Length == 0 ? ["almanac"] : [.. sources]);

    public static RoleStatement Does(string role, string text, string source = "almanac") => new(role, text, [source]);

    private static FileLocation Anywhere => new("garden.md", 1);

    private static ImmutableArray<RoleCard> Roles =>
    [
        new RoleCard
        {
            Slug = "beekeeper",
            Name = "Beekeeper",
            Aliases = ["apiarist"],
            Abbreviations = ["BK"],
            Category = RoleCategory.Additional,
            Summary = Says("Looks after the hives.", "ledger"),
            Responsibilities = [Says("Feeds the colonies in winter.", "ledger")],
            Location = Anywhere,
        },
        new RoleCard
        {
            Slug = "cook",
            Name = "Kitchen Chef",
            Aliases = ["head cook"],
            Abbreviations = ["KC", "GC"],
            Category = RoleCategory.Business,
            Phases = [Phase.Deployment],
            Summary = Says("Turns the harvest into dinners."),
            Responsibilities = [Says("Plans the menus."), Says("Tastes the soup.")],
            Skills = [Says("Sharpening knives.")],
            WorksWith = [Does("gardener", "agrees on what to sow.")],
            Location = Anywhere,
        },
        new RoleCard
        {
            Slug = "gardener",
            Name = "Greenhouse Gardener",
            Aliases = ["plot tender"],
            Abbreviations = ["GG", "GC"],
            Asked = ["who gets rid of slugs"],
            Category = RoleCategory.Technical,
            Phases = [Phase.Design, Phase.Development],
            Summary = Says("Grows vegetables under glass.", "almanac", "ledger"),
            Responsibilities = [Says("Sows tomatoes."), Says("Waters the seedlings.", "ledger")],
            Skills = [Says("Knowing the soil.")],
            HandsOverTo = [Does("cook", "delivers the crates of vegetables.", "ledger")],
            DiffersFrom = [Does("cook", "the gardener raises what the chef prepares.", "ledger")],
            StartupVersusEnterprise = [Says("On a small farm the gardener also cooks.")],
            Location = Anywhere,
        },
    ];

    private static ImmutableArray<ActivityCard> Activities =>
    [
        new ActivityCard
        {
            Slug = "harvesting",
            Name = "Harvesting",
            Aliases = ["picking the tomatoes"],
            Phases = [Phase.Development],
            Summary = Says("Bringing in what is ripe."),
            Lead = Does("gardener", "picks every morning."),
            Supporting = [Does("cook", "says what is needed.", "ledger"), Does("beekeeper", "lends a hand.")],
            Disagreement = [Says("The Almanac gives it to the gardener, the Ledger to the cook.", "almanac", "ledger")],
            Details = [Says("Baskets are weighed.")],
            Location = Anywhere,
        },
        new ActivityCard
        {
            Slug = "weeding",
            Name = "Weeding",
            Aliases = ["removal of weeds"],
            Summary = Says("Keeping beds clean.", "ledger"),
            Lead = Does("gardener", "hoes the beds.", "ledger"),
            Location = Anywhere,
        },
    ];

    private static ImmutableArray<TopicCard> Topics =>
    [
        new TopicCard
        {
            Slug = "crop-rotation",
            Name = "Crop rotation",
            Aliases = ["rotating crops"],
            Summary = Says("Growing something else in a bed each year."),
            Sections = [new TopicSection("Why", [Says("The soil recovers.", "ledger")])],
            Roles = ["gardener", "cook"],
            Location = Anywhere,
        },
    ];
}
