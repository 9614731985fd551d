using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.CommandLine;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether there is knowledge to answer from, whether it is clean, and whether the organization's entries are fresh.</summary>
internal sealed class KnowledgeCheck(LocatedFolder located, TimeProvider clock) : ICheck
{
    private const string CheckCommand = "'mlopsbot check' lists them all.";

    public string Name => "knowledge";

    public Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation) => Task.FromResult<ImmutableArray<Diagnosed>>(
        located.Path is { } folder ? [.. Look(folder)] : [Diagnosed.Unusable(Name, FindingCode.KnowledgeMissing, located.Fault!)]);

    private IEnumerable<Diagnosed> Look(string folder)
    {
        var load = KnowledgeFolder.Load(folder, clock);
        if (load.Knowledge is not { } knowledge)
        {
            yield return Diagnosed.Unusable(Name, FindingCode.KnowledgeBroken, LoadedKnowledge.Unusable(folder, load));
            yield break;
        }

        yield return Diagnosed.Ok(
            Name,
            $"{folder}, version {knowledge.Version}: {knowledge.Roles.Length} roles, {knowledge.Activities.Length} activities, "
                + $"{knowledge.Topics.Length} topics, {knowledge.Tips.Length} tips.");
        if (!load.Findings.IsEmpty)
        {
            yield return Diagnosed.Warning(Name, FindingCode.KnowledgeWarnings, $"{Count(load.Findings.Length, "warning")}, the first: {load.Findings[0]}", CheckCommand);
        }

        var today = clock.UtcToday();
        Holding[] stale = [.. knowledge.Organization.Holdings.Values.Where(holding => holding.IsStale(today)).OrderBy(holding => holding.ReviewBy).ThenBy(holding => holding.Card, StringComparer.Ordinal)];
        if (stale.Length > 0)
        {
            yield return Diagnosed.Warning(
                Name,
                FindingCode.KnowledgeStale,
                $"{Count(stale.Length, "entry", "entries")} of {stale[0].Location.File} past the review date, the oldest {stale[0].Card} since {stale[0].ReviewBy:yyyy-MM-dd}; answers say so.",
                "Confirm or change them, and set review_by anew.");
        }
    }

    private static string Count(int number, string one, string? many = null) => $"{number} {(number == 1 ? one : many ?? one + "s")}";
}
