using System.Globalization;
using MlOpsBot.CommandLine;
using MlOpsBot.Serving;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Diagnosis;

/// <summary><c>mlopsbot doctor</c> against a fake login and fake keys; tokens really come through Azure.Identity.</summary>
public sealed class DoctorTests
{
    private const string NotedLater = "2099-01-01";

    [Fact]
    public async Task A_right_configuration_gets_a_token_and_reads_the_keys()
    {
        await using var teams = await FakeTeamsServer.StartAsync();

        var run = await RunAsync(teams, ("ClientSecretExpires", NotedLater));

        run.Lines.ShouldContain(line => line.StartsWith($"ok       teams token    Microsoft's login gives one out to {teams.Options.AppId}, good for 60 minutes; the client secret ends on 2099-01-01, in ", StringComparison.Ordinal));
        run.Lines.ShouldContain($"ok       teams keys     4 keys read from {teams.MetadataUrl}.");
        run.Lines.ShouldContain(line => line.StartsWith("ok       clock          ", StringComparison.Ordinal) && line.EndsWith("as at 127.0.0.1.", StringComparison.Ordinal));
        run.Lines[^1].ShouldBe("4 ok, 0 warnings, 0 faults.");
        run.Code.ShouldBe(ExitCode.Fine);
        teams.Login.Given.ShouldBe(1);
    }

    [Fact]
    public async Task A_secret_whose_end_nobody_noted_is_a_warning()
    {
        await using var teams = await FakeTeamsServer.StartAsync();

        var run = await RunAsync(teams);

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines.ShouldContain("warning  teams token    Nobody knows when the client secret ends. [teams-secret-end-unknown]");
        run.Lines.ShouldContain(line => line.Contains("MlOpsBot:Teams:ClientSecretExpires", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(11, "warning  teams token    The client secret ends in 11 days (")]
    [InlineData(-3, "warning  teams token    The client secret has ended (")]
    public async Task A_secret_that_ends_soon_is_a_warning(int days, string line)
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        var end = TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        var run = await RunAsync(teams, ("ClientSecretExpires", end));

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines.ShouldContain(each => each.StartsWith(line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ClientSecret", "another~secret", "fault    teams token    MlOpsBot:Teams:ClientSecret is wrong: give the Value of a client secret of this app, not its Secret ID")]
    [InlineData("AppId", "00001111-aaaa-2222-bbbb-3333cccc4444", "fault    teams token    Microsoft's login does not know MlOpsBot:Teams:AppId in the tenant MlOpsBot:Teams:TenantId: compare both")]
    [InlineData("TenantId", "00001111-aaaa-2222-bbbb-3333cccc4444", "fault    teams token    Microsoft's login knows no tenant of MlOpsBot:Teams:TenantId: compare it")]
    [InlineData("LoginUrl", "https://127.0.0.1:1/", "fault    teams token    Microsoft's login cannot be reached; ")]
    [InlineData("MetadataUrl", "http://127.0.0.1:1/keys", "fault    teams keys     http://127.0.0.1:1/keys cannot be reached: ")]
    public async Task What_operators_get_wrong_is_found_by_name(string option, string value, string line)
    {
        await using var teams = await FakeTeamsServer.StartAsync();

        var run = await RunAsync(teams, ("ClientSecretExpires", NotedLater), (option, value));

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines.ShouldContain(each => each.StartsWith(line, StringComparison.Ordinal));
        run.Lines[^1].ShouldEndWith("0 warnings, 1 fault.");
        run.Output.ShouldNotContain(teams.Options.ClientSecret);
        run.Output.ShouldNotContain("another~secret");
    }

    [Fact]
    public async Task An_expired_secret_is_found_although_nobody_noted_its_end()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        teams.Login.IsSecretExpired = true;

        (await RunAsync(teams)).Lines.ShouldContain(line => line.StartsWith("fault    teams token    MlOpsBot:Teams:ClientSecret has expired: make a new client secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_secrets_id_in_the_place_of_its_value_keeps_the_bot_from_starting()
    {
        await using var teams = await FakeTeamsServer.StartAsync();

        var run = await RunAsync(teams, ("ClientSecret", "99990000-aaaa-2222-bbbb-3333cccc4444"));

        run.Code.ShouldBe(ExitCode.WrongUse);
        run.Lines.ShouldContain(line => line.StartsWith("fault    options        MlOpsBot:Teams:ClientSecret looks like the secret's id, not its value;", StringComparison.Ordinal));
        teams.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_that_are_none_are_told()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        teams.Faults.Next("keys", Chat.Testing.Fault.Garbage);

        var run = await RunAsync(teams, ("ClientSecretExpires", NotedLater));

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines.ShouldContain(line => line.StartsWith("fault    teams keys     ", StringComparison.Ordinal) && line.Contains("no request of Teams' could be told from others", StringComparison.Ordinal));
    }

    private static async Task<DoctorRun> RunAsync(FakeTeamsServer teams, params (string Name, string Value)[] options)
    {
        using var scratch = new Scratch();
        return await DoctorRun.OfAsync(new ServerSettings(Repository.Knowledge, Repository.Root, TimeProvider.System)
        {
            Environment = "Production",
            Overrides = BotConfiguration.For(teams, new TeamsBotSettings { Options = options }, scratch.Path),
        }, new DoctorWish { Only = ["options", "teams", "clock"] });
    }
}
