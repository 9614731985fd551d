using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOpsBot.Chat;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Extending;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Requests;
using MlOpsBot.Tips;

namespace MlOpsBot.Teams;

/// <summary>
/// Teams, put together in one place. The host brings a <see cref="CurrentAnswerer"/>, an open <c>Store</c> and a
/// <see cref="TimeProvider"/>; both methods are called only where <see cref="TeamsOptions.IsConfigured"/>.
/// </summary>
public static class TeamsChannel
{
    /// <summary>Adds what Teams needs.</summary>
    public static IServiceCollection AddTeams(this IServiceCollection services, Current<TeamsOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton<WorkSignal>();
        services.AddSingleton(provider => new CardRenderer(options.Value.Cloud) { HasTips = provider.GetService<Current<TipsOptions>>() is not null });
        services.AddTeamsConnector();
        services.AddSingleton<Extension>();
        services.AddTeamsConversing(options.Value);
        services.AddTeamsRequests(options.Value);
        return services;
    }

    /// <summary>Maps the address that Teams calls.</summary>
    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.MapTeamsRequests();
    }
}
