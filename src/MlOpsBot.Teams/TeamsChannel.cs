using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOpsBot.Chat;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Requests;

namespace MlOpsBot.Teams;

/// <summary>
/// Teams, put together in one place. The host brings a <see cref="CurrentAnswerer"/>, an open <c>Store</c> and a
/// <see cref="TimeProvider"/>; both methods are called only where <see cref="TeamsOptions.IsConfigured"/>.
/// </summary>
public static class TeamsChannel
{
    /// <summary>Adds what Teams needs.</summary>
    public static IServiceCollection AddTeams(this IServiceCollection services, TeamsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton<InboxSignal>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<Store>().Inbox);
        services.AddSingleton(new CardRenderer(options.Cloud));
        services.AddTeamsConnector();
        services.AddSingleton<InvokeDesk>();
        services.AddTeamsRequests(options);
        return services;
    }

    /// <summary>Maps the address that Teams calls.</summary>
    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.MapTeamsRequests();
    }
}
