using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MlOpsBot.Slack;

/// <summary>
/// Slack, put together in one place. The host brings a <see cref="CurrentAnswerer"/>, an open <c>Store</c> and a
/// <see cref="TimeProvider"/>; both methods are called only where <see cref="SlackOptions.IsConfigured"/>.
/// </summary>
public static class SlackChannel
{
    /// <summary>Adds what Slack needs.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, SlackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        return services;
    }

    /// <summary>Maps the addresses that Slack calls.</summary>
    public static void MapSlack(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
    }
}
