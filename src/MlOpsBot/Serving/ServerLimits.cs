using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Serving;

/// <summary>What the server takes of a connection before anybody reads a request.</summary>
internal static class ServerLimits
{
    /// <summary>Sets every limit of the server's on purpose.</summary>
    public static void UseServerLimits(this IWebHostBuilder host, LimitsOptions options) => host.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;

        // HTTP/1.1 alone: proxies speak it, nothing here streams, and the floods that HTTP/2 allows on one connection are not possible.
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.UseConnectionsPerAddress(options);
        });
        var limits = kestrel.Limits;

        // The largest that any address reads; addresses that read less say so themselves.
        limits.MaxRequestBodySize = RequestBody.Most;

        // A question in the page's address, form-encoded, is the longest line; the rest of the default is room.
        limits.MaxRequestLineSize = 8 * 1024;

        // A token of Teams is 1 to 2 KB; a chain of proxies adds a dozen headers and cookies of the same domain a few KB.
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;

        // A head arrives in one piece or in a few; who takes longer wants the connection, not an answer.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

        // Longer than proxies keep theirs open (60 s with most), or they would send into a connection that is just being closed.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);

        // Bytes a second after 5 s: a phone at the edge of its network has more; with the limit of a request's time nothing trickles for long.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MaxConcurrentConnections = options.Connections;

        // Nothing here upgrades a connection.
        limits.MaxConcurrentUpgradedConnections = 0;
    });

    /// <summary>Hangs up on an address that holds too many connections; a proxy that is named holds them for others.</summary>
    private static void UseConnectionsPerAddress(this ListenOptions endpoint, LimitsOptions options)
    {
        if (options.ConnectionsPerAddress <= 0)
        {
            return;
        }

        var open = new ConcurrentDictionary<UInt128, int>();
        endpoint.Use(next => async connection =>
        {
            if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || address.IsIn(options.TrustedProxies))
            {
                await next(connection);
                return;
            }

            var key = CallerAddress.KeyOf(address);
            try
            {
                if (open.AddOrUpdate(key, 1, static (_, count) => count + 1) <= options.ConnectionsPerAddress)
                {
                    await next(connection);
                }
                else
                {
                    connection.Abort(new ConnectionAbortedException("Too many connections of one address."));
                }
            }
            finally
            {
                if (open.AddOrUpdate(key, 0, static (_, count) => count - 1) == 0)
                {
                    open.TryRemove(new KeyValuePair<UInt128, int>(key, 0));
                }
            }
        });
    }
}
