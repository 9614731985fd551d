using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using MlOpsBot.CommandLine;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Diagnosis;

/// <summary>
/// <c>doctor</c> on a good set-up, and on the broken ones that operators really have. To read it:
/// <c>BOT_TRANSCRIPT=folder dotnet run --project tests/MlOpsBot.Teams.Tests -- -class MlOpsBot.Teams.Tests.Diagnosis.SetUpsTests</c>
/// writes <c>doctor.txt</c> into the folder.
/// </summary>
public sealed class SetUpsTests
{
    private readonly StringBuilder _transcript = new();

    [Fact]
    public async Task A_good_set_up_is_fine_and_each_broken_one_is_found_by_name()
    {
        using var data = new Scratch();
        await using var bot = await TeamsBot.StartAsync(new TeamsBotSettings { DataFolder = data.Path });
        await using var front = await TlsFront.StartAsync(TestRoot.Server, bot.Url);
        await GoodAsync(bot, front, data.Path);
        await CredentialsAsync(bot, front);
        await StoresAsync(bot, front);
        await WayInAsync(bot);

        if (Environment.GetEnvironmentVariable("BOT_TRANSCRIPT") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "doctor.txt"), _transcript.ToString(), TestContext.Current.CancellationToken);
        }
    }

    private async Task GoodAsync(TeamsBot bot, TlsFront front, string data)
    {
        var run = await ShowAsync("a good one", bot, front, (":MlOpsBot:Storage:DataFolder", data));
        run.Code.ShouldBe(ExitCode.Fine, run.Output);
        run.Lines[^1].ShouldBe("12 ok, 0 warnings, 0 faults.");
        run.Output.ShouldNotContain(bot.Teams.Options.ClientSecret);
    }

    private async Task CredentialsAsync(TeamsBot bot, TlsFront front)
    {
        const string other = "00001111-aaaa-2222-bbbb-3333cccc4444";
        await BrokenAsync("the secret's id in the place of its value", "option-wrong", bot, front, ("ClientSecret", other));
        await BrokenAsync("a misspelt option", "option-wrong", bot, front, (":MlOpsBot:Teams:TenatId", "1"));
        await BrokenAsync("another app's secret", "teams-secret-wrong", bot, front, ("ClientSecret", "another~secret"));
        bot.Teams.Login.IsSecretExpired = true;
        await BrokenAsync("a secret that has expired", "teams-secret-expired", bot, front);
        bot.Teams.Login.IsSecretExpired = false;
        await BrokenAsync(
            "a secret that ends next week", "teams-secret-ending", bot, front,
            ("ClientSecretExpires", TimeProvider.System.GetUtcNow().AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        await BrokenAsync("the wrong app id", "teams-app-unknown", bot, front, ("AppId", other));
        await BrokenAsync("the wrong tenant", "teams-tenant-unknown", bot, front, ("TenantId", other));
        await BrokenAsync("no way out to Microsoft", "teams-login-unreachable", bot, front, ("LoginUrl", "https://127.0.0.1:1/"), ("MetadataUrl", "http://127.0.0.1:1/keys"));
        await BrokenAsync("a cloud that is another's", "clouds-mixed", bot, front, ("Cloud", "UsGovernment"), ("ServiceHosts", "smba.trafficmanager.net"));
        await BrokenAsync("a name that the bot does not answer to", "host-not-allowed", bot, front, (":MlOpsBot:Limits:AllowedHosts", "bot.example.com"));
    }

    private async Task StoresAsync(TeamsBot bot, TlsFront front)
    {
        using var scratch = new Scratch();
        var damaged = Path.GetDirectoryName(scratch.Write(Path.Combine("damaged", StorageOptions.FileName), new string('x', 5_000)))!;
        await BrokenAsync("a damaged database", "store-corrupt", bot, front, (":MlOpsBot:Storage:DataFolder", damaged));
        await BrokenAsync("a file where the data folder should be", "store-not-writable", bot, front, (":MlOpsBot:Storage:DataFolder", scratch.Write("file", "a file")));
        await BrokenAsync("a database of a later version", "store-newer", bot, front, (":MlOpsBot:Storage:DataFolder", await LaterAsync(Path.Combine(scratch.Path, "later"))));
        await BrokenAsync(
            "a database server that is away", "store-unreachable", bot, front,
            (":MlOpsBot:Storage:PostgresConnectionString", "Host=127.0.0.1;Port=1;Database=bot;Username=bot;Password=very-secret"));
    }

    private async Task WayInAsync(TeamsBot bot)
    {
        await using var ending = await TlsFront.StartAsync(TestRoot.Ending(9), bot.Url);
        await BrokenAsync("a certificate that nobody renewed", "public-certificate-ending", bot, ending);
        await using var another = await TlsFront.StartAsync(TestRoot.Elsewhere(), bot.Url);
        await BrokenAsync("a certificate of another name", "public-certificate-name", bot, another);
        await using var nobody = await TlsFront.StartAsync(TestRoot.Server, null);
        await BrokenAsync("a proxy without a bot behind it", "public-nobody-behind", bot, nobody);
        await using var front = await TlsFront.StartAsync(TestRoot.Server, bot.Url);
        front.Instead = context =>
        {
            context.Response.Redirect($"https://www.example.com{context.Request.Path}");
            return Task.FromResult(true);
        };
        await BrokenAsync("an address that leads on", "public-redirect", bot, front);
        front.Instead = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.FromResult(context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal));
        };
        await BrokenAsync("a messaging endpoint that leads elsewhere", "public-path", bot, front);
    }

    /// <summary>A store that a later version of the program has made.</summary>
    private static async Task<string> LaterAsync(string folder)
    {
        var options = new StorageOptions { DataFolder = folder };
        await using (await Store.OpenAsync(options, new Storing.DataProtectionSecretProtector(Path.Combine(folder, "keys")), TimeProvider.System))
        {
            // Made.
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, StorageOptions.FileName)}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO schema_version (version, name, applied_at) SELECT MAX(version) + 1, 'later', MAX(applied_at) FROM schema_version";
        await command.ExecuteNonQueryAsync();
        return folder;
    }

    private async Task BrokenAsync(string name, string code, TeamsBot bot, TlsFront front, params (string Name, string Value)[] options)
    {
        var run = await ShowAsync(name, bot, front, options);
        run.Code.ShouldNotBe(ExitCode.Fine, name);
        run.Lines.ShouldContain(line => line.EndsWith($" [{code}]", StringComparison.Ordinal), $"{name}:\n{run.Output}");
        run.Output.ShouldNotContain(bot.Teams.Options.ClientSecret);
        run.Output.ShouldNotContain("very-secret");
    }

    private async Task<DoctorRun> ShowAsync(string name, TeamsBot bot, TlsFront front, params (string Name, string Value)[] options)
    {
        using var scratch = new Scratch();
        var all = BotConfiguration.For(
            bot.Teams,
            new TeamsBotSettings { Options = [("ClientSecretExpires", "2099-01-01"), (":urls", bot.Url.AbsoluteUri), (":MlOpsBot:PublicUrl", front.Url.AbsoluteUri), .. options] },
            Path.Combine(scratch.Path, "data"));
        var run = await DoctorRun.OfAsync(new ServerSettings(Repository.Knowledge, Repository.Root, TimeProvider.System) { Environment = "Production", Overrides = all });
        _transcript.Append(CultureInfo.InvariantCulture, $"### {name}\n\n{run.Output}exit code {run.Code}\n\n");
        return run;
    }
}
