using System.Diagnostics;
using System.Text.Json.Nodes;
using MlOpsBot.Teams.Extending;

namespace MlOpsBot.Teams.Tests.Deploying;

/// <summary>The app's manifest, judged by the schema that <c>@microsoft/app-manifest</c> carries.</summary>
public sealed class ManifestTests
{
    private static readonly string s_tests = Path.Combine(Repository.Root, "tests", "MlOpsBot.Teams.Tests");

    [Fact]
    public async Task The_schema_of_its_version_finds_nothing_wrong_with_the_manifest()
    {
        var manifest = await Package.ManifestAsync();

        manifest["manifestVersion"]!.GetValue<string>().ShouldBe("1.25");
        (await FindingsAsync(manifest)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_text_that_is_filled_in_at_its_longest_still_fits() =>
        (await FindingsAsync(await Package.ManifestAsync(
            "--name", new string('n', 30), "--developer", new string('d', 32), "--app-version", "99999.0.12345",
            "--website", "https://a.example.com/w", "--privacy", "https://a.example.com/p", "--terms", "https://a.example.com/t"))).ShouldBeEmpty();

    [Theory]
    [InlineData("id", "\"x\"", "/id ")]
    [InlineData("accentColor", "\"teal\"", "/accentColor ")]
    [InlineData("nonsense", "true", "nonsense")]
    [InlineData("name", """{"short":"a name of more than thirty characters"}""", "/name/short ")]
    [InlineData("bots", """[{"botId":"00001111-aaaa-2222-bbbb-3333cccc4444","scopes":["everywhere"]}]""", "/bots/0/scopes/0 ")]
    [InlineData("composeExtensions", """[{"commands":[{"id":"search","title":"Search","context":["elsewhere"]}]}]""", "/composeExtensions/0/commands/0/context/0 ")]
    public async Task The_schema_sees_a_planted_mistake(string member, string value, string finding)
    {
        var manifest = await Package.ManifestAsync();
        manifest[member] = JsonNode.Parse(value);

        (await FindingsAsync(manifest)).ShouldContain(finding);
    }

    [Fact]
    public async Task The_bot_is_there_for_one_person_for_groups_and_for_teams_with_the_same_commands()
    {
        var bot = (await Package.ManifestAsync())["bots"]![0]!;

        bot["botId"]!.GetValue<string>().ShouldBe(Package.AppId);
        Texts(bot["scopes"]!).ShouldBe(["personal", "team", "groupChat"]);
        bot["commandLists"]!.AsArray().SelectMany(list => Texts(list!["scopes"]!)).ShouldBe(["personal", "team", "groupChat"]);
        foreach (var list in bot["commandLists"]!.AsArray())
        {
            list!["commands"]!.AsArray().Select(command => command!["title"]!.GetValue<string>()).ShouldBe(["help", "roles", "compare", "tips"]);
        }
    }

    [Fact]
    public async Task The_message_extension_searches_at_once_and_points_at_messages()
    {
        var extension = (await Package.ManifestAsync())["composeExtensions"]![0]!;

        extension["botId"]!.GetValue<string>().ShouldBe(Package.AppId);
        var (search, action) = (extension["commands"]![0]!, extension["commands"]![1]!);
        search["id"]!.GetValue<string>().ShouldBe(Extension.Search);
        search["type"]!.GetValue<string>().ShouldBe("query");
        search["initialRun"]!.GetValue<bool>().ShouldBeTrue();
        search["parameters"]!.AsArray().ShouldHaveSingleItem()!["name"]!.GetValue<string>().ShouldBe(Extension.Query);
        action["id"]!.GetValue<string>().ShouldBe(Extension.WhoOwnsThis);
        action["type"]!.GetValue<string>().ShouldBe("action");
        action["fetchTask"]!.GetValue<bool>().ShouldBeTrue();
        Texts(action["context"]!).ShouldBe(["message"]);
    }

    [Fact]
    public async Task No_placeholder_is_left_and_the_file_in_the_repository_has_each_of_them()
    {
        (await Package.ManifestAsync()).ToJsonString().ShouldNotContain("{{");

        var template = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "teams", "manifest.json"), TestContext.Current.CancellationToken);
        foreach (var placeholder in new[] { "APP_ID", "DOMAIN", "NAME", "DEVELOPER", "VERSION", "WEBSITE", "PRIVACY", "TERMS" })
        {
            template.ShouldContain("{{" + placeholder + "}}");
        }
    }

    [Fact]
    public async Task A_name_is_a_name_whatever_it_holds() =>
        (await Package.ManifestAsync("--name", "Bot \"A\", \\ {}"))["name"]!["short"]!.GetValue<string>().ShouldBe("Bot \"A\", \\ {}");

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(item => item!.GetValue<string>())];

    private static async Task<string> FindingsAsync(JsonObject manifest)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(s_tests, "node_modules", "@microsoft", "app-manifest")), "npm install in tests/MlOpsBot.Teams.Tests brings the schema");
        var start = new ProcessStartInfo("node", [Path.Combine(s_tests, "Deploying", "validate-manifest.mjs")])
        {
            WorkingDirectory = s_tests,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(manifest.ToJsonString().AsMemory(), TestContext.Current.CancellationToken);
        node.StandardInput.Close();
        var findings = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        node.ExitCode.ShouldBe(0);
        return findings;
    }
}
