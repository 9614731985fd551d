using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOpsBot.Storage;

namespace MlOpsBot.Chat.Limiting;

/// <summary>What limits users, workspaces and addresses, for the host's services.</summary>
public static class LimitingServices
{
    /// <summary>Adds <see cref="AddressGate"/> and <see cref="QuestionLimiter"/>, once for all platforms; without the <see cref="LimitsOptions"/> of the host they limit nothing.</summary>
    public static IServiceCollection AddChatLimits(this IServiceCollection services)
    {
        services.TryAddSingleton(new Current<LimitsOptions>(LimitsOptions.None));
        services.TryAddSingleton<AddressGate>();
        services.TryAddSingleton<QuestionLimiter>();
        return services;
    }
}
