using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.Installing;

/// <summary>The addresses at which a browser installs the bot in a workspace.</summary>
public static class SlackInstallRoutes
{
    /// <summary>
    /// Maps <c>GET /slack/install</c> and <c>GET /slack/oauth/callback</c>, where installs by OAuth are configured; without them,
    /// nothing.
    /// </summary>
    public static void MapSlackInstall(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        if (!routes.ServiceProvider.GetRequiredService<Current<SlackOptions>>().Value.UsesOAuth)
        {
            return;
        }

        // GET alone: a HEAD, as link previews send, would use up a state.
        routes.MapMethods(InstallAddresses.StartPath, [HttpMethods.Get], static context => Desk(context).StartAsync(context));
        routes.MapMethods(InstallAddresses.CallbackPath, [HttpMethods.Get], static context => Desk(context).FinishAsync(context));
        routes.MapMethods(InstallAddresses.StylePath, [HttpMethods.Get], static context => InstallStyle.WriteAsync(context));
    }

    private static InstallDesk Desk(HttpContext context) => context.RequestServices.GetRequiredService<InstallDesk>();
}
