using System.Net;
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

    /// <summary>Where that is reached from this machine: by http if there is a choice; null where it cannot be told, as with a port that the system chooses.</summary>
    /// <param name="configuration">Files and environment.</param>
    /// <param name="port">The configured port, for where <c>urls</c> says nothing.</param>
    public static Uri? Here(IConfiguration configuration, int port)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var urls = configuration["urls"] is { } text && !string.IsNullOrWhiteSpace(text) ? text : $"http://*:{port}";
        return urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(BindingAddress.Parse)
            .Where(address => address is { Port: > 0, IsUnixPipe: false, IsNamedPipe: false })
            .OrderBy(address => address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .Select(address => new UriBuilder(address.Scheme, IsEvery(address.Host) ? "127.0.0.1" : address.Host, address.Port).Uri)
            .FirstOrDefault();
    }

    /// <summary>Whether others than this machine can come in.</summary>
    /// <param name="configuration">Files and environment.</param>
    /// <param name="isDevelopment">Whether this is development, for where <c>urls</c> says nothing.</param>
    public static bool IsBeyondLoopback(IConfiguration configuration, bool isDevelopment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration["urls"] is { } text && !string.IsNullOrWhiteSpace(text)
            ? text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(BindingAddress.Parse).Any(address => !IsLoopback(address))
            : !isDevelopment;
    }

    private static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsEvery(string host) => host is "*" or "+" or "0.0.0.0" or "[::]";
}
