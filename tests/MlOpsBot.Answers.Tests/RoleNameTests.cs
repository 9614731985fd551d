using System.Collections.Immutable;

namespace MlOpsBot.Answers.Tests;

/// <summary>Every role of the shipped knowledge is found by everything it is called, however it is typed.</summary>
public sealed class RoleNameTests
{
    public static TheoryData<string> Roles => [.. Shipped.Knowledge.Roles.Select(role => role.Slug)];

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_is_found_by_each_of_its_names(string slug) => Missed(slug, Names(slug)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_is_found_by_what_does_it_do(string slug) => Missed(slug, Names(slug).Select(name => $"What does a {name} do?")).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_is_found_by_its_names_in_lower_case_and_in_capitals(string slug) =>
        Missed(slug, Names(slug).SelectMany(name => new[] { name.ToLowerInvariant(), name.ToUpperInvariant() })).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_is_found_by_its_names_in_the_plural(string slug) =>
        Missed(slug, Names(slug).Select(name => $"what do {Typing.Plural(name)} do")).ShouldMissOnly(
            // "Manager" and "managers" are cues in just these forms, and are read as two different words.
            "what do product managers do",
            "what do AI product managers do",
            "what do ML product managers do",
            "what do data product managers do",
            "what do business executives do",
            "what do system designers do",
            "what do solution designers do",
            "what do MLOps researchers do",
            "what do ML researchers do",
            "what do AI researchers do",
            "what do AI governance officers do",
            "what do AI governance managers do",
            "what do model governance managers do",
            "what do AI ethics officers do",
            "what do AI compliance officers do",
            "what do model risk managers do",
            "what do AI auditors do");

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_is_found_by_its_name_glued_together(string slug) => Missed(slug, Own(slug, Typing.Glued)).ShouldMissOnly("subjectmatterexpert", "monitoringandobservabilityengineer");

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_is_found_by_its_names_with_hyphens(string slug) => Missed(slug, Names(slug).Select(Typing.Hyphened).OfType<string>()).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_is_found_by_its_name_with_any_letter_of_a_long_word_dropped_or_swapped(string slug) =>
        Missed(slug, Typing.Slips(Shipped.Knowledge.FindCard(slug)!.Name).Select(name => $"what does a {name} do"))
            .ShouldMissOnly("what does a Data Analyt do", "what does a Data Analyts do", "what does a Develope do");

    [Fact]
    public void At_least_95_percent_of_all_names_are_found_with_a_letter_of_a_long_word_dropped_or_swapped()
    {
        var typed = Shipped.Knowledge.Roles.SelectMany(role => Names(role.Slug).SelectMany(Typing.Slips).Select(name => (role.Slug, Question: $"what does a {name} do"))).ToList();

        var missed = typed.Where(slip => !IsCardOf(slip.Slug, Shipped.Ask(slip.Question))).Select(slip => slip.Question).ToList();

        (1 - ((double)missed.Count / typed.Count)).ShouldBeGreaterThanOrEqualTo(0.95, string.Join("; ", missed.Take(30)));
    }

    [Theory]
    [InlineData("ml ops engineer", "mlops-engineer")]
    [InlineData("ml-ops engineer", "mlops-engineer")]
    [InlineData("ML Ops Engineers", "mlops-engineer")]
    [InlineData("mlopsengineer", "mlops-engineer")]
    [InlineData("ml engeneer", "ml-engineer")]
    [InlineData("machine-learning engineer", "ml-engineer")]
    [InlineData("machinelearning engineer", "ml-engineer")]
    [InlineData("dev ops engineer", "devops-engineer")]
    [InlineData("dev-ops engineer", "devops-engineer")]
    [InlineData("data ops engineer", "data-engineer")]
    [InlineData("back end engineer", "backend-engineer")]
    [InlineData("back-end developer", "backend-engineer")]
    [InlineData("dataengineer", "data-engineer")]
    [InlineData("datascientist", "data-scientist")]
    [InlineData("productowner", "business-analyst-product-owner")]
    [InlineData("the data engineer's job", "data-engineer")]
    [InlineData("DATA ENGINEER!!!", "data-engineer")]
    [InlineData("  data\tengineer \n", "data-engineer")]
    [InlineData("data\u00a0engineer", "data-engineer")]
    [InlineData("ｄａｔａ ｅｎｇｉｎｅｅｒ", "data-engineer")]
    [InlineData("*data engineer*", "data-engineer")]
    [InlineData("<b>data engineer</b>", "data-engineer")]
    [InlineData("“data engineer”", "data-engineer")]
    [InlineData("data engineer 🤖", "data-engineer")]
    public void A_role_is_found_however_its_name_is_typed(string typed, string slug) => Shipped.Ask(typed).Cards.FirstOrDefault().ShouldBe(slug);

    [Theory]
    [InlineData("DE", "data-engineer")]
    [InlineData("what does a de do", "data-engineer")]
    [InlineData("MLE", "ml-engineer")]
    [InlineData("mle skills", "ml-engineer")]
    [InlineData("what does a SME do?", "subject-matter-expert")]
    [InlineData("SRE", "devops-engineer")]
    [InlineData("SWE", "software-engineer")]
    [InlineData("what is a PO", "business-analyst-product-owner")]
    [InlineData("what does the BA do?", "business-analyst-product-owner")]
    [InlineData("what does a DS do", "data-scientist")]
    public void A_role_is_found_by_its_abbreviation(string typed, string slug) => Shipped.Ask(typed).Cards.FirstOrDefault().ShouldBe(slug);

    [Fact]
    public void Every_abbreviation_of_one_role_alone_leads_to_it_and_every_shared_one_to_a_choice()
    {
        Shipped.Knowledge.Roles.SelectMany(role => role.Abbreviations).Distinct(StringComparer.Ordinal)
            .Select(abbreviation => (Question: $"what does a {abbreviation} do?", Roles: Shipped.Knowledge.Roles.Where(role => role.Abbreviations.Contains(abbreviation)).Select(role => role.Slug).ToHashSet()))
            .Select(asked => (asked.Question, asked.Roles, Answer: Shipped.Ask(asked.Question)))
            .Where(asked => asked.Answer.Kind != (asked.Roles.Count == 1 ? AnswerKind.Role : AnswerKind.Clarify) || !asked.Roles.SetEquals(asked.Answer.Cards))
            .Select(asked => $"{asked.Question}: {asked.Answer.Kind} {string.Join(' ', asked.Answer.Cards)}")
            .ToList()
            .ShouldMissOnly("what does a analyst do?", "what does a DevOps do?");
    }

    [Theory]
    [InlineData("will it be ready")]
    [InlineData("da da da")]
    [InlineData("sa")]
    public void A_small_word_that_is_also_a_short_form_names_nobody(string typed) => Shipped.Ask(typed).Kind.ShouldNotBe(AnswerKind.Comparison);

    private static IEnumerable<string> Names(string slug)
    {
        var role = Shipped.Knowledge.FindCard(slug)!;
        return role.Aliases.Prepend(role.Name);
    }

    private static IEnumerable<string> Own(string slug, Func<string, string?> typed) => new[] { Shipped.Knowledge.FindCard(slug)!.Name }.Select(typed).OfType<string>();

    private static ImmutableArray<string> Missed(string slug, IEnumerable<string> questions) =>
        [.. questions.Select(question => (question, Answer: Shipped.Ask(question))).Where(asked => !IsCardOf(slug, asked.Answer)).Select(asked => $"{asked.question}: {asked.Answer.Kind} {string.Join(' ', asked.Answer.Cards)}")];

    private static bool IsCardOf(string slug, Answer answer) => answer.Kind == AnswerKind.Role && answer.Cards[0] == slug;
}
