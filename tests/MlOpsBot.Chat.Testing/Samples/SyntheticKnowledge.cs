using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Chat.Testing;

/// <summary>Knowledge as large and as ugly as no keeper would have it, and past what the check of the folder lets through.</summary>
internal static class SyntheticKnowledge
{
    private const int Roles = 200;
    private const int Activities = 1_000;
    private const int Topics = 40;

    private static readonly Lazy<Answerer> s_answerer = new(static () => new Answerer(Large!));

    /// <summary>200 roles, 1,000 activities, names of 2,000 characters, mark-up and emoji everywhere, and an organization of people without end.</summary>
    public static KnowledgeBase Large { get; } = new(
        [.. Enumerable.Range(0, Roles).Select(Role)],
        [.. Enumerable.Range(0, Activities).Select(Activity)],
        [.. Enumerable.Range(0, Topics).Select(Topic)],
        [.. Enumerable.Range(0, 30).Select(number => new Tip($"t/{number}", Long($"Tip {number}", 400), Long("Text", 3_000), RoleSlug(number), ["s0"], default))],
        [.. Enumerable.Range(0, 60).Select(number => new Source($"s{number}", Long($"Source {number}", 500), Long("Author", 300), "Updated <!channel> 2026", "x.txt"))],
        "",
        new Organization(Long("Example & Sons <!here>", 2_000), Holdings().ToImmutableDictionary(holding => holding.Card, StringComparer.Ordinal)),
        "abcdef012345");

    /// <summary>Who answers from <see cref="Large"/>: indexing it takes seconds.</summary>
    public static Answerer LargeAnswerer => s_answerer.Value;

    /// <summary>One role, no activity, no topic, nothing else.</summary>
    public static KnowledgeBase Tiny { get; } = new(
        [new RoleCard { Slug = "cook", Name = "Cook", Category = RoleCategory.Business, Summary = Says("Cooks."), Responsibilities = [Says("Tastes the soup.")], Location = default }],
        [],
        [],
        [],
        [new Source("s0", "The Almanac", null, null, "x.txt")],
        "",
        Organization.Empty,
        "000000000001");

    /// <summary>Text of a length, of words, mark-up, emoji of several parts, and words without end.</summary>
    public static string Long(string start, int length)
    {
        const string Ugly = " *bold* _it_ ~no~ `code` <!channel> <@U012345678> <https://example.com|x> &amp; :bug: 👩‍🔬👍🏽é e\u0301\u0302 שָׁלוֹם العربية \u202Ecba\u2028 {{DATE(2026-01-01T00:00:00Z)}} ";
        var text = new System.Text.StringBuilder(start);
        while (text.Length < length)
        {
            text.Append(Ugly).Append('w', text.Length % 97).Append("🧪");
        }

        // Not in the middle of a pair: that would be the test's own fault.
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text.ToString(0, end);
    }

    /// <summary>Some are too long for a menu's option with a fingerprint, some too long for any.</summary>
    public static string RoleSlug(int number) => $"role-{number}-of-a-rather-long-slug{new string('x', number % 10 == 0 ? 120 : number % 10 == 1 ? 85 : 0)}";

    private static string ActivitySlug(int number) => $"activity-{number}";

    private static RoleCard Role(int number) => new()
    {
        Slug = RoleSlug(number),
        Name = Long($"Role {number}", number % 50 == 0 ? 2_000 : 30),
        Aliases = [$"Role{number}"],
        Category = (RoleCategory)(number % 3),
        Phases = number % 4 == 0 ? [] : [Phase.Design, Phase.Development, Phase.Deployment],
        Summary = Says(Long("Sums up", number % 10 == 0 ? 2_000 : 240), 12),
        Responsibilities = Many(number % 5 == 0 ? 200 : 8),
        Skills = Many(number % 5 == 1 ? 60 : 10),
        WorksWith = Linked(number, number % 5 == 2 ? 100 : 6),
        HandsOverTo = Linked(number + 3, 6),
        DiffersFrom = Linked(number + 7, number % 5 == 3 ? 80 : 6),
        StartupVersusEnterprise = Many(6),
        Location = default,
    };

    private static ActivityCard Activity(int number) => new()
    {
        Slug = ActivitySlug(number),
        Name = number % 500 == 0 ? Long($"Activity {number}", 2_000) : $"Activity {number} & <b>",
        Phases = [Phase.Deployment],
        Summary = Says(Long("Sums up", number % 20 == 0 ? 2_000 : 40)),
        Lead = Does(number, number % 20 == 0 ? 2_000 : 60),
        Supporting = [.. Enumerable.Range(1, number % 50 == 0 ? 120 : number % 9).Select(step => Does(number + step, 60))],
        Disagreement = number % 50 == 1 ? Many(40) : [],
        Details = number % 10 == 0 ? Many(6) : [],
        Location = default,
    };

    private static TopicCard Topic(int number) => new()
    {
        Slug = $"topic-{number}",
        Name = Long($"Topic {number}", number % 10 == 0 ? 2_000 : 30),
        Summary = Says(Long("Sums up", 2_000)),
        Phases = number == 0 ? [Phase.Design] : [],
        Sections = [.. Enumerable.Range(0, number % 30).Select(section => new TopicSection(Long($"Heading {section}", 300), Many(10)))],
        Roles = [.. Enumerable.Range(0, number * 10).Select(RoleSlug)],
        Location = default,
    };

    private static IEnumerable<Holding> Holdings() => Enumerable.Range(0, 300).Select(number => new Holding
    {
        Card = number % 2 == 0 ? RoleSlug(number) : ActivitySlug(number),
        People = [.. Enumerable.Range(0, number % 40).Select(person => new Person(Long($"Ada {person} <!channel>", 200), "ada@example.com", person % 2 == 0 ? "U0000000001" : "<!here>"))],
        Deputy = new Person("Ben *Example*", null, "U0000000002"),
        Team = number % 3 == 0 ? Long("Team", 500) : number % 40 == 0 ? "Platform" : null,
        Channel = (number % 5) switch { 0 => "#data-platform", 1 => "https://example.com/archives/C1?x=<y>&z", 2 => "C0123456789", 3 => Long("#channel", 4_000), _ => null },
        Since = new DateOnly(2026, 6, 1),
        ReviewBy = number % 2 == 0 ? new DateOnly(2026, 1, 1) : new DateOnly(2027, 1, 1),
        Location = default,
    });

    private static ImmutableArray<Statement> Many(int count) => [.. Enumerable.Range(0, count).Select(number => Says(Long($"Statement {number}", number % 40 == 7 ? 2_000 : 100), number % 13))];

    private static ImmutableArray<RoleStatement> Linked(int from, int count) => [.. Enumerable.Range(1, count).Select(step => Does(from + step, 300))];

    private static RoleStatement Does(int role, int length) => new(RoleSlug(role % Roles), Long("Does", length), ["s1", "s2"]);

    private static Statement Says(string text, int sources = 1) => new(text, [.. Enumerable.Range(0, Math.Max(1, sources)).Select(number => $"s{number * 4}")]);
}
