using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.SocketMode;

/// <summary>Socket Mode among the program's services.</summary>
internal static class SocketModeServices
{
    /// <summary>Adds the service that keeps a link to Slack, and its status.</summary>
    public static void AddSocketMode(this IServiceCollection services)
    {
        services.AddSingleton<SocketModeStatus>();
        services.AddSingleton<SocketRequests>();
        services.AddSingleton<IHostedService>(provider =>
        {
            var (api, options) = (provider.GetRequiredService<SlackApi>(), provider.GetRequiredService<Current<SlackOptions>>());
            return new SocketModeService(new LinkSurroundings(
                cancellation => api.Tokens.OpenConnectionAsync(options.Value.AppToken!, cancellation),
                provider.GetRequiredService<SocketRequests>().HandleAsync,
                new SocketModeTimes(),
                provider.GetRequiredService<SocketModeStatus>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SocketModeService>>()), options);
        });
    }
}
