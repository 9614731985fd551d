using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Storage;

namespace MlOpsBot.Tests;

public sealed class ConfigurationSourcesTests : IDisposable
{
    private const string Token = "xoxb-of-a-file";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_settings_file_goes_before_the_programs_own_and_secrets_before_both()
    {
        var settings = _scratch.Write("bot.json", """{"MlOpsBot": {"Playground": {"Conversations": 11}, "Port": 4100}}""");
        _scratch.Write("secrets/MlOpsBot__Playground__Conversations", "12\n");

        Look(settings).Options.Options.PlaygroundConversations.ShouldBe(11);
        Look(settings).Options.Options.Port.ShouldBe(4100);
        var both = Look(settings, ("MlOpsBot:SecretsFolder", "secrets"));
        both.Options.Options.PlaygroundConversations.ShouldBe(12);
        both.Sources.SourceOf("MlOpsBot:Playground:Conversations").ShouldBe($"the folder {Path.Combine(_scratch.Path, "secrets")}");
        both.Sources.SourceOf("MlOpsBot:Port").ShouldBe(settings);
        var above = Look(settings, ("MlOpsBot:SecretsFolder", "secrets"), ("MlOpsBot:Playground:Conversations", "13"));
        above.Options.Options.PlaygroundConversations.ShouldBe(13);
        above.Sources.SourceOf("MlOpsBot:Playground:Conversations").ShouldBe("the command line");

        await using var bot = await StartAsync(settings, ("MlOpsBot:SecretsFolder", "secrets"));
        bot.Services.GetRequiredService<Current<BotOptions>>().Value.PlaygroundConversations.ShouldBe(12);
    }

    [Fact]
    public void The_settings_file_may_be_named_by_an_option_and_name_the_folder_of_secrets()
    {
        _scratch.Write("etc/bot.json", """{"MlOpsBot": {"SecretsFolder": "secrets"}}""");
        _scratch.Write("secrets/MlOpsBot:Port", "4200");

        Look(null, ("MlOpsBot:Settings", "etc/bot.json")).Options.Options.Port.ShouldBe(4200);
    }

    [Theory]
    [InlineData("MlOpsBot__Slack__BotToken", Token + "\n")]
    [InlineData("MlOpsBot__Slack__BotToken", Token + "\r\n")]
    [InlineData("MlOpsBot:Slack:BotToken", Token)]
    [InlineData("mlopsbot__slack__bottoken", Token)]
    public void A_secret_is_a_file_named_like_its_environment_variable_without_the_end_of_its_line(string name, string content)
    {
        _scratch.Write($"secrets/{name}", content);
        _scratch.Write("secrets/MlOpsBot__Slack__SigningSecret", "s1");

        var setup = Look(null, ("MlOpsBot:SecretsFolder", "secrets"));

        setup.Options.Faults.ShouldBeEmpty();
        setup.Options.Options.Slack.BotToken!.Reveal().ShouldBe(Token);
    }

    [Fact]
    public void A_volume_of_Kubernetes_is_read_through_its_links_and_its_folders_of_versions_are_no_options()
    {
        _scratch.Write("secrets/..2026_11_21/MlOpsBot__Port", "4300");
        Directory.CreateSymbolicLink(Path.Combine(_scratch.Path, "secrets", "..data"), "..2026_11_21");
        File.CreateSymbolicLink(Path.Combine(_scratch.Path, "secrets", "MlOpsBot__Port"), "..data/MlOpsBot__Port");
        _scratch.Write("secrets/.hidden", "x");

        var setup = Look(null, ("MlOpsBot:SecretsFolder", "secrets"));

        setup.Options.Faults.ShouldBeEmpty();
        setup.Options.Options.Port.ShouldBe(4300);
    }

    [Fact]
    public void A_file_in_the_folder_of_secrets_that_is_no_option_is_named()
    {
        _scratch.Write("secrets/slack-token", Token);
        _scratch.Write("secrets/MlOpsBot__Slack__BotTokn", Token);

        Look(null, ("MlOpsBot:SecretsFolder", "secrets")).Options.Faults.ShouldBe(
        [
            "MlOpsBot:SecretsFolder (secrets) holds 'slack-token', which is no option; name each file like its environment variable, such as MlOpsBot__Slack__BotToken, or keep it elsewhere.",
            "MlOpsBot:Slack:BotTokn is no option; did you mean MlOpsBot:Slack:BotToken?",
        ]);
    }

    [Theory]
    [InlineData("MlOpsBot:Settings", "gone.json", "MlOpsBot:Settings names 'gone.json', which is no file here;")]
    [InlineData("MlOpsBot:SecretsFolder", "gone", "MlOpsBot:SecretsFolder names 'gone', which is no folder here;")]
    [InlineData("MlOpsBot:Settings", "broken.json", "broken.json cannot be read: ")]
    [InlineData("MlOpsBot:Settings", "chain.json", "names a settings file of its own (MlOpsBot:Settings)")]
    [InlineData("MlOpsBot:SecretsFolder", "twice", "MlOpsBot:SecretsFolder (twice) holds two files of the same option;")]
    public async Task What_was_named_and_cannot_be_read_keeps_the_bot_from_starting_in_one_line(string option, string value, string fault)
    {
        _scratch.Write("broken.json", "{");
        _scratch.Write("chain.json", """{"MlOpsBot": {"Settings": "other.json"}}""");
        _scratch.Write("twice/MlOpsBot__Port", "1");
        _scratch.Write("twice/MlOpsBot:Port", "2");

        var (app, faults) = await BotServer.BuildAsync(Settings(null, (option, value)), TestContext.Current.CancellationToken);

        app.ShouldBeNull();
        faults.ShouldHaveSingleItem().ShouldContain(fault);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("doctor")]
    [InlineData("check")]
    [InlineData("ask", "who owns model monitoring")]
    [InlineData("tips", "preview")]
    [InlineData("tips", "list")]
    [InlineData("store", "move")]
    public async Task Every_command_reads_the_settings_file_and_stops_where_there_is_none(params string[] command)
    {
        var run = await CommandRun.InAsync(_scratch.Path, "", [.. command, "--settings", "gone.json"]);

        run.ExitCode.ShouldBe(2);
        (run.Output + run.Error).ShouldContain("--settings names 'gone.json', which is no file here; give a JSON file with the options in it");
    }

    [Fact]
    public async Task The_folder_of_knowledge_may_stand_in_the_settings_file()
    {
        _scratch.Write("bot.json", $$$"""{"MlOpsBot": {"Knowledge": "{{{Repository.Knowledge}}}"}}""");

        var run = await CommandRun.InAsync(_scratch.Path, "", "check", "--settings", "bot.json");

        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_apps_id_may_stand_in_the_settings_file()
    {
        _scratch.Write("bot.json", """{"MlOpsBot": {"Teams": {"AppId": "00001111-aaaa-2222-bbbb-3333cccc4444"}}}""");

        var run = await CommandRun.InAsync(_scratch.Path, "", "teams", "package", "--domain", "bot.example.com", "--settings", "bot.json");

        run.ExitCode.ShouldBe(0, run.Error);
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Logging:Console:LogLevel:MlOpsBot")]
    public void A_level_of_the_log_that_is_none_is_named(string option)
        => Look(null, (option, "Verbose")).Options.Faults.ShouldBe([$"{option} is 'Verbose'; give Trace, Debug, Information, Warning, Error, Critical or None."]);

    private Setup Look(string? file, params (string Name, string Value)[] options)
    {
        var (setup, fault) = BotServer.Look(Settings(file, options));
        fault.ShouldBeNull();
        return setup!;
    }

    private async Task<RunningBot> StartAsync(string? file, params (string Name, string Value)[] options)
        => await RunningBot.StartAsync(Settings(file, [.. options, ("urls", "http://127.0.0.1:0"), ("Logging:LogLevel:Default", "None")]));

    private ServerSettings Settings(string? file, params (string Name, string Value)[] options) =>
        new(Repository.Knowledge, _scratch.Path, TimeProvider.System)
        {
            Environment = "Production",
            SettingsFile = file,
            Overrides = options.ToDictionary(option => option.Name, string? (option) => option.Value, StringComparer.OrdinalIgnoreCase),
        };
}
