using System.Runtime.CompilerServices;
using MlOpsBot.Configuration;
using MlOpsBot.Teams;

namespace MlOpsBot.Telemetry;

/// <summary>Metrics and traces among the program's services.</summary>
internal static class TelemetryServices
{
    /// <summary>Adds what exports, where anything is exported. First of all services: what starts first stops last, and tells of all others' end.</summary>
    public static void AddTelemetry(this IServiceCollection services, BotOptions options)
    {
        if (!options.Telemetry.IsOn)
        {
            return;
        }

        services.AddSingleton<BotGauges>();
        services.AddHostedService(provider => new TelemetryService(options.Telemetry, provider));
        if (options.HasChannel)
        {
            string?[] platforms = [options.Slack.IsConfigured ? "slack" : null, options.Teams.IsConfigured ? TeamsPlace.Platform : null];
            services.AddSingleton(new ServedPlatforms([.. platforms.OfType<string>()]));
            services.AddSingleton<BacklogWatch>();
            services.AddHostedService(static provider => provider.GetRequiredService<BacklogWatch>());
        }
    }

    private sealed class TelemetryService(TelemetryOptions options, IServiceProvider services) : IHostedService, IDisposable
    {
        private TelemetryExport? _export;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = services.GetRequiredService<BotGauges>();
            _export = TelemetryExport.Start(options, services.GetRequiredService<ILogger<TelemetryExport>>());
            return Task.CompletedTask;
        }

        // Off this thread: it waits for the collector.
        public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => _export?.Stop(), CancellationToken.None);

        public void Dispose() => _export?.Dispose();
    }
}
