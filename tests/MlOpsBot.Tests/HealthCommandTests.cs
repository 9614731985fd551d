using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using MlOpsBot.CommandLine;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests;

/// <summary>What a container's health check hears.</summary>
public sealed class HealthCommandTests
{
    [Theory]
    [InlineData(true, "\"live\"")]
    [InlineData(false, "\"ready\"")]
    public async Task A_bot_that_serves_is_found_well(bool live, string status)
    {
        await using var bot = await RunningBot.StartAsync(environment: "Production");

        var (code, output, error) = await AskAsync(live, ("urls", bot.Client.BaseAddress!.ToString()));

        error.ShouldBeEmpty();
        output.ShouldContain($"{{\"status\":{status}");
        output.Trim().Split('\n').Length.ShouldBe(1);
        code.ShouldBe(0);
    }

    [Fact]
    public async Task The_port_of_the_options_is_asked_where_no_address_is_given()
    {
        await using var bot = await RunningBot.StartAsync(environment: "Production");

        var (code, _, error) = await AskAsync(live: true, ("urls", ""), ("MlOpsBot:Port", $"{bot.Client.BaseAddress!.Port}"));

        error.ShouldBeEmpty();
        code.ShouldBe(0);
    }

    [Fact]
    public async Task A_bot_whose_store_does_not_answer_is_live_and_not_ready()
    {
        await using var bot = WebApplication.CreateSlimBuilder().Build();
        bot.Urls.Add("http://127.0.0.1:0");
        bot.MapGet("/health/live", () => "live");
        bot.MapGet("/health/ready", () => Results.Text("unready", statusCode: 503));
        await bot.StartAsync(TestContext.Current.CancellationToken);

        var (live, _, _) = await AskAsync(live: true, ("urls", bot.Urls.First()));
        var (ready, output, _) = await AskAsync(live: false, ("urls", bot.Urls.First()));

        live.ShouldBe(0);
        output.Trim().ShouldBe("unready");
        ready.ShouldBe(1);
    }

    [Fact]
    public async Task Where_nothing_answers_one_line_says_where_it_asked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var (code, output, error) = await AskAsync(live: true, ("urls", $"http://*:{port}"));

        output.ShouldBeEmpty();
        error.Trim().Split('\n').Length.ShouldBe(1);
        error.ShouldStartWith($"No bot answers at http://127.0.0.1:{port}/health/live: ");
        code.ShouldBe(1);
    }

    [Fact]
    public async Task A_port_that_nobody_can_know_is_wrong_use()
    {
        var (code, _, error) = await AskAsync(live: true, ("urls", ""), ("MlOpsBot:Port", "0"));

        error.ShouldContain("ASPNETCORE_URLS");
        code.ShouldBe(2);
    }

    [Theory]
    [InlineData("http://*:3978", "http://127.0.0.1:3978/")]
    [InlineData("http://+:80", "http://127.0.0.1/")]
    [InlineData("http://[::]:3978", "http://127.0.0.1:3978/")]
    [InlineData("http://localhost:4000/", "http://localhost:4000/")]
    [InlineData("https://*:443;http://10.0.0.1:3978", "http://10.0.0.1:3978/")]
    [InlineData("", "http://127.0.0.1:1234/")]
    public void The_address_is_taken_from_where_the_bot_listens(string urls, string address)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls)]).Build();

        ListeningAddress.Here(configuration, 1234)!.ToString().ShouldBe(address);
    }

    private static async Task<(int Code, string Output, string Error)> AskAsync(bool live, params (string Name, string Value)[] options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var surroundings = new Surroundings(TextReader.Null, output, error, TimeProvider.System, Repository.Root);
        var code = await HealthCommand.RunAsync(RunningBot.Settings(null, "Production", options), live, surroundings, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
