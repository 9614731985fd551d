using MlOpsBot.CommandLine;

namespace MlOpsBot.Tests;

public sealed class KnowledgeLocationTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void The_named_folder_comes_first_then_the_configured_then_the_one_beside_the_program_then_upwards()
    {
        var named = Folder("named");
        var configured = Folder("configured");
        var program = Path.Combine(_scratch.Path, "program");
        var working = Directory.CreateDirectory(Path.Combine(_scratch.Path, "work", "deep", "inside")).FullName;
        var beside = Knowledge("program");
        var upwards = Knowledge("work");

        KnowledgeLocation.Find(named, configured, working, program).Path.ShouldBe(named);
        KnowledgeLocation.Find(null, configured, working, program).Path.ShouldBe(configured);
        KnowledgeLocation.Find(null, null, working, program).Path.ShouldBe(beside);
        Directory.Delete(beside, recursive: true);
        KnowledgeLocation.Find(null, null, working, program).Path.ShouldBe(upwards);
    }

    [Fact]
    public void A_relative_name_begins_at_the_working_directory()
    {
        var folder = Folder("mine");

        KnowledgeLocation.Find("mine", null, _scratch.Path, _scratch.Path).Path.ShouldBe(folder);
    }

    [Fact]
    public void A_named_folder_that_is_missing_is_not_replaced_by_another()
    {
        Knowledge("work");

        var located = KnowledgeLocation.Find("gone", null, Path.Combine(_scratch.Path, "work"), _scratch.Path);

        located.Path.ShouldBeNull();
        located.Fault!.ShouldStartWith("--knowledge names 'gone', which is no folder here.");
    }

    [Fact]
    public void Where_there_is_none_it_says_where_it_looked_and_what_to_do()
    {
        var located = KnowledgeLocation.Find(null, null, _scratch.Path, _scratch.Path);

        located.Path.ShouldBeNull();
        located.Fault!.ShouldContain(_scratch.Path);
        located.Fault!.ShouldContain("--knowledge DIR");
    }

    public void Dispose() => _scratch.Dispose();

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_scratch.Path, name)).FullName;

    private string Knowledge(string parent) =>
        Path.GetDirectoryName(_scratch.Write(Path.Combine(parent, "knowledge", "sources.yaml"), "[]"))!;
}
