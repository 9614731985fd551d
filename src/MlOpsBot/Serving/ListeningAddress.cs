using MlOpsBot.Configuration;

namespace MlOpsBot.Serving;

/// <summary>Where the server listens.</summary>
public static class ListeningAddress
{
    /// <summary>
    /// Listens where <c>urls</c> says; else on the configured port, on loopback alone in development and on every address elsewhere.
    /// </summary>
    public static void UseListeningAddress(this IWebHostBuilder host, IConfiguration configuration, IHostEnvironment environment, BotOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        if (!string.IsNullOrWhiteSpace(configuration["urls"]))
        {
            return;
        }

        // "localhost" listens on both loopback addresses, which a port chosen by the system cannot.
        var name = !environment.IsDevelopment() ? "*" : options.Port == 0 ? "127.0.0.1" : "localhost";
        host.UseUrls($"http://{name}:{options.Port}");
    }
}
