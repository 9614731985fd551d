namespace MlOpsBot.Observability.Tests;

/// <summary>What arrives at a collector.</summary>
public sealed class ExportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Metrics_arrive_over_HTTP_and_over_gRPC_and_what_is_left_when_the_bot_stops(bool usesGrpc)
    {
        await using var bot = await ObservedBot.StartAsync(usesGrpc);
        await bot.Collector.UntilAsync(collector => collector.Metrics.Any(metric => metric.Name == "mlopsbot.ready" && metric.Points is [{ Value: 1 }]), "readiness");
        bot.Collector.Headers.ShouldAllBe(headers => headers.Contains("Bearer collectors-own-key", StringComparison.Ordinal));
        await bot.StopAsync();
        bot.Collector.Metrics.ShouldContain(metric => metric.Scope == "System.Runtime");
    }
}
