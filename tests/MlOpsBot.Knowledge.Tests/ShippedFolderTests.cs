namespace MlOpsBot.Knowledge.Tests;

public sealed class ShippedFolderTests
{
    private static readonly string _path = Path.Combine(RepositoryRoot(), "knowledge");

    [Fact]
    public void The_shipped_folder_loads_without_findings_and_holds_the_promised_cards()
    {
        var load = KnowledgeFolder.Load(_path);

        load.Findings.Select(finding => finding.ToString()).ShouldBeEmpty();
        var knowledge = load.Knowledge.ShouldNotBeNull();
        knowledge.Roles.Length.ShouldBe(19);
        knowledge.Topics.Length.ShouldBe(15);
        knowledge.Activities.Length.ShouldBeGreaterThanOrEqualTo(45);
        knowledge.Tips.Length.ShouldBeGreaterThanOrEqualTo(90);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MlOpsBot.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull("the tests run inside the repository");
        }

        return folder.FullName;
    }
}
