using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>
/// The answers that depend on nothing but the knowledge, written when first needed and kept: one record each,
/// shared by all who ask. Thread safe without locks; two threads may write the same answer, and one of the two equal records stays.
/// </summary>
internal sealed class AnswerBook(KnowledgeBase knowledge)
{
    private readonly Dictionary<string, int> _roles = Number(knowledge.Roles);
    private readonly Dictionary<string, int> _activities = Number(knowledge.Activities);
    private readonly Dictionary<string, int> _topics = Number(knowledge.Topics);

    // By role, section (the face last) and staleness; by activity, order and staleness; by topic and form; by pair;
    // lists of all roles, then by category, then by phase; help, greeting, thanks.
    private readonly Answer?[] _roleAnswers = new Answer?[knowledge.Roles.Length * (RoleSections.All.Count + 1) * 2];
    private readonly Answer?[] _ownerAnswers = new Answer?[knowledge.Activities.Length * 4];
    private readonly Answer?[] _topicAnswers = new Answer?[knowledge.Topics.Length * 2];
    private readonly Answer?[] _comparisons = new Answer?[knowledge.Roles.Length * knowledge.Roles.Length];
    private readonly Answer?[] _lists = new Answer?[1 + Enum.GetValues<RoleCategory>().Length + Enum.GetValues<Phase>().Length];
    private readonly Answer?[] _talk = new Answer?[3];

    public KnowledgeBase Knowledge => knowledge;

    /// <summary>The number of a role, or -1.</summary>
    public int RoleNumber(string slug) => _roles.GetValueOrDefault(slug, -1);

    /// <summary>The number of an activity, or -1.</summary>
    public int ActivityNumber(string slug) => _activities.GetValueOrDefault(slug, -1);

    /// <summary>The number of a topic, or -1.</summary>
    public int TopicNumber(string slug) => _topics.GetValueOrDefault(slug, -1);

    /// <summary>A role's card, or one section of it where <paramref name="section"/> is not null.</summary>
    public Answer Role(int role, string? section, DateOnly today)
    {
        var card = knowledge.Roles[role];
        var stale = IsStale(card.Slug, today);
        var sections = RoleSections.All;
        var place = 0;
        while (place < sections.Count && sections[place] != section)
        {
            place++;
        }

        ref var slot = ref _roleAnswers[(((role * (sections.Count + 1)) + place) * 2) + (stale ? 1 : 0)];
        return slot ??= place == sections.Count ? RoleComposer.Face(knowledge, card, stale) : RoleComposer.Section(knowledge, card, sections[place], stale);
    }

    /// <summary>Who owns an activity.</summary>
    public Answer Owner(int activity, bool supportFirst, DateOnly today)
    {
        var card = knowledge.Activities[activity];
        var stale = IsStale(knowledge.Organization.Holdings.ContainsKey(card.Slug) ? card.Slug : card.Lead.Role, today);
        ref var slot = ref _ownerAnswers[(activity * 4) + (supportFirst ? 2 : 0) + (stale ? 1 : 0)];
        return slot ??= OwnerComposer.Owner(knowledge, card, stale, supportFirst);
    }

    /// <summary>A topic, as a list of its roles where it is asked for as one.</summary>
    public Answer Topic(int topic, bool asList)
    {
        var card = knowledge.Topics[topic];
        asList &= card.Roles.Length > 0;
        ref var slot = ref _topicAnswers[(topic * 2) + (asList ? 1 : 0)];
        return slot ??= TopicComposer.Topic(knowledge, card, asList);
    }

    /// <summary>Two roles side by side, in the order asked.</summary>
    public Answer Comparison(int left, int right)
    {
        ref var slot = ref _comparisons[(left * knowledge.Roles.Length) + right];
        return slot ??= ComparisonComposer.Compare(knowledge, knowledge.Roles[left], knowledge.Roles[right]);
    }

    /// <summary>All roles.</summary>
    public Answer AllRoles() => _lists[0] ??= TopicComposer.Roles(knowledge, Targets.AllRoles, "All roles", $"These are the {knowledge.Roles.Length} roles I know.", static _ => true);

    /// <summary>The roles of one category.</summary>
    public Answer RolesOf(RoleCategory category) => _lists[1 + (int)category] ??= TopicComposer.Roles(
        knowledge, Targets.List(category), $"{category} roles", $"The {category.ToString().ToLowerInvariant()} roles:", role => role.Category == category);

    /// <summary>The roles of one phase: under the topic about the phase where there is one.</summary>
    public Answer RolesIn(Phase phase)
    {
        var topic = knowledge.Topics.FirstOrDefault(topic => topic.Roles.Length > 0 && topic.Phases is [var only] && only == phase);
        return topic is not null
            ? Topic(TopicNumber(topic.Slug), asList: true)
            : _lists[1 + Enum.GetValues<RoleCategory>().Length + (int)phase] ??= TopicComposer.Roles(
                knowledge,
                Targets.List(phase),
                $"Roles in the {phase.ToString().ToLowerInvariant()} phase",
                $"These roles have a part in the {phase.ToString().ToLowerInvariant()} phase:",
                role => role.Phases.Contains(phase));
    }

    /// <summary>The answer that a follow-up's target stands for, or null where its card is gone or the target is no target.</summary>
    public Answer? Open(string target, DateOnly today)
    {
        var parts = target.Split(':');
        return parts switch
        {
            [Targets.Help] => Help(),
            ["help", "hello"] => Greeting(),
            ["help", "thanks"] => Thanks(),
            ["list", "roles"] => AllRoles(),
            ["list", var group] => OpenList(group),
            ["role", var rest] => OpenRole(rest, today),
            ["owner", var rest] when Split(rest, Targets.SupportFirst, out var supportFirst) is { } slug && ActivityNumber(slug) is >= 0 and var activity => Owner(activity, supportFirst, today),
            ["topic", var rest] when Split(rest, Targets.AsList, out var asList) is { } slug && TopicNumber(slug) is >= 0 and var topic => Topic(topic, asList),
            ["compare", var left, var right] when RoleNumber(left) is >= 0 and var first && RoleNumber(right) is >= 0 and var second && first != second => Comparison(first, second),
            _ => null,
        };
    }

    private Answer? OpenRole(string rest, DateOnly today)
    {
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        var role = RoleNumber(hash < 0 ? rest : rest[..hash]);
        var section = hash < 0 ? null : rest[(hash + 1)..];
        return role < 0 || (section is not null && !RoleSections.All.Contains(section, StringComparer.Ordinal)) ? null : Role(role, section, today);
    }

    private Answer? OpenList(string group)
    {
        foreach (var category in Enum.GetValues<RoleCategory>())
        {
            if (Targets.List(category).AsSpan("list:".Length).SequenceEqual(group))
            {
                return RolesOf(category);
            }
        }

        foreach (var phase in Enum.GetValues<Phase>())
        {
            if (Targets.List(phase).AsSpan("list:".Length).SequenceEqual(group))
            {
                return RolesIn(phase);
            }
        }

        return null;
    }

    /// <summary>The slug before "#form", or null where another form is asked for than the one there is.</summary>
    private static string? Split(string rest, string form, out bool hasForm)
    {
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        hasForm = hash >= 0 && rest.AsSpan(hash + 1).SequenceEqual(form);
        return hash < 0 ? rest : hasForm ? rest[..hash] : null;
    }

    public Answer Help() => _talk[0] ??= TalkComposer.Help(knowledge, Targets.Help, "Ask me who does what", "I answer questions about the roles in machine-learning operations.");

    public Answer Greeting() => _talk[1] ??= TalkComposer.Help(knowledge, Targets.Greeting, "Hello!", "Ask me who does what in machine-learning operations.");

    public Answer Thanks() => _talk[2] ??= TalkComposer.Help(knowledge, Targets.Thanks, "You're welcome!", "Ask away whenever you wonder who does what.");

    private bool IsStale(string slug, DateOnly today) => knowledge.Organization.Holdings.GetValueOrDefault(slug)?.IsStale(today) ?? false;

    private static Dictionary<string, int> Number<T>(System.Collections.Immutable.ImmutableArray<T> cards)
        where T : Card => cards.Select((card, number) => (card.Slug, number)).ToDictionary(entry => entry.Slug, entry => entry.number, StringComparer.Ordinal);
}
