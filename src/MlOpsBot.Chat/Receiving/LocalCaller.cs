using System.Net;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Chat.Receiving;

/// <summary>Tells callers on this machine from those that only look like it.</summary>
public static class LocalCaller
{
    // X-Original-For: where the server was told to believe forwarded headers, what it replaced by them.
    private static readonly string[] s_forwarding =
        ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Original-Host", "X-Real-IP"];

    /// <summary>
    /// Whether a request comes from this machine. A tunnel to a developer's machine also comes from loopback: it is told by the name
    /// that it was called by, or by its headers; no header makes a caller local.
    /// </summary>
    public static bool IsFromHere(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !Array.Exists(s_forwarding, request.Headers.ContainsKey)
            && IsLoopbackName(request.Host.Host);
    }

    /// <summary>Whether a host's name or address is this machine's own: <c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>.</summary>
    public static bool IsLoopbackName(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
