using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MlOpsBot.Slack.Commands;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Requests;

/// <summary>What takes Slack's requests, for the host's services.</summary>
public static class RequestServices
{
    /// <summary>
    /// Adds <see cref="SlackReceiver"/> and what it needs, but for a <see cref="FindWorkspace"/>, a <see cref="CurrentAnswerer"/>, an
    /// <c>EventInbox</c>, an <c>InboxSignal</c> and a <see cref="TimeProvider"/>, which are others' to bring, and a
    /// <see cref="DescribeSettings"/> where channels have rules.
    /// </summary>
    public static IServiceCollection AddSlackRequests(this IServiceCollection services)
    {
        services.AddSingleton<RequestMeter>();
        services.AddSingleton<RefusalLog>();
        services.TryAddSingleton<AnswerRenderer>();
        services.AddSingleton(static provider => new SlashAnswers(
            provider.GetRequiredService<CurrentAnswerer>(),
            provider.GetRequiredService<AnswerRenderer>(),
            provider.GetService<DescribeSettings>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SlashAnswers>>()));
        services.AddSingleton<SlackReceiver>();
        services.AddSingleton<SlackDoor>();
        return services;
    }
}
