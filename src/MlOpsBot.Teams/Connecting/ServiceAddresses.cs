using System.Collections.Frozen;
using System.Net;
using MlOpsBot.Storage;

namespace MlOpsBot.Teams.Connecting;

/// <summary>
/// Which service addresses may be called at all. They come with what Teams sends, and a token of ours goes there, so an address is
/// taken only if it is https to a host of the list, letter by letter: nothing is guessed, decoded or cut off. Immutable and
/// thread-safe.
/// </summary>
public sealed class ServiceAddresses
{
    // Teams' own have 35 to 90 characters.
    private const int Longest = 400;

    private const string Https = "https://";
    private const string Http = "http://";

    private readonly FrozenSet<string> _authorities;
    private readonly bool _takesPlayground;

    /// <summary>Those of the options' cloud, or of the options themselves.</summary>
    public ServiceAddresses(Current<TeamsOptions> current)
    {
        ArgumentNullException.ThrowIfNull(current);
        var options = current.Value;
        _authorities = Clouds.Of(options).ServiceHosts.Select(WithPort).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _takesPlayground = options.AgentsPlayground;
    }

    /// <summary>
    /// Whether an address may be called: with a token where it is Teams', without one where it is the Agents Playground's on this
    /// machine, which is taken only if the options say so.
    /// </summary>
    public bool IsAllowed(string serviceUrl, bool isPlayground) => TryRead(serviceUrl, isPlayground, out _);

    /// <summary>Reads a place's address, with a slash at its end; false if it may not be called.</summary>
    internal bool TryRead(string serviceUrl, bool isPlayground, out Uri address)
    {
        address = null!;
        if (serviceUrl is not { Length: > 0 and <= Longest }
            || Authority(serviceUrl, isPlayground) is not { } authority
            || !(isPlayground ? _takesPlayground && IsThisMachine(authority) : _authorities.Contains(WithPort(authority)))
            || !IsPlainPath(serviceUrl.AsSpan(serviceUrl.IndexOf("//", StringComparison.Ordinal) + 2 + authority.Length))
            || !Uri.TryCreate(serviceUrl.EndsWith('/') ? serviceUrl : serviceUrl + "/", UriKind.Absolute, out var read))
        {
            return false;
        }

        // The parser below has the last word on where a request goes: it has to read the same host as was compared.
        if (read.UserInfo.Length > 0 || !WithPort(authority).Equals($"{read.Host}:{read.Port}", StringComparison.OrdinalIgnoreCase) && !isPlayground
            || isPlayground && !read.IsLoopback)
        {
            return false;
        }

        address = read;
        return true;
    }

    // What stands between the scheme and the path, if it is made of nothing but a host's characters and a port's.
    private static string? Authority(string url, bool isPlayground)
    {
        var start = url.StartsWith(Https, StringComparison.OrdinalIgnoreCase) ? Https.Length
            : isPlayground && url.StartsWith(Http, StringComparison.OrdinalIgnoreCase) ? Http.Length
            : -1;
        if (start < 0)
        {
            return null;
        }

        var end = url.IndexOf('/', start);
        var authority = end < 0 ? url[start..] : url[start..end];
        return authority.Length > 0 && authority.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']') ? authority : null;
    }

    private static bool IsPlainPath(ReadOnlySpan<char> path)
    {
        foreach (var c in path)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '-' or '_' or '.' or '~'))
            {
                return false;
            }
        }

        return !path.Contains("..", StringComparison.Ordinal) && !path.Contains("/./", StringComparison.Ordinal);
    }

    private static bool IsThisMachine(string authority)
    {
        var colon = authority.LastIndexOf(':');
        var host = colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip) && (host.Contains(':', StringComparison.Ordinal) || host.Split('.').Length == 4));
    }

    private static string WithPort(string authority) => authority.Contains(':', StringComparison.Ordinal) ? authority : authority + ":443";
}
