using System.Collections.Immutable;

namespace MlOpsBot.Answers.Tests;

/// <summary>What holds for every answer that the shipped cards can give.</summary>
public sealed class AnswerContractTests
{
    /// <summary>Slack's limit for a button.</summary>
    private const int LongestLabel = 75;

    private static readonly string[] _talk = ["", "help", "hello", "thanks", "best laptop for a data scientist", "what does an architect do", "which business roles are there", "roles in the design phase"];

    /// <summary>Every card's answer in every form, every comparison, and what is said when no card answers.</summary>
    private static readonly ImmutableArray<(string Asked, Answer Answer)> _answers =
    [
        .. Targets().Select(target => (target, Shipped.Open(target)!)),
        .. Shipped.Knowledge.Activities.Select(activity => ($"who else supports {activity.Name}", SupportFirst(activity))),
        .. Shipped.Knowledge.Topics.Select(topic => ($"list roles {topic.Name}", Shipped.Ask($"list all roles: {topic.Name}"))),
        .. _talk.Select(text => (text, Shipped.Ask(text))),
        .. QuestionSets.OnTopic.Concat(QuestionSets.OffTopic).Select(question => (question.Id, Shipped.Ask(question.Text))),
    ];

    [Fact]
    public void Every_kind_of_answer_is_among_those_that_are_looked_at() =>
        _answers.Select(entry => entry.Answer.Kind).Distinct().Order().ShouldBe(Enum.GetValues<AnswerKind>());

    [Fact]
    public void Every_follow_up_opens_an_answer() =>
        Offending(answer => answer.FollowUps.Where(followUp => Shipped.Open(followUp.Target) is null).Select(followUp => followUp.Target)).ShouldBeEmpty();

    [Fact]
    public void No_answer_offers_the_same_thing_twice() =>
        Offending(answer => Repeated(answer.FollowUps.Select(followUp => followUp.Target))).ShouldBeEmpty();

    [Fact]
    public void A_follow_ups_label_fits_a_button() =>
        Offending(answer => answer.FollowUps.Select(followUp => followUp.Label).Where(label => label.Length is 0 or > LongestLabel || label != label.Trim())).ShouldBeEmpty();

    [Fact]
    public void No_answer_has_two_buttons_that_say_the_same() =>
        Offending(answer => Repeated(answer.FollowUps.Select(followUp => followUp.Label))).ShouldBeEmpty();

    [Fact]
    public void No_cards_answer_offers_itself() =>
        Targets().Where(target => Shipped.Open(target)!.FollowUps.Any(followUp => followUp.Target == target)).ShouldBeEmpty();

    [Fact]
    public void Every_citation_points_at_a_source_of_the_answer() =>
        Offending(answer => Citations(answer).Where(number => number < 1 || number > answer.Sources.Length).Select(number => $"[{number}]")).ShouldBeEmpty();

    [Fact]
    public void Every_source_is_cited_in_the_text_and_listed_once() =>
        Offending(answer => answer.Sources
            .Where((source, index) => !answer.Text.Contains($"[{index + 1}] {source.Citation}", StringComparison.Ordinal) || Occurrences(answer.Text, $"[{index + 1}]") < 2)
            .Select(source => source.Id)
            .Concat(Repeated(answer.Sources.Select(source => source.Id)))).ShouldBeEmpty();

    [Fact]
    public void Every_source_is_one_of_the_folder_with_its_file() =>
        Offending(answer => answer.Sources
            .Where(source => Shipped.Knowledge.FindSource(source.Id) is not { } known || known.Citation != source.Citation || known.File != source.File)
            .Select(source => source.Id)).ShouldBeEmpty();

    [Fact]
    public void Every_line_that_repeats_a_statement_of_the_cards_cites_its_sources()
    {
        var statements = Statements().GroupBy(statement => statement.Text).ToDictionary(same => same.Key, same => same.Select(statement => statement.Sources).ToList());

        Offending(answer => IsChoice(answer) ? [] : Lines(answer)
            .Where(line => statements.TryGetValue(line.Text, out var sources) && !sources.Exists(ids => Cited(answer, line).SetEquals(ids)))
            .Select(line => line.Text)).ShouldBeEmpty();
    }

    [Fact]
    public void A_line_of_a_card_without_a_source_states_nothing_but_where_a_role_belongs() =>
        Offending(answer => IsChoice(answer) || answer.Kind == AnswerKind.Help ? [] : Lines(answer)
            .Where(line => line.Sources.IsEmpty && !IsPlacement(answer, line))
            .Select(line => line.Text)).ShouldBeEmpty();

    [Fact]
    public void Every_row_of_a_comparison_that_quotes_cards_has_a_source() =>
        Offending(answer => answer.Comparison?.Rows.Where(row => row.Sources.IsEmpty && row.Aspect is not ("Kind of role" or "Phases")).Select(row => row.Aspect) ?? []).ShouldBeEmpty();

    [Fact]
    public void The_text_has_all_that_the_answer_says() =>
        Offending(answer => Said(answer).Where(said => said.Length == 0 || !answer.Text.Contains(said, StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void The_text_begins_with_title_and_lead() =>
        Offending(answer => answer.Text.StartsWith($"{answer.Title}\n{answer.Lead}", StringComparison.Ordinal) ? [] : [answer.Title]).ShouldBeEmpty();

    [Fact]
    public void Confidence_lies_between_0_and_1_and_is_0_where_nothing_is_claimed() =>
        Offending(answer => answer.Confidence is < 0 or > 1 || (answer.Kind is AnswerKind.None or AnswerKind.Help) != (answer.Confidence == 0) ? [$"{answer.Confidence}"] : []).ShouldBeEmpty();

    [Fact]
    public void Cards_are_slugs_of_cards_each_once_but_for_a_choice_between_duties_of_one_role() =>
        Offending(answer => answer.Cards.Where(card => Shipped.Knowledge.FindCard(card) is null)
            .Concat(answer.Kind == AnswerKind.Clarify ? [] : Repeated(answer.Cards))).ShouldBeEmpty();

    [Fact]
    public void Help_and_not_knowing_name_no_card_and_all_others_do() =>
        Offending(answer => answer.Cards.IsEmpty == answer.Kind is AnswerKind.None or AnswerKind.Help ? [] : [$"{answer.Kind}"]).ShouldBeEmpty();

    [Fact]
    public void Every_answer_names_the_version_of_the_knowledge() =>
        Offending(answer => answer.KnowledgeVersion == Shipped.Knowledge.Version ? [] : [answer.KnowledgeVersion]).ShouldBeEmpty();

    [Fact]
    public void A_line_about_a_card_has_the_cards_name_as_its_label() =>
        Offending(answer => Lines(answer).Where(line => line.Card is not null && Shipped.Knowledge.FindCard(line.Card)?.Name != line.Label).Select(line => line.Text)).ShouldBeEmpty();

    [Fact]
    public void No_answer_shows_mark_up_or_control_characters() =>
        Offending(answer => answer.Text.Contains("[^", StringComparison.Ordinal) || answer.Text.Contains("](", StringComparison.Ordinal) || answer.Text.Any(letter => char.IsControl(letter) && letter != '\n')
            ? [answer.Title] : []).ShouldBeEmpty();

    /// <summary>Whether it offers cards to choose from, each under its summary: the sources stand on the card that is picked.</summary>
    private static bool IsChoice(Answer answer) => answer.Kind is AnswerKind.Clarify or AnswerKind.None;

    private static IEnumerable<string> Targets()
    {
        string[] sections = ["", "#responsibilities", "#skills", "#works-with", "#hands-over-to", "#differs-from", "#startup-vs-enterprise"];
        var roles = Shipped.Knowledge.Roles.Select(role => role.Slug).ToList();
        return
        [
            "help",
            "list:roles",
            .. roles.SelectMany(role => sections.Select(section => $"role:{role}{section}")),
            .. Shipped.Knowledge.Activities.Select(activity => $"owner:{activity.Slug}"),
            .. Shipped.Knowledge.Topics.Select(topic => $"topic:{topic.Slug}"),
            .. roles.SelectMany(left => roles.Where(right => right != left).Select(right => $"compare:{left}:{right}")),
        ];
    }

    private static Answer SupportFirst(ActivityCard activity) =>
        Shipped.Ask("who else?", new ConversationContext(AnswerKind.Owner, [activity.Lead.Role], activity.Slug, null, []));

    private static List<string> Offending(Func<Answer, IEnumerable<string>> faults) =>
        [.. _answers.SelectMany(entry => faults(entry.Answer).Select(fault => $"{entry.Asked}: {fault}")).Take(20)];

    private static IEnumerable<string> Repeated(IEnumerable<string> texts) => texts.GroupBy(text => text).Where(same => same.Count() > 1).Select(same => same.Key);

    private static IEnumerable<AnswerLine> Lines(Answer answer) => answer.Blocks.SelectMany(block => block.Lines);

    private static IEnumerable<int> Citations(Answer answer) => Lines(answer).SelectMany(line => line.Sources).Concat(answer.Comparison?.Rows.SelectMany(row => row.Sources) ?? []);

    private static HashSet<string> Cited(Answer answer, AnswerLine line) => [.. line.Sources.Select(number => answer.Sources[number - 1].Id)];

    private static bool IsPlacement(Answer answer, AnswerLine line) =>
        answer.Kind == AnswerKind.Role && Shipped.Knowledge.FindCard(answer.Cards[0]) is RoleCard role && line.Text.StartsWith($"{role.Category} role", StringComparison.Ordinal);

    private static IEnumerable<string> Said(Answer answer) =>
    [
        answer.Title,
        answer.Lead,
        .. answer.Holder is { } holder ? [holder.Text] : Array.Empty<string>(),
        .. answer.Blocks.Select(block => block.Heading).OfType<string>(),
        .. Lines(answer).SelectMany(line => new[] { line.Label, line.Text }).OfType<string>(),
        .. answer.Comparison?.Rows.SelectMany(row => new[] { row.Aspect, row.Left, row.Right }) ?? [],
        .. answer.Sources.Select(source => source.Citation),
    ];

    private static IEnumerable<Statement> Statements() => Shipped.Knowledge.Cards.SelectMany(card => card switch
    {
        RoleCard role => [role.Summary, .. role.Responsibilities, .. role.Skills, .. role.StartupVersusEnterprise, .. Plain([.. role.WorksWith, .. role.HandsOverTo, .. role.DiffersFrom])],
        ActivityCard activity => [activity.Summary, .. activity.Details, .. activity.Disagreement, .. Plain([activity.Lead, .. activity.Supporting])],
        TopicCard topic => topic.Sections.SelectMany(section => section.Statements).Prepend(topic.Summary),
        _ => Array.Empty<Statement>(),
    });

    private static IEnumerable<Statement> Plain(ImmutableArray<RoleStatement> statements) => statements.Select(statement => new Statement(statement.Text, statement.Sources));

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
