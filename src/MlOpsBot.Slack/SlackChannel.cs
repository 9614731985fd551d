using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOpsBot.Chat;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Installing;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.SocketMode;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack;

/// <summary>
/// Slack, put together in one place. The host brings a <see cref="CurrentAnswerer"/>, an open <c>Store</c> and a
/// <see cref="TimeProvider"/>; both methods are called only where <see cref="SlackOptions.IsConfigured"/>.
/// </summary>
public static class SlackChannel
{
    /// <summary>Slack's name in every key of the store.</summary>
    public const string Platform = "slack";

    /// <summary>Adds what Slack needs.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, Current<SlackOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton<WorkSignal>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<Store>().Inbox);
        services.TryAddSingleton<FindWorkspace>(static provider => provider.GetRequiredService<SlackWorkspaces>().FindAsync);
        services.AddSlackRequests();
        services.AddSlackWebApi();
        services.AddSlackConversing(options.Value);

        // Services stop in the reverse order: what brings work goes before what works it off.
        if (options.Value.UsesSocketMode)
        {
            services.AddSocketMode();
        }

        return services;
    }

    /// <summary>Maps the addresses that Slack calls.</summary>
    public static void MapSlack(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        if (routes.ServiceProvider.GetRequiredService<Current<SlackOptions>>().Value.UsesHttp)
        {
            routes.MapSlackRequests();
        }

        routes.MapSlackInstall();
    }
}
