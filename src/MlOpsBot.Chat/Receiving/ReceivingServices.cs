using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Limiting;

namespace MlOpsBot.Chat.Receiving;

/// <summary>What takes requests, for the host's services.</summary>
public static class ReceivingServices
{
    /// <summary>Adds a platform's <see cref="RefusalLog"/> and <see cref="PlatformContact"/>, under the platform's name, and what all platforms share: the limits.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="platform">The platform's name.</param>
    /// <param name="addresses">Where its requests go, as it stands in a sentence.</param>
    public static IServiceCollection AddReceiving(
        this IServiceCollection services, string platform, string addresses)
        => services.AddChatLimits().AddKeyedSingleton<PlatformContact>(platform).AddKeyedSingleton(platform, (provider, _) => new RefusalLog(
            addresses, provider.GetRequiredService<TimeProvider>(), new ReceivedCounts(platform), provider.GetRequiredService<ILogger<RefusalLog>>()));
}
