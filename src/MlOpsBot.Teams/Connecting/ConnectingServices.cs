using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOpsBot.Chat.Limiting;

namespace MlOpsBot.Teams.Connecting;

/// <summary>The way out to Teams among the program's services.</summary>
public static class ConnectingServices
{
    /// <summary>Adds the connector, its limiter, the bot's tokens and the addresses that may be called. Needs <see cref="TeamsOptions"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddTeamsConnector(this IServiceCollection services)
    {
        services.TryAddSingleton<CallLimiter>();
        services.AddSingleton<ServiceAddresses>();
        services.AddSingleton<AppTokens>();
        services.AddSingleton<TeamsConnector>();
        return services;
    }
}
