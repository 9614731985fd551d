using System.Collections.Immutable;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>Sets two roles side by side: what differs, what they share, where one hands over to the other.</summary>
internal static class ComparisonComposer
{
    private const int CellLines = 3;
    private const int SharedLines = 6;

    public static Answer Compare(KnowledgeBase knowledge, RoleCard left, RoleCard right)
    {
        var apart = left.DiffersFrom.Where(statement => statement.Role == right.Slug)
            .Concat(right.DiffersFrom.Where(statement => statement.Role == left.Slug)).ToList();
        var draft = new AnswerDraft(knowledge, AnswerKind.Comparison, $"{left.Name} and {right.Name}", Lead(knowledge, apart))
        {
            Cards = [left.Slug, right.Slug],
            Target = Targets.Compare(left.Slug, right.Slug),
        };
        if (apart.Count > 0)
        {
            draft.CiteLead(apart[0].Sources);
        }

        draft.Comparison = new ComparisonTable(left.Slug, right.Slug, left.Name, right.Name, Rows(draft, left, right));
        draft.Add("Where they differ", apart.Skip(1));
        draft.Add("What they share", Shared(knowledge, draft, left, right));
        draft.Add("Where one hands over to the other", Between(knowledge, draft, left, right));
        draft.Offer(left).Offer(right)
            .Offer($"Skills: {left.Name}", Targets.Section(left.Slug, RoleSections.Skills))
            .Offer($"Skills: {right.Name}", Targets.Section(right.Slug, RoleSections.Skills));
        return draft.Finish();
    }

    private static string Lead(KnowledgeBase knowledge, List<RoleStatement> apart) => apart.Count > 0
        ? $"{knowledge.FindCard(apart[0].Role)?.Name}: {apart[0].Text}"
        : "The sources do not compare the two directly; this is what each of them does.";

    private static ImmutableArray<ComparisonRow> Rows(AnswerDraft draft, RoleCard left, RoleCard right)
    {
        var rows = ImmutableArray.CreateBuilder<ComparisonRow>();
        rows.Add(new ComparisonRow("In a sentence", left.Summary.Text, right.Summary.Text, draft.Cite([.. left.Summary.Sources.Union(right.Summary.Sources)])));
        rows.Add(new ComparisonRow("Kind of role", left.Category.ToString(), right.Category.ToString(), []));
        if (left.Phases.Length + right.Phases.Length > 0)
        {
            rows.Add(new ComparisonRow("Phases", Phases(left), Phases(right), []));
        }

        AddRow(rows, draft, "Does", left.Responsibilities, right.Responsibilities);
        AddRow(rows, draft, "Skills", left.Skills, right.Skills);
        return rows.ToImmutable();
    }

    private static void AddRow(ImmutableArray<ComparisonRow>.Builder rows, AnswerDraft draft, string aspect, ImmutableArray<Statement> left, ImmutableArray<Statement> right)
    {
        if (left.Length + right.Length > 0)
        {
            var cited = left.Take(CellLines).Concat(right.Take(CellLines)).SelectMany(statement => statement.Sources).Distinct(StringComparer.Ordinal);
            rows.Add(new ComparisonRow(aspect, Cell(left), Cell(right), draft.Cite([.. cited])));
        }
    }

    private static string Cell(ImmutableArray<Statement> statements) => statements.Length == 0
        ? "No source says."
        : string.Join(" ", statements.Take(CellLines).Select(statement => statement.Text));

    private static string Phases(RoleCard role) => role.Phases.Length == 0 ? "No source says." : string.Join(", ", role.Phases);

    /// <summary>Activities in which both have a part, and what both have to be good at.</summary>
    private static ImmutableArray<AnswerLine> Shared(KnowledgeBase knowledge, AnswerDraft draft, RoleCard left, RoleCard right) =>
        [.. knowledge.Activities
            .Where(activity => Takes(activity, left) is not null && Takes(activity, right) is not null)
            .Take(SharedLines)
            .Select(activity => new AnswerLine(
                $"{left.Name} {Part(activity, left)}, {right.Name} {Part(activity, right)}.",
                activity.Slug,
                activity.Name,
                draft.Cite([.. Takes(activity, left)!.Sources.Union(Takes(activity, right)!.Sources)])))];

    private static RoleStatement? Takes(ActivityCard activity, RoleCard role) =>
        activity.Supporting.Prepend(activity.Lead).FirstOrDefault(statement => statement.Role == role.Slug);

    private static string Part(ActivityCard activity, RoleCard role) => activity.Lead.Role == role.Slug ? "leads" : "supports";

    private static ImmutableArray<AnswerLine> Between(KnowledgeBase knowledge, AnswerDraft draft, RoleCard left, RoleCard right) =>
        [.. Towards(left, right).Concat(Towards(right, left)).Select(step => new AnswerLine(
            step.Statement.Text,
            null,
            $"{step.From.Name} to {knowledge.FindCard(step.Statement.Role)!.Name}",
            draft.Cite(step.Statement.Sources)))];

    private static IEnumerable<(RoleCard From, RoleStatement Statement)> Towards(RoleCard from, RoleCard to) =>
        from.HandsOverTo.Where(statement => statement.Role == to.Slug).Select(statement => (from, statement));
}
