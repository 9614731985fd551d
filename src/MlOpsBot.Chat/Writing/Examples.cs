using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Chat.Writing;

/// <summary>Questions to try, out of the knowledge itself, so that each of them has an answer. Immutable.</summary>
public sealed class Examples
{
    /// <summary>Longest label: that of a button of Slack's, the shorter of the platforms'.</summary>
    private const int MostOfLabel = 75;

    private static readonly ConditionalWeakTable<KnowledgeBase, Examples> s_kept = [];

    private Examples(KnowledgeBase knowledge)
    {
        Questions = [.. Choose(knowledge)];
        Quoted = string.Join(" or ", Questions.Take(2).Select(question => $"“{question.Label}”"));
    }

    /// <summary>The question as one would ask it, and what opens its answer; few.</summary>
    public ImmutableArray<FollowUp> Questions { get; }

    /// <summary>Two of them in quotation marks with "or" between; empty where there are none.</summary>
    public string Quoted { get; }

    /// <summary>What to try, in a sentence.</summary>
    /// <param name="rolesCommand">What one types here to see every role: <c>/mlops roles</c>.</param>
    public string Hint(string rolesCommand)
    {
        var roles = $"ype {rolesCommand} to see every role.";
        return Fit.Within(Questions.IsEmpty ? $"T{roles}" : $"Try {Quoted}, or t{roles}", 400);
    }

    /// <summary>The examples of a knowledge base, chosen once.</summary>
    public static Examples Of(KnowledgeBase knowledge) => s_kept.GetValue(knowledge, static knowledge => new Examples(knowledge));

    private static IEnumerable<FollowUp> Choose(KnowledgeBase knowledge)
    {
        // The activity that concerns most roles is the one most people have a question about.
        if (knowledge.Activities.MaxBy(activity => activity.Supporting.Length) is { } activity)
        {
            yield return new FollowUp(Short($"Who owns {InSentence(activity.Name)}?"), $"owner:{activity.Slug}");
        }

        if (knowledge.Roles.MaxBy(role => role.DiffersFrom.Length) is { } role)
        {
            if (knowledge.FindCard(role.DiffersFrom.FirstOrDefault()?.Role ?? string.Empty) is RoleCard other)
            {
                yield return new FollowUp(Short($"{role.Name} vs {other.Name}"), $"compare:{role.Slug}:{other.Slug}");
            }

            yield return new FollowUp(Short($"What does the {role.Name} do?"), $"role:{role.Slug}");
        }

        if ((knowledge.Topics.FirstOrDefault(topic => topic.Slug.StartsWith("what-is-", StringComparison.Ordinal)) ?? knowledge.Topics.FirstOrDefault()) is { } topic)
        {
            yield return new FollowUp(Short(topic.Name), $"topic:{topic.Slug}");
        }
    }

    private static string Short(string label) => Fit.Within(label, MostOfLabel);

    /// <summary>"Model monitoring" inside a sentence is "model monitoring", "CI/CD" stays.</summary>
    private static string InSentence(string name) =>
        name.Length > 1 && char.IsUpper(name[0]) && char.IsLower(name[1]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
