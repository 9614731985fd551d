namespace MlOpsBot.Knowledge.Tests;

public sealed class NameTests : IDisposable
{
    private const string Remedy = "one of the two cards must let go of it; short forms that roles share belong under `abbreviations`";

    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("DataOps engineer", "the alias `DataOps engineer` is also the alias `DataOps engineer` at roles/data-engineer.md:3")]
    [InlineData("dataops Engineer", "the alias `dataops Engineer` differs only by case from the alias `DataOps engineer` at roles/data-engineer.md:3")]
    [InlineData("Data-Ops-Engineer", null)]
    [InlineData("data‑pipeline éngineer", "the alias `data‑pipeline éngineer` reads the same as the alias `data pipeline engineer` at roles/data-engineer.md:3")]
    [InlineData("data engineer", "the alias `data engineer` differs only by case from the name `Data Engineer` at roles/data-engineer.md:2")]
    [InlineData("Monitoring-of-models", "the alias `Monitoring-of-models` reads the same as the alias `monitoring of models` at activities/model-monitoring.md:3")]
    public void An_alias_belongs_to_one_card(string alias, string? message)
    {
        _folder.Replace(SampleFolder.Scientist, "category: technical", $"aliases: [\"{alias}\"]\ncategory: technical");

        _folder.Load().Findings.Select(finding => finding.ToString()).ShouldBe(
            message is null ? [] : [$"roles/data-scientist.md:4: {message}: {Remedy}"]);
    }

    [Fact]
    public void Two_cards_of_any_kind_cannot_bear_one_name()
    {
        _folder.Replace(SampleFolder.Topic, "name: The design phase", "name: model monitoring");

        _folder.Errors().ShouldBe([$"topics/design-phase.md:2: the name `model monitoring` differs only by case from the name `Model monitoring` at activities/model-monitoring.md:2: {Remedy}"]);
    }

    [Fact]
    public void An_alias_that_repeats_the_cards_own_name_is_reported()
    {
        _folder.Replace(SampleFolder.Topic, "[design stage]", "\n  - design stage\n  - the Design-Phase");

        _folder.Errors().ShouldBe(["topics/design-phase.md:5: the alias `the Design-Phase` repeats the name `The design phase` of line 2: delete it; case, accents, hyphens and spaces make no difference"]);
    }

    [Fact]
    public void A_name_needs_a_letter()
    {
        _folder.Replace(SampleFolder.Topic, "name: The design phase", "name: \"---\"");

        _folder.Errors().ShouldBe(["topics/design-phase.md:2: `---` has no letter or digit to be found by: write a name"]);
    }

    [Fact]
    public void A_slug_is_used_once_across_all_kinds()
    {
        _folder.Write("topics/model-monitoring.md", "---\nname: Watching\n---\nAn idea. [^slides]\n");

        _folder.Errors().ShouldBe(["topics/model-monitoring.md:1: the slug `model-monitoring` is also that of activities/model-monitoring.md: rename one of the two files and the links to it"]);
    }

    [Fact]
    public void Files_that_differ_only_by_case_are_reported()
    {
        _folder.Write("roles/Data-Engineer.md", _folder.Read(SampleFolder.Scientist).Replace("Data Scientist", "Big Data Engineer", StringComparison.Ordinal));

        _folder.Errors().ShouldBe(["roles/Data-Engineer.md:1: the name differs only by case from roles/data-engineer.md: rename or delete one of the two"]);
    }

    [Theory]
    [InlineData("Big_Data Engineer.md", "big-data-engineer.md")]
    [InlineData("big--data.md", "big-data.md")]
    [InlineData("-big.md", "big.md")]
    [InlineData("Zoë.md", "zoe.md")]
    public void A_file_name_of_other_characters_is_reported_with_a_better_one(string file, string better)
    {
        _folder.Write("roles/" + file, _folder.Read(SampleFolder.Scientist).Replace("Data Scientist", "Somebody", StringComparison.Ordinal));

        _folder.Errors().ShouldBe([$"roles/{file}:1: the file name has other characters than lower-case letters a-z, digits and single hyphens between them: rename it to {better}"]);
    }
}
