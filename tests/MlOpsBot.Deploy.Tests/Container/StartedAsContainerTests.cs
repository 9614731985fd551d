using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MlOpsBot.Deploy.Tests.Container;

[assembly: AssemblyFixture(typeof(Published))]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace MlOpsBot.Deploy.Tests.Container;

/// <summary>The claims of the container file, by its published program in the same surroundings without a container engine.</summary>
public sealed class StartedAsContainerTests(Published published)
{
    private const string SigningSecret = "5f3b0c8e1d2a";

    [Fact]
    public async Task It_starts_without_rights_answers_keeps_what_it_is_told_is_found_well_and_ends_in_time()
    {
        var missing = await Sandbox.MissingAsync();
        Assert.SkipUnless(missing is null, missing ?? "");
        var folder = await published.FolderAsync();
        await using var bot = await Sandbox.StartAsync(
            folder,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["MlOpsBot__Slack__SigningSecret"] = SigningSecret, ["MlOpsBot__Slack__BotToken"] = "xoxb-1" },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["MlOpsBot__Slack__ApiUrl"] = "http://127.0.0.1:1/api/", ["MlOpsBot__Shutdown__DrainSeconds"] = "1" });
        (await bot.ToldAsync()).ShouldBe("READY=1");
        Figures(bot, folder);

        ItHasNoRights(bot.Program);
        NothingElseCanBeWritten(bot.Program);
        bot.Output.Split('\n').Where(line => line.Contains(" warn: ", StringComparison.Ordinal)).ShouldBeEmpty();

        (await AskedAsync(bot)).ShouldContain("Monitoring and Observability Engineer");
        bot.Data.ShouldContain("mlopsbot.db");

        var health = await bot.ExecuteAsync(Containerfile.Read().Health);
        health.ExitCode.ShouldBe(0, health.Error);
        health.Output.ShouldStartWith("{\"status\":\"live\"");
        (await bot.ExecuteAsync("/bin/sh", "-c", "true")).ExitCode.ShouldNotBe(0, "there is no shell");

        var (code, took) = await bot.StopAsync();
        (await bot.ToldAsync()).ShouldBe("STOPPING=1");
        code.ShouldBe(0, bot.Output);
        took.ShouldBeLessThan(Grace.Needed);
    }

    private static void ItHasNoRights(int process)
    {
        var status = File.ReadLines($"/proc/{process}/status").Select(line => line.Split('\t', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        status["CapEff:"].ShouldBe("0000000000000000");
        status["CapPrm:"].ShouldBe("0000000000000000");
        status["NoNewPrivs:"].ShouldBe("1");
        status["NSpid:"].Split('\t')[^1].ShouldBe("1", "the first process of its own");
        if (Environment.IsPrivilegedProcess)
        {
            status["Uid:"].ShouldBe("1654\t1654\t1654\t1654");
        }
    }

    private static void NothingElseCanBeWritten(int process)
    {
        var writable = File.ReadLines($"/proc/{process}/mountinfo").Select(line => line.Split(' '))
            .Where(mount => !mount[5].Split(',').Contains("ro")).Select(mount => mount[4]);

        writable.Where(place => place != "/proc" && !place.StartsWith("/dev", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(["/data", "/tmp"]);
    }

    private static async Task<string> AskedAsync(Sandbox bot)
    {
        const string body = "team_id=T1&channel_id=C1&user_id=U1&command=%2Fmlops&text=who+owns+model+monitoring&response_url=http%3A%2F%2F127.0.0.1%3A1%2F&trigger_id=1.1.1&api_app_id=A1";
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SigningSecret), Encoding.UTF8.GetBytes($"v0:{time}:{body}")));
        using var client = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Url, "slack/commands")) { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add("X-Slack-Request-Timestamp", time);
        request.Headers.Add("X-Slack-Signature", $"v0={signature}");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static void Figures(Sandbox bot, string folder)
    {
        var resident = File.ReadLines($"/proc/{bot.Program}/status").Single(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', '\t').First(part => part.All(char.IsAsciiDigit) && part.Length > 0);
        TestContext.Current.SendDiagnosticMessage(
            $"published {Published.Megabytes(Published.SizeOf(folder))} MB; ready after {bot.UntilReady.TotalSeconds:F2} s; {Published.Megabytes(long.Parse(resident, CultureInfo.InvariantCulture) * 1024)} MB resident when ready");
    }
}
