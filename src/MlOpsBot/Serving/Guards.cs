using System.Globalization;
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
        var clock = app.Services.GetRequiredService<TimeProvider>();
        app.UseRequestTime(live, clock);
        app.UsePageLimit(live, clock);
    }

    // The platforms send for all their customers from a few addresses: what they sign is limited by user and workspace, where it is
    // known who asks, and what is not theirs by AddressGate. Probes have to be answered whatever else their address sends.
    private static void UsePageLimit(this IApplicationBuilder app, Current<LimitsOptions> live, TimeProvider clock)
    {
        var pages = new Quota<UInt128>(clock);
        app.Use((context, next) =>
            SecurityHeaders.IsPlatforms(context.Request) || HostNames.IsHealth(context.Request)
            || pages.TryTake(CallerAddress.KeyOf(context.Connection.RemoteIpAddress), live.Value.PagesPerAddress, out var wait)
                ? next(context)
                : RejectAsync(context, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))));
    }

    private static Task RejectAsync(HttpContext context, int wait)
    {
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return ProblemDocument.WriteAsync(
            context, StatusCodes.Status429TooManyRequests, "Too many requests", $"Wait {wait} s. The limit is MlOpsBot:Limits:PagesPerAddress, for each address.");
    }
}
