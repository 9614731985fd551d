using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.SocketMode;

/// <summary>Socket Mode among the program's services.</summary>
internal static class SocketModeServices
{
    /// <summary>Adds the service that keeps a link to Slack, and its status.</summary>
    /// <param name="services">The services.</param>
    /// <param name="appToken">The app-level token.</param>
    public static void AddSocketMode(this IServiceCollection services, Secret appToken)
    {
        services.AddSingleton<SocketModeStatus>();
        services.AddSingleton<SocketRequests>();
        services.AddSingleton<IHostedService>(provider =>
        {
            var api = provider.GetRequiredService<SlackApi>();
            return new SocketModeService(new LinkSurroundings(
                cancellation => api.OpenConnectionAsync(appToken, cancellation),
                provider.GetRequiredService<SocketRequests>().HandleAsync,
                new SocketModeTimes(),
                provider.GetRequiredService<SocketModeStatus>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SocketModeService>>()));
        });
    }
}
