using Microsoft.Extensions.DependencyInjection;

namespace MlOpsBot.Tips;

/// <summary>Tips, put together in one place. The host brings an open <c>Store</c> and a <see cref="TimeProvider"/>; each channel brings an <c>ITipPost</c>.</summary>
public static class TipsServices
{
    /// <summary>Adds what tips need on every platform.</summary>
    public static IServiceCollection AddTips(this IServiceCollection services, TipsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        return services;
    }
}
