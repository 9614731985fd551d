using MlOpsBot.Storage;

namespace MlOpsBot.Storing;

/// <summary>The store among the program's services.</summary>
internal static class StoringServices
{
    /// <summary>Adds an open store, which the program closes when it ends, and what looks after it.</summary>
    public static void AddStore(this IServiceCollection services, Store store)
    {
        // Made by a factory, so that the container disposes of it.
        services.AddSingleton(_ => store);
        services.AddSingleton(provider => new StoreHealth(
            store.PingAsync, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<StoreWatch>();
        services.AddHostedService<PurgeService>();
    }
}
