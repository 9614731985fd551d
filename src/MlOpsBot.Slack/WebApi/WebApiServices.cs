using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack.Installing;

namespace MlOpsBot.Slack.WebApi;

/// <summary>The Web API among the program's services.</summary>
internal static class WebApiServices
{
    /// <summary>Adds the calls, their one limiter, the workspaces' tokens, and installing.</summary>
    public static void AddSlackWebApi(this IServiceCollection services)
    {
        services.TryAddSingleton<CallLimiter>();
        services.AddSingleton<SlackApi>();
        services.AddSingleton<SlackWorkspaces>();
        services.AddSingleton<InstallDesk>();
    }
}
