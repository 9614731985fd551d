using Microsoft.AspNetCore.Http;
using MlOpsBot.Serving;

namespace MlOpsBot.Observability.Tests;

/// <summary>What an operator is told about the way to the collector.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task A_collector_that_takes_nothing_is_said_once_and_that_it_does_again_too()
    {
        await using var bot = await ObservedBot.StartAsync(usesGrpc: false, ("MlOpsBot:Telemetry:SampleRatio", "0"));
        bot.Collector.Status = StatusCodes.Status503ServiceUnavailable;
        var before = bot.Collector.Requests;
        await bot.Collector.UntilAsync(collector => collector.Requests > before + 3, "several attempts");
        Said("does not take metrics and traces (it answered 503)").ShouldHaveSingleItem();
        bot.Collector.Status = StatusCodes.Status200OK;
        await bot.Collector.UntilAsync(_ => Said("takes metrics and traces again").Count > 0, "the word that it is back");

        IReadOnlyList<LogLine> Said(string what) => [.. bot.Log.Ours.Where(line => line.Text.Contains(what, StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData("MlOpsBot:Telemetry:Endpoint", "collector:4317", "MlOpsBot:Telemetry:Endpoint is 'collector:4317'; give the collector's address without user and query, such as http://collector:4317.")]
    [InlineData("MlOpsBot:Telemetry:Endpoint", "https://me:secret@collector", "MlOpsBot:Telemetry:Endpoint is no such address; give the collector's address without user and query, such as http://collector:4317.")]
    [InlineData("MlOpsBot:Telemetry:SampleRatio", "1.5", "MlOpsBot:Telemetry:SampleRatio is '1.5'; give a number from 0 (no traces) to 1 (all of them).")]
    [InlineData("MlOpsBot:Telemetry:Headers", "secret", "MlOpsBot:Telemetry:Headers is no list of headers; give name=value, with commas between several.")]
    [InlineData("MlOpsBot:Log:Format", "Xml", "MlOpsBot:Log:Format is 'Xml'; give Text or Json.")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json'; give grpc or http/protobuf.")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "10", "OTEL_METRIC_EXPORT_INTERVAL is '10'; give milliseconds from 1000 to 3600000.")]
    public async Task A_wrong_option_is_named_with_what_is_allowed_and_no_secret(string name, string value, string fault)
        => (await FaultsAsync((name, value))).ShouldBe([fault]);

    [Fact]
    public async Task A_key_for_the_collector_does_not_travel_in_the_open()
    {
        (await FaultsAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example.com:4318"), ("MlOpsBot:Telemetry:Headers", "api-key=secret")))
            .ShouldHaveSingleItem().ShouldStartWith("MlOpsBot:Telemetry:Headers would travel where everybody on the way can read them");
        (await FaultsAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.com:4318"), ("MlOpsBot:Telemetry:Headers", "api-key=secret"))).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(params (string Name, string Value)[] options)
    {
        var overrides = options.Append(("urls", "http://127.0.0.1:0")).Append(("Logging:LogLevel:Default", "None")).ToDictionary(option => option.Item1, string? (option) => option.Item2, StringComparer.Ordinal);
        var settings = new ServerSettings(Repository.Knowledge, Repository.Root, TimeProvider.System) { Environment = "Production", Overrides = overrides };
        var (app, faults) = await BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        return faults;
    }
}
