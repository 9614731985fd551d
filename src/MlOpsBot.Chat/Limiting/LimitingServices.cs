using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MlOpsBot.Chat.Limiting;

/// <summary>What limits users, workspaces and addresses, for the host's services.</summary>
public static class LimitingServices
{
    /// <summary>Adds <see cref="AddressGate"/> and <see cref="QuestionLimiter"/>, once for all platforms; without <see cref="LiveLimits"/> of the host's they limit nothing.</summary>
    public static IServiceCollection AddChatLimits(this IServiceCollection services)
    {
        services.TryAddSingleton(new LiveLimits(LimitsOptions.None));
        services.TryAddSingleton<AddressGate>();
        services.TryAddSingleton<QuestionLimiter>();
        return services;
    }
}
