using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using MlOpsBot.Storage;

namespace MlOpsBot.Chat.Limiting;

/// <summary>
/// Turns an address away, unread, that has sent too many requests to the platforms' addresses without being one of them. Thread-safe.
/// </summary>
/// <remarks>
/// <para>Only what was refused counts: a platform sends for all its customers from a few addresses, and may send as much as it likes.</para>
/// <para>An address from which a platform's own request came within the last day is never turned away, whoever else sends from it: behind
/// a proxy that nobody named in <see cref="LimitsOptions.TrustedProxies"/> all the world has one address, and a stranger's forgeries
/// would keep the platform out. What they cost there is what refusing them costs anyway, some 20 µs each.</para>
/// <para>Nor is one that speaks for others (<c>X-Forwarded-For</c>) without being believed: it may be such a proxy, before the platform's
/// first request. It is told by <see cref="Refused"/> alone. Whoever claims to be one without need is read, too, at the same cost.</para>
/// </remarks>
/// <param name="limits">The limits.</param>
/// <param name="clock">The clock.</param>
public sealed class AddressGate(Current<LimitsOptions> limits, TimeProvider clock)
{
    /// <summary>What a refusal for this reason is called.</summary>
    public const string Reason = "an address that sends too much that is not the platform's";

    /// <summary>What refusals are called that come from an address that seems to be a proxy's, when they are too many.</summary>
    public const string ProxysReason = Reason + ", and speaks for others: if it is your proxy, name it in MlOpsBot:Limits:TrustedProxies";

    private const int MostProven = 4_096;
    private static readonly long s_memory = TimeSpan.TicksPerDay;
    private static readonly long s_freshness = TimeSpan.TicksPerMinute;

    private readonly Quota<UInt128> _refused = new(clock);
    private ConcurrentDictionary<UInt128, long> _proven = new();

    /// <summary>Whether a request is to be refused unread; why, for the log.</summary>
    public string? Shuts(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var most = limits.Value.RefusedPerAddress;
        if (most <= 0)
        {
            return null;
        }

        var key = KeyOf(context);
        return _refused.HasLeft(key, most) || IsProven(key) || SpeaksForOthers(context.Request) ? null : Reason;
    }

    /// <summary>A request was no platform's. Gives what is to be logged in place of why, where that is news to an operator; else null.</summary>
    public string? Refused(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return limits.Value.RefusedPerAddress is > 0 and var most && !_refused.TryTake(KeyOf(context), most, out _) && SpeaksForOthers(context.Request)
            ? ProxysReason
            : null;
    }

    /// <summary>A request was the platform's own.</summary>
    public void Proven(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (limits.Value.RefusedPerAddress <= 0)
        {
            return;
        }

        var (key, now, proven) = (KeyOf(context), clock.GetUtcNow().UtcTicks, _proven);
        if (proven.TryGetValue(key, out var seen) && now - seen < s_freshness)
        {
            return;
        }

        // Once a minute for an address: its locks hold nobody up.
        proven[key] = now;
        if (proven.Count > MostProven)
        {
            _proven = new ConcurrentDictionary<UInt128, long>([new(key, now)]);
        }
    }

    private bool IsProven(UInt128 key) => _proven.TryGetValue(key, out var seen) && clock.GetUtcNow().UtcTicks - seen < s_memory;

    // Of a named proxy the address that it speaks for was put in its place, and its own kept in the other header.
    private static bool SpeaksForOthers(HttpRequest request) => request.Headers.ContainsKey("X-Forwarded-For") && !request.Headers.ContainsKey("X-Original-For");

    private static UInt128 KeyOf(HttpContext context) => CallerAddress.KeyOf(context.Connection.RemoteIpAddress);
}
