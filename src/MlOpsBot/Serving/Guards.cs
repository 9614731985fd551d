using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Storage;
using MlOpsBot.Wire;

namespace MlOpsBot.Serving;

/// <summary>What stands before every request: who it is from, what name it was sent to, how much of them, and for how long.</summary>
public static class Guards
{
    /// <summary>Adds what they need.</summary>
    public static void AddGuards(this IServiceCollection services, Current<LimitsOptions> live)
    {
        ArgumentNullException.ThrowIfNull(live);
        var limits = live.Value;
        services.AddSingleton(live);

        // Set even where there are no proxies: ASPNETCORE_FORWARDEDHEADERS_ENABLED would have everybody believed.
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = limits.TrustedProxies.IsEmpty ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in limits.TrustedProxies)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = static (rejected, _) => RejectAsync(rejected.HttpContext, rejected.Lease);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, PageKey>(context => PartitionOf(context, live.Value.PagesPerAddress));
        });
    }

    /// <summary>Puts them before everything that is mapped.</summary>
    public static void UseGuards(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var live = app.Services.GetRequiredService<Current<LimitsOptions>>();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseFaultPages();
        app.UseHostNames([.. live.Value.AllowedHosts]);
        app.UseRequestTime(live, app.Services.GetRequiredService<TimeProvider>());
        app.UseRateLimiter();
    }

    // The platforms send for all their customers from a few addresses: what they sign is limited by user and workspace, where it is
    // known who asks, and what is not theirs by AddressGate. Probes have to be answered whatever else their address sends.
    private static RateLimitPartition<PageKey> PartitionOf(HttpContext context, int perMinute)
    {
        if (perMinute <= 0 || SecurityHeaders.IsPlatforms(context.Request) || HostNames.IsHealth(context.Request))
        {
            return RateLimitPartition.GetNoLimiter(default(PageKey));
        }

        return RateLimitPartition.GetTokenBucketLimiter(
            new PageKey(CallerAddress.KeyOf(context.Connection.RemoteIpAddress), perMinute),
            static key => new TokenBucketRateLimiterOptions
            {
                TokenLimit = key.PerMinute,
                TokensPerPeriod = Math.Max(1, key.PerMinute / 60),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / key.PerMinute)),
            });
    }

    private static async ValueTask RejectAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await ProblemDocument.WriteAsync(
            context, StatusCodes.Status429TooManyRequests, "Too many requests", $"Wait {wait} s. The limit is MlOpsBot:Limits:PagesPerAddress, for each address.");
    }

    // The number is part of it, so that a new limit holds at once.
    private readonly record struct PageKey(UInt128 Address, int PerMinute);
}
