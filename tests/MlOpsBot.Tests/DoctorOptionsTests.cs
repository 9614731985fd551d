using System.Text.Json;
using System.Text.RegularExpressions;
using MlOpsBot.CommandLine;
using MlOpsBot.Configuration;

namespace MlOpsBot.Tests;

/// <summary><c>doctor --options</c>, <c>--only</c>, <c>--offline</c>, the bot that runs, and options that are unwise together.</summary>
public sealed class DoctorOptionsTests
{
    private static readonly (string, string)[] _slack =
    [
        ("MlOpsBot:Slack:SigningSecret", "5f3b0c8e1d2a49678b7c6d5e4f3a2b1c"), ("MlOpsBot:Slack:BotToken", "xoxb-very-secret"), ("MlOpsBot:Slack:ApiUrl", "http://127.0.0.1:1/api/"),
    ];

    [Fact]
    public async Task Every_option_is_listed_with_its_source_and_no_secret()
    {
        var run = await RunAsync(
            new DoctorWish { Options = true }, [.. _slack, ("MlOpsBot:Storage:PostgresConnectionString", "Host=db;Password=very-secret"), ("MlOpsBot:Storage:EncryptionKeys:0", Convert.ToBase64String(new byte[32]))]);

        run.Code.ShouldBe(ExitCode.Fine);
        Columns(run, "MlOpsBot:Slack:BotToken").ShouldBe(["MlOpsBot:Slack:BotToken", "given", "the command line"]);
        Columns(run, "MlOpsBot:Storage:PostgresConnectionString").ShouldBe(["MlOpsBot:Storage:PostgresConnectionString", "given", "the command line"]);
        Columns(run, "MlOpsBot:Storage:EncryptionKeys").ShouldBe(["MlOpsBot:Storage:EncryptionKeys", "given", "the command line"]);
        Columns(run, "MlOpsBot:Slack:Workers").ShouldBe(["MlOpsBot:Slack:Workers", "32", "default"]);
        Columns(run, "MlOpsBot:Slack:ClientId").ShouldBe(["MlOpsBot:Slack:ClientId", "-", "default"]);
        Columns(run, "MlOpsBot:Port").ShouldBe(["MlOpsBot:Port", "3978", "appsettings.json"]);
        run.Output.ShouldNotContain("very-secret");
        run.Output.ShouldNotContain("AAAA");
    }

    [Theory]
    [InlineData(false, "Teams:ClientSecret")]
    [InlineData(true, "Teams:ClientSecret")]
    [InlineData(true, "Teams:CertificatePassword")]
    public async Task No_option_that_may_hold_a_secret_is_ever_shown(bool isJson, string without)
    {
        string[] named = ["SecretsFolder", "Teams:ClientSecretExpires", "Teams:WorkloadIdentityTokenFile", "Limits:ConnectionsPerAddress", "Limits:Connections", "Storage:Retention:EventKeys"];
        var secret = new Regex("Secret|Token|Password|Key|Headers|Connection", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var names = OptionRules.All.Select(rule => rule.Name).Where(name => secret.IsMatch(name) && !named.Append(without).Contains(name["MlOpsBot:".Length..], StringComparer.Ordinal)).ToList();
        names.Count.ShouldBeGreaterThanOrEqualTo(8);
        (string, string)[] certificate = without == "Teams:ClientSecret" ? [("MlOpsBot:Teams:Certificate", "one.pfx")] : [];

        var run = await RunAsync(new DoctorWish { Options = true, Json = isJson }, [.. certificate, .. names.Select(name => (name, "a=marked-value"))]);

        names.ShouldAllBe(name => run.Output.Contains(name, StringComparison.Ordinal));
        run.Output.ShouldNotContain("marked-value");
        run.Error.ShouldNotContain("marked-value");
    }

    [Fact]
    public async Task Programs_read_the_options_as_json()
    {
        var run = await RunAsync(new DoctorWish { Options = true, Json = true }, _slack);

        using var document = JsonDocument.Parse(run.Output);
        var option = document.RootElement.GetProperty("options").EnumerateArray().Single(each => each.GetProperty("option").GetString() == "MlOpsBot:ChecksAtStart");
        option.GetProperty("value").GetString().ShouldBe("true");
        option.GetProperty("source").GetString().ShouldBe("default");
    }

    [Fact]
    public async Task Some_checks_alone_can_be_run_by_name_or_first_word()
    {
        Checks(await RunAsync(new DoctorWish { Only = ["slack", "Time Zones"] }, _slack)).ShouldBe(["time zones", "slack token"]);
        Checks(await RunAsync(new DoctorWish { Offline = true }, _slack)).ShouldBe(["options", "machine", "knowledge", "time zones", "store", "running bot"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_check_that_there_is_not_is_wrong_use()
    {
        var run = await RunAsync(new DoctorWish { Only = ["stores"] }, _slack);

        run.Code.ShouldBe(ExitCode.WrongUse);
        run.Error.ShouldStartWith("There is no check 'stores' here; give some of: options, machine, knowledge, ");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_bot_that_runs_says_how_it_is()
    {
        using var scratch = Scratch.WithKnowledge();
        await using var bot = await RunningBot.StartAsync(scratch.Knowledge);
        var only = new DoctorWish { Only = ["running"] };
        (string, string)[] here = [.. _slack, ("urls", bot.Client.BaseAddress!.ToString())];
        (await RunAsync(only, here)).Lines[0].ShouldMatch(@"^ok       running bot    Version \d+\.\d+\.\d+ is ready at 127\.0\.0\.1:\d+\.$");

        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));
        await RunningBot.UntilAsync(async () => (await bot.GetAsync("/health/ready")).Contains("knowledge-broken", StringComparison.Ordinal));

        (await RunAsync(only, here)).Lines[0].ShouldEndWith("is degraded: An edit of the knowledge has errors; the last version without goes on answering. (knowledge-broken) [running-degraded]");
    }

    [Theory]
    [InlineData("port-ignored", "MlOpsBot:Port", "4000")]
    [InlineData("replica-name-with-sqlite", "MlOpsBot:Storage:ReplicaName", "one")]
    [InlineData("host-not-allowed", "MlOpsBot:Limits:AllowedHosts", "other.example.com")]
    [InlineData("playground-public", "MlOpsBot:Playground:Enabled", "true")]
    public async Task Options_that_are_unwise_together_are_told(string code, string option, string value)
    {
        (string, string)[] options = [.. _slack, ("MlOpsBot:PublicUrl", "https://bot.example.com"), ("urls", code == "playground-public" ? "http://*:3999" : "http://127.0.0.1:0"), (option, value)];

        (await RunAsync(new DoctorWish { Only = ["options"] }, options)).Lines.ShouldContain(line => line.StartsWith("warning  options", StringComparison.Ordinal) && line.EndsWith($" [{code}]", StringComparison.Ordinal));
        (await RunAsync(new DoctorWish { Only = ["options"] }, options[..^1])).Lines[^1].ShouldBe("1 ok, 0 warnings, 0 faults.");
    }

    [Fact]
    public async Task Development_on_a_public_address_and_a_bot_that_serves_nobody_are_told()
    {
        (await DoctorRun.OfAsync(RunningBot.Settings(null, "Development", [.. _slack, ("MlOpsBot:PublicUrl", "https://bot.example.com")]), new DoctorWish { Only = ["options"] }))
            .Lines.ShouldContain(line => line.EndsWith("[development-public]", StringComparison.Ordinal));
        (await RunAsync(new DoctorWish { Only = ["options"] })).Lines.ShouldContain(line => line.EndsWith("[serves-nobody]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_public_addresses_are_a_fault()
    {
        var run = await RunAsync(new DoctorWish { Only = ["options"] }, [.. _slack, ("MlOpsBot:PublicUrl", "https://bot.example.com"), ("MlOpsBot:Slack:PublicUrl", "https://other.example.com")]);

        run.Code.ShouldBe(ExitCode.WrongUse);
        run.Lines[0].ShouldBe("fault    options        MlOpsBot:Slack:PublicUrl is 'https://other.example.com/', and MlOpsBot:PublicUrl is 'https://bot.example.com/'; leave one of them out. [option-wrong]");
    }

    private static Task<DoctorRun> RunAsync(DoctorWish wish, params (string, string)[] options) => DoctorRun.OfAsync(RunningBot.Settings(null, "Production", options), wish);

    private static string[] Columns(DoctorRun run, string option) =>
        run.Lines.Single(line => line.StartsWith($"{option} ", StringComparison.Ordinal)).Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> Checks(DoctorRun run) =>
        run.Lines[..^1].Where(line => line[0] != ' ').Select(line => line[9..24].Trim()).Distinct();
}
