using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Slack.Commands;

namespace MlOpsBot.Slack.Requests;

/// <summary>What takes Slack's requests, for the host's services.</summary>
public static class RequestServices
{
    /// <summary>
    /// Adds <see cref="SlackReceiver"/> and what it needs, but for a <see cref="FindWorkspace"/>, a <see cref="CurrentAnswerer"/>, an
    /// <c>EventInbox</c>, an <c>InboxSignal</c> and a <see cref="TimeProvider"/>, which are others' to bring.
    /// </summary>
    public static IServiceCollection AddSlackRequests(this IServiceCollection services)
    {
        services.AddSingleton<RequestMeter>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<AskCommand>();
        services.AddSingleton<SlackReceiver>();
        services.AddSingleton<SlackDoor>();
        return services;
    }
}
