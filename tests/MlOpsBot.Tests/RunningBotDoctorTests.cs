using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MlOpsBot.CommandLine;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests;

/// <summary>What <c>doctor</c> says of whatever listens on the bot's port.</summary>
public sealed class RunningBotDoctorTests
{
    [Theory]
    [InlineData(503, """{"status":"unready","version":"{0}","reasons":[{"reason":"store-silent","text":"The store does not answer, so nothing can be taken."}]}""", "is not ready: The store does not answer, so nothing can be taken. (store-silent) [running-unready]")]
    [InlineData(200, """{"status":"ready","version":"0.0.1"}""", "[running-version]")]
    [InlineData(200, "<h1>Welcome to nginx!</h1>", "answers with 200 what is no health of this bot's: the bot could not listen there. [port-taken]")]
    [InlineData(404, "", "answers with 404 what is no health of this bot's: the bot could not listen there. [port-taken]")]
    public async Task What_is_there_and_is_no_ready_bot_of_this_version_is_told(int status, string answer, string end)
    {
        await using var server = WebApplication.CreateSlimBuilder().Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/health/ready", () => Results.Text(answer.Replace("{0}", ProgramVersion.Text, StringComparison.Ordinal), statusCode: status));
        await server.StartAsync(TestContext.Current.CancellationToken);

        var run = await DoctorRun.OfAsync(RunningBot.Settings(null, "Production", ("urls", server.Urls.First())), new DoctorWish { Only = ["running"] });

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines.ShouldContain(line => line.EndsWith(end, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_leads_out_is_not_asked_for_what_is_on_this_machine()
    {
        await using var bot = await RunningBot.StartAsync(environment: "Production");
        var start = new ProcessStartInfo("dotnet", [typeof(BotServer).Assembly.Location, "doctor", "--only", "running"]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = Repository.Root };
        start.Environment["http_proxy"] = "http://127.0.0.1:1";
        start.Environment["ASPNETCORE_URLS"] = bot.Client.BaseAddress!.ToString();
        start.Environment.Remove("no_proxy");
        start.Environment.Remove("NO_PROXY");

        using var doctor = Process.Start(start)!;
        var said = await doctor.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await doctor.WaitForExitAsync(TestContext.Current.CancellationToken);

        said.ShouldContain(" is ready at 127.0.0.1:");
    }
}
