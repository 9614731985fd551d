using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.Commands;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Tips;

namespace MlOpsBot.Slack.Requests;

/// <summary>What takes Slack's requests, for the host's services.</summary>
public static class RequestServices
{
    /// <summary>
    /// Adds <see cref="SlackReceiver"/> and what it needs, but for a <see cref="FindWorkspace"/>, a <see cref="CurrentAnswerer"/>, an
    /// <c>EventInbox</c>, an <c>WorkSignal</c> and a <see cref="TimeProvider"/>, which are others' to bring, and
    /// <see cref="ChannelSettings"/> and <see cref="TipOrders"/>.
    /// </summary>
    public static IServiceCollection AddSlackRequests(this IServiceCollection services)
    {
        services.AddReceiving(SlackInstallation.Platform, "Slack's addresses");
        services.AddAnsweredQuestions();
        services.AddAnswerRenderer();
        services.TryAddSingleton<DescribeSettings>(static provider =>
        {
            var (find, settings) = (provider.GetRequiredService<FindWorkspace>(), provider.GetRequiredService<ChannelSettings>());
            return async (command, cancellation) => await find(command.TeamId, command.EnterpriseId, cancellation) is { } access
                ? await settings.ShowAsync(access, new SlackActor(command.UserId), command.ChannelId, cancellation)
                : Notes.Failed;
        });
        services.TryAddSingleton<OrderTips>(static provider => provider.GetRequiredService<TipOrders>().OrderAsync);
        services.AddSingleton(static provider => new SlashAnswers(
            provider.GetRequiredService<CurrentAnswerer>(),
            provider.GetRequiredService<AnswerRenderer>(),
            provider.GetRequiredService<DescribeSettings>(),
            provider.GetRequiredService<OrderTips>(),
            provider.GetRequiredService<AnsweredQuestions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SlashAnswers>>()));
        services.AddSingleton<SlackReceiver>();
        services.AddSingleton<SlackDoor>();
        return services;
    }

    /// <summary>Adds the <see cref="AnswerRenderer"/>; it names tips where they have been added.</summary>
    internal static void AddAnswerRenderer(this IServiceCollection services)
        => services.TryAddSingleton(static provider => new AnswerRenderer { HasTips = provider.GetService<Current<TipsOptions>>() is not null });
}
