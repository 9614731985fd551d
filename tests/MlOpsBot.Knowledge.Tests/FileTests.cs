using System.Runtime.Versioning;
using System.Text;

namespace MlOpsBot.Knowledge.Tests;

public sealed class FileTests : IDisposable
{
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_folder_is_one_finding()
    {
        var path = Path.Combine(_folder.Root, "nowhere");

        var load = KnowledgeFolder.Load(path);

        load.Knowledge.ShouldBeNull();
        load.Findings.Single().ToString().ShouldBe($".:1: there is no folder {path}: create it, or name another one with --knowledge");
    }

    [Fact]
    public void A_folder_without_cards_is_one_finding()
    {
        using var empty = SampleFolder.Empty();

        empty.Errors().ShouldBe([$".:1: the folder {empty.Root} has no cards: add one to roles/, activities/ or topics/, or name another folder with --knowledge"]);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_one_finding() =>
        KnowledgeFolder.Load(_folder.PathOf(SampleFolder.Sources)).Findings.Single().Message.ShouldStartWith("there is no folder");

    [Theory]
    [InlineData("notes.md", "notes.md:1: `notes.md` is not read; cards belong in roles/, activities/ or topics/, tips in tips/; move or delete it")]
    [InlineData("sources.yml", "sources.yml:1: `sources.yml` is not read; did you mean `sources.yaml`?")]
    [InlineData("role/x.md", "role:1: `role/` is not read; did you mean `roles/`?")]
    [InlineData("Roles/x.md", "Roles:1: `Roles/` is not read; did you mean `roles/`?")]
    [InlineData("roles/notes.txt", "roles/notes.txt:1: a file that is not read: name it `.md`, or move it out of the folder")]
    [InlineData("roles/data-analyst.MD", "roles/data-analyst.MD:1: a file that is not read: name it `.md`, or move it out of the folder")]
    [InlineData("roles/old/data-analyst.md", "roles/old:1: a folder that is not read: move its files up, or delete it")]
    public void A_file_in_an_unknown_place_is_a_warning(string file, string finding)
    {
        _folder.Write(file, "x");

        _folder.Warnings().ShouldBe([finding]);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void UTF_16_is_reported_with_or_without_its_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = _folder.Read(SampleFolder.Engineer);
        string[] finding = ["roles/data-engineer.md:1: the file is UTF-16: save it as UTF-8"];

        _folder.WriteBytes(SampleFolder.Engineer, encoding.GetBytes(text)).Errors().ShouldBe(finding);
        _folder.WriteBytes(SampleFolder.Engineer, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]).Errors().ShouldBe(finding);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_reported_on_every_line_that_has_them()
    {
        var text = _folder.Read(SampleFolder.Engineer)
            .Replace("warehousing", "wärehöusing", StringComparison.Ordinal)
            .Replace("good", "gööd", StringComparison.Ordinal);
        _folder.WriteBytes(SampleFolder.Engineer, Encoding.Latin1.GetBytes(text));

        _folder.Errors().ShouldBe(
        [
            "roles/data-engineer.md:9: byte 0xF6 is not UTF-8: save the file as UTF-8 and retype the character",
            "roles/data-engineer.md:18: byte 0xE4 is not UTF-8: save the file as UTF-8 and retype the character",
        ]);
    }

    [Fact]
    public void A_binary_file_does_not_flood_the_report()
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        _folder.WriteBytes(SampleFolder.Synonyms, bytes);

        var errors = _folder.Errors();

        errors.ShouldContain(error => error.EndsWith("further lines are not UTF-8 either: save the file as UTF-8"));
        errors.Length.ShouldBeLessThan(150);
    }

    [Theory]
    [InlineData("\u0007", "invisible character U+0007: delete it")]
    [InlineData("\0", "invisible character U+0000: delete it")]
    [InlineData("\u0085", "invisible character U+0085: delete it")]
    [InlineData("\u200B", "invisible character U+200B: delete it")]
    [InlineData("\u202E", "invisible character U+202E: delete it")]
    [InlineData("\u2028", "invisible character U+2028: delete it")]
    [InlineData("\uFEFF", "invisible character U+FEFF: delete it")]
    [InlineData("\uFFFD", "U+FFFD stands where a character was lost in some conversion: retype the character")]
    public void Characters_that_nobody_sees_are_reported(string character, string message)
    {
        _folder.Replace(SampleFolder.Engineer, "warehousing", $"ware{character}housing");

        _folder.Errors().ShouldBe([$"roles/data-engineer.md:18: {message}"]);
    }

    [Fact]
    public void Characters_that_nobody_sees_are_reported_in_every_kind_of_file()
    {
        _folder.Replace(SampleFolder.Sources, "A. Author", "A.\u0001Author");
        _folder.Replace(SampleFolder.Organization, "Example Corp", "Example\u0002Corp");
        _folder.Replace(SampleFolder.Synonyms, "machine learning", "machine\u0003learning");
        _folder.Replace(SampleFolder.Tips, "when it arrives", "when\u0004it arrives");

        _folder.Errors().ShouldBe(
        [
            "organization.yaml:1: invisible character U+0002: delete it",
            "sources.yaml:3: invisible character U+0001: delete it",
            "synonyms.txt:2: invisible character U+0003: delete it",
            "tips/data.md:5: invisible character U+0004: delete it",
        ]);
    }

    [Fact]
    public void A_merge_conflict_left_in_a_file_is_named()
    {
        _folder.Replace(SampleFolder.Synonyms, "ml, machine learning", "<<<<<<< ours\nml, machine learning\n=======\nml, m l\n>>>>>>> theirs");

        _folder.Errors().Where(error => error.Contains("conflict", StringComparison.Ordinal)).ShouldBe(
        [
            "synonyms.txt:2: a merge conflict is left in the file: resolve it and delete its marks",
            "synonyms.txt:6: a merge conflict is left in the file: resolve it and delete its marks",
        ]);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_finding()
    {
        _folder.Delete(SampleFolder.Engineer);
        File.CreateSymbolicLink(_folder.PathOf(SampleFolder.Engineer), "gone.md");

        var error = _folder.Errors().Single();

        error.ShouldStartWith("roles/data-engineer.md:1: the file cannot be read (");
        error.ShouldEndWith("): grant the program read access, or delete it");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_or_file_that_may_not_be_read_is_a_finding()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "needs an ordinary user of a Unix system");
        File.SetUnixFileMode(_folder.PathOf("tips"), UnixFileMode.None);
        File.SetUnixFileMode(_folder.PathOf(SampleFolder.Synonyms), UnixFileMode.None);

        var errors = _folder.Errors();
        File.SetUnixFileMode(_folder.PathOf("tips"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        errors.Length.ShouldBe(2);
        errors[0].ShouldStartWith("synonyms.txt:1: the file cannot be read (");
        errors[1].ShouldStartWith("tips:1: the folder cannot be read (");
    }

    [Fact]
    public void A_folder_in_place_of_a_file_and_a_dead_link_in_place_of_a_folder_are_findings()
    {
        Directory.Delete(_folder.PathOf("tips"), recursive: true);
        File.CreateSymbolicLink(_folder.PathOf("tips"), "gone");
        _folder.Delete(SampleFolder.Synonyms).Write("synonyms.txt/more.txt", "x");

        _folder.Errors().ShouldBe(
        [
            "synonyms.txt:1: `synonyms.txt` is a folder where a file is read: write the file in its place, or delete it",
            "tips:1: `tips` is no folder but a file, or a link that leads nowhere: make it a folder, or delete it",
        ]);
    }

    [Fact]
    public void Findings_come_by_file_and_line()
    {
        _folder.Append(SampleFolder.Synonyms, "\nalone");
        _folder.Replace(SampleFolder.Engineer, "Data warehousing. [^guide]", "Data warehousing.");
        _folder.Replace(SampleFolder.Engineer, "category: technical", "category: none");
        _folder.Replace(SampleFolder.Monitoring, "Drift is found here. [^guide]", "Drift is found here.");

        _folder.Load().Findings.Select(finding => finding.Location).ShouldBe(
        [
            new FileLocation(SampleFolder.Monitoring, 18),
            new FileLocation(SampleFolder.Engineer, 6),
            new FileLocation(SampleFolder.Engineer, 18),
            new FileLocation(SampleFolder.Synonyms, 6),
        ]);
    }

    [Fact]
    public void A_folder_broken_in_ten_ways_gives_ten_findings()
    {
        _folder.Replace(SampleFolder.Monitoring, "../roles/data-engineer.md", "../roles/data-enginer.md");
        _folder.Replace(SampleFolder.Monitoring, "Drift is found here. [^guide]", "Drift is found here.");
        _folder.Replace(SampleFolder.Engineer, "category: technical", "catgory: technical");
        _folder.Replace(SampleFolder.Engineer, "Data warehousing. [^guide]", "Data warehousing. [^gide]");
        _folder.Replace(SampleFolder.Engineer, "## Hands over to", "## Hands over");
        _folder.Replace(SampleFolder.Scientist, "[DS]", "[DS]\naliases: [Dataops Engineer]");
        _folder.Replace(SampleFolder.Tips, "{card=model-monitoring}", "{card=monitoring}");
        _folder.Replace(SampleFolder.Topic, "name: The design phase", "name: \"The design phase");
        _folder.Replace(SampleFolder.Organization, "2026-01-01", "2026-13-01");
        _folder.Append(SampleFolder.Synonyms, "\na =>");

        _folder.Errors().Select(error => error.Split(": ")[0]).ShouldBe(
        [
            "activities/model-monitoring.md:12",
            "activities/model-monitoring.md:18",
            "organization.yaml:11",
            "roles/data-engineer.md:6",
            "roles/data-engineer.md:18",
            "roles/data-engineer.md:20",
            "roles/data-scientist.md:4",
            "synonyms.txt:6",
            "tips/data.md:7",
            "topics/design-phase.md:2",
        ]);
    }
}
