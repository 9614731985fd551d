using System.Collections.Immutable;
using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Chat.Testing;

/// <summary>Every answer that there is, for renderers to show.</summary>
internal static class SampleAnswers
{
    public const string Delivery = "AAAAAAAAAAAAAAAAAAAAAA";

    public static readonly DateOnly Today = new(2026, 6, 15);

    public static Answerer Shipped { get; } = new(KnowledgeFolder.Load(Repository.Knowledge).Knowledge!);

    /// <summary>A choice between two roles of the bakery.</summary>
    public static Answer Choice { get; } = new()
    {
        Kind = AnswerKind.Clarify,
        Cards = ["baker", "miller"],
        Title = "Which one do you mean?",
        Lead = "That could mean more than one thing. Pick one, or answer “the first one”.",
        Blocks = [new AnswerBlock(null, [new AnswerLine("Turns dough into loaves.", null, "Bread Baker", []), new AnswerLine("Grinds grain to flour.", null, "Stone Miller", [])])],
        FollowUps = [new FollowUp("Bread Baker", "role:baker"), new FollowUp("Stone Miller", "role:miller")],
        Text = "Which one do you mean?",
        KnowledgeVersion = "000000000001",
    };

    /// <summary>One card of each sort of the bakery: its name among the approved ones, and what opens it.</summary>
    public static TheoryData<string, string> EachSort { get; } = new()
    {
        { "role", "role:baker" },
        { "role-section", "role:baker#skills" },
        { "owner", "owner:sourdough-care" },
        { "comparison", "compare:baker:miller" },
        { "topic", "topic:what-is-bread" },
        { "list", "list:roles" },
        { "help", "help" },
    };

    /// <summary>A card of the bakery.</summary>
    public static Answer OfBakery(string target) => Bakery.Answerer.Open(target, Today)!;

    /// <summary>Every answer that a target opens: all roles with all sections, all activities, topics and lists.</summary>
    public static IEnumerable<Answer> Opened(Answerer answerer, int everyNthRole = 1, int everyNthActivity = 1)
    {
        var knowledge = answerer.Knowledge;
        string[] sections = ["", "#responsibilities", "#skills", "#works-with", "#hands-over-to", "#differs-from", "#startup-vs-enterprise"];
        string[] lists = ["list:roles", "list:business", "list:technical", "list:additional", "list:design", "list:development", "list:deployment", "help", "help:hello", "help:thanks"];
        return knowledge.Roles.Where((_, number) => number % everyNthRole == 0).SelectMany(role => sections.Select(section => $"role:{role.Slug}{section}"))
            .Concat(knowledge.Activities.Where((_, number) => number % everyNthActivity == 0).SelectMany(activity => new[] { $"owner:{activity.Slug}", $"owner:{activity.Slug}#supporting" }))
            .Concat(knowledge.Topics.SelectMany(topic => new[] { $"topic:{topic.Slug}", $"topic:{topic.Slug}#roles" }))
            .Concat(lists)
            .Select(target => answerer.Open(target, Today))
            .OfType<Answer>();
    }

    /// <summary>Every pair of roles.</summary>
    public static IEnumerable<Answer> Pairs(Answerer answerer, int most = int.MaxValue) =>
        from left in answerer.Knowledge.Roles.Take(most)
        from right in answerer.Knowledge.Roles.Take(most)
        where left.Slug != right.Slug
        select answerer.Open($"compare:{left.Slug}:{right.Slug}", Today);

    /// <summary>What is said to the development questions: among them those that are not known or not clear.</summary>
    public static IEnumerable<Answer> Asked()
    {
        var shared = Path.Combine(Repository.Root, "..", "shared", "questions");
        var folder = Directory.Exists(shared) ? shared : Path.Combine(Repository.Root, "tests", "questions");
        return Directory.EnumerateFiles(folder, "o*-topic.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0)
            .Select(line => Shipped.Ask(new Question(JsonDocument.Parse(line).RootElement.GetProperty("q").GetString()!, Today)));
    }

    /// <summary>What is said to whatever may be typed.</summary>
    public static IEnumerable<Answer> Typed() => Texts.Select(text => Shipped.Ask(new Question(text, Today)));

    /// <summary>Mark-up of every platform, and texts that are no words.</summary>
    public static ImmutableArray<string> Texts { get; } =
    [
        "", " ", "<!channel> who owns <@U012345678>?", "*_~`", ":bug: :tada:", new string('w', 19_999), SyntheticKnowledge.Long("x", 15_000), "\ud800", "a\u0000b",
        "&amp;lt;!here&amp;gt;", "who owns <https://example.com|model monitoring>?", "𝓌𝒽ℴ ℴ𝓌𝓃𝓈 𝓉𝒽𝒾𝓈", string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 900)),
    ];
}
