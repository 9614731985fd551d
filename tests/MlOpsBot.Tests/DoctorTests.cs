using System.Text.Json;
using MlOpsBot.CommandLine;
using MlOpsBot.Storage;

namespace MlOpsBot.Tests;

public sealed class DoctorTests
{
    private static readonly (string, string)[] _slack =
    [
        ("MlOpsBot:Slack:SigningSecret", "5f3b0c8e1d2a"), ("MlOpsBot:Slack:BotToken", "xoxb-very-secret"), ("MlOpsBot:Slack:ApiUrl", "http://127.0.0.1:1/api/"),
    ];

    [Fact]
    public async Task A_playground_alone_needs_no_more_than_knowledge()
    {
        var run = await DoctorRun.OfAsync(RunningBot.Settings(null, "Development"));

        run.Code.ShouldBe(ExitCode.Fine);
        run.Lines[0].ShouldBe("ok       options        None is wrong; environment Development; no channel is configured, the playground alone.");
        run.Lines[2].ShouldStartWith($"ok       knowledge      {Repository.Knowledge}, version ");
        run.Lines.ShouldContain("ok       store          None is needed: no channel is configured.");
        run.Lines.ShouldContain(line => line.StartsWith("ok       time zones     The database is 20", StringComparison.Ordinal));
        run.Lines[^1].ShouldBe("7 ok, 0 warnings, 0 faults.");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_option_keeps_the_bot_from_starting_and_the_rest_is_not_guessed_at()
    {
        var run = await RunAsync([.. _slack[1..], ("MlOpsBot:Prot", "3979")]);

        run.Code.ShouldBe(ExitCode.WrongUse);
        run.Lines.ShouldContain("fault    options        MlOpsBot:Prot is no option; did you mean MlOpsBot:Port? [option-wrong]");
        run.Lines.ShouldContain(line => line.StartsWith("fault    options        MlOpsBot:Slack hears nothing:", StringComparison.Ordinal));
        run.Lines.ShouldContain("warning  options        Store, clock, credentials and public address are not looked at before the options are right. [options-first]");
        run.Lines.ShouldNotContain(line => line.Contains("store  ", StringComparison.Ordinal));
        run.Lines[^1].ShouldBe("3 ok, 1 warning, 2 faults.");
        run.Output.ShouldNotContain("very-secret");
    }

    [Fact]
    public async Task Broken_knowledge_keeps_the_bot_from_starting()
    {
        using var scratch = Scratch.WithKnowledge();
        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));

        var run = await RunAsync(knowledge: scratch.Knowledge);

        run.Code.ShouldBe(ExitCode.WrongUse);
        run.Lines[2].ShouldStartWith($"fault    knowledge      The knowledge in {scratch.Knowledge} has ");
        run.Lines[2].ShouldContain("roles/data-engineer.md:");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_keeps_the_bot_from_starting()
    {
        var run = await RunAsync(knowledge: "nowhere");

        run.Code.ShouldBe(ExitCode.WrongUse);
        run.Lines[2].ShouldStartWith("fault    knowledge      --knowledge names 'nowhere', which is no folder here.");
    }

    [Fact]
    public async Task Entries_of_the_organization_past_their_review_date_are_a_warning()
    {
        using var scratch = Scratch.WithKnowledge();
        scratch.Write("knowledge/organization.yaml", "holdings:\n  - card: data-engineer\n    team: Data Platform\n    review_by: 2026-01-31\n  - card: model-monitoring\n    team: Data Platform\n    review_by: 2026-12-31\n");

        var run = await RunAsync(knowledge: scratch.Knowledge);

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines.ShouldContain("warning  knowledge      1 entry of organization.yaml past the review date, the oldest data-engineer since 2026-01-31; answers say so. [knowledge-stale]");
        run.Lines.ShouldContain("                        Confirm or change them, and set review_by anew.");
    }

    [Fact]
    public async Task A_store_that_is_not_there_yet_is_looked_for_and_not_made()
    {
        using var scratch = new Scratch();
        var data = Path.Combine(scratch.Path, "data");

        var run = await RunAsync([.. _slack, ("MlOpsBot:Storage:DataFolder", data)]);

        run.Lines.ShouldContain($"ok       store          SQLite at {Path.Combine(data, StorageOptions.FileName)}: nothing there yet, and writable; the first start makes it.");
        Directory.EnumerateFileSystemEntries(scratch.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_a_bot_has_made_answers()
    {
        using var scratch = new Scratch();
        (string, string)[] options = [.. _slack, ("MlOpsBot:Storage:DataFolder", scratch.Path)];
        await using (await RunningBot.StartAsync(null, "Production", options))
        {
            (await RunAsync(options)).Lines.ShouldContain(line => line.StartsWith("ok       store          SQLite ", StringComparison.Ordinal) && line.Contains(": answers, whole, writable; schema version ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(true, "cannot be opened for writing. Let the bot's user read and write the file and its folder")]
    [InlineData(false, "is damaged or no database. Stop the bot, and restore a backup")]
    public async Task A_store_that_cannot_be_used_keeps_the_bot_from_starting(bool isFolderAFile, string says)
    {
        using var scratch = new Scratch();
        var data = isFolderAFile ? scratch.Write("data", "a file") : Path.GetDirectoryName(scratch.Write(Path.Combine("data", StorageOptions.FileName), new string('x', 5_000)))!;

        var run = await RunAsync([.. _slack, ("MlOpsBot:Storage:DataFolder", data)]);

        run.Code.ShouldBe(ExitCode.WrongUse);
        run.Lines.ShouldContain(line => line.StartsWith("fault    store          ", StringComparison.Ordinal) && line.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_server_that_is_away_keeps_the_bot_from_starting()
    {
        var run = await RunAsync([.. _slack, ("MlOpsBot:Storage:PostgresConnectionString", "Host=127.0.0.1;Port=1;Database=bot;Username=bot;Password=very-secret")]);

        run.Code.ShouldBe(ExitCode.WrongUse);
        run.Lines.ShouldContain("fault    store          PostgreSQL at 127.0.0.1/bot cannot be reached. Start it, or correct host and port in Storage:PostgresConnectionString. [store-unreachable]");
        run.Output.ShouldNotContain("very-secret");
    }

    [Fact]
    public async Task Programs_read_the_same_as_json()
    {
        var run = await RunAsync(json: true, null, _slack);

        run.Code.ShouldBe(ExitCode.Findings);
        using var document = JsonDocument.Parse(run.Output);
        document.RootElement.GetProperty("status").GetString().ShouldBe("fault");
        var checks = document.RootElement.GetProperty("checks").EnumerateArray().ToList();
        checks.Select(check => check.GetProperty("check").GetString()).ShouldBe(["options", "machine", "knowledge", "time zones", "store", "clock", "slack token", "public address", "running bot"]);
        checks[^3].GetProperty("verdict").GetString().ShouldBe("fault");
        checks[^3].GetProperty("code").GetString().ShouldBe("slack-unreachable");
        checks[^3].GetProperty("text").GetString().ShouldBe("Slack cannot be asked now: ConnectionError.");
        document.RootElement.GetProperty("faults").GetInt32().ShouldBe(1);
        checks[^3].GetProperty("remedy").GetString()!.ShouldStartWith("Let this machine reach MlOpsBot:Slack:ApiUrl");
        run.Output.ShouldNotContain("very-secret");
    }

    [Fact]
    public async Task It_is_a_command_of_the_program()
    {
        var run = await CommandRun.OfAsync("doctor", "--only", "machine,knowledge,time");

        run.ExitCode.ShouldBe(ExitCode.Fine);
        run.Lines[^1].ShouldBe("3 ok, 0 warnings, 0 faults.");
    }

    private static Task<DoctorRun> RunAsync(params (string, string)[] options) => RunAsync(json: false, null, options);

    private static Task<DoctorRun> RunAsync(string knowledge) => DoctorRun.OfAsync(RunningBot.Settings(knowledge, "Development") with { Clock = new ManualClock() });

    private static Task<DoctorRun> RunAsync(bool json, string? knowledge, params (string, string)[] options) =>
        DoctorRun.OfAsync(RunningBot.Settings(knowledge, "Production", options) with { Clock = new ManualClock() }, json);
}
