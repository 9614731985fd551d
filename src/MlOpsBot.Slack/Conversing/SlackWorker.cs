using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Works off what Slack sent, for as long as the program runs.</summary>
internal sealed class SlackWorker(
    EventInbox inbox, WorkSignal signal, WorkDispatcher dispatcher, Current<SlackOptions> options, WorkEnd end, TimeProvider time, ILogger<SlackWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => new QueueWorker<ClaimedEvent>(inbox.Of(SlackInstallation.Platform), signal, dispatcher.WorkAsync, OptionsOf(options.Value), time, log).RunAsync(end, stoppingToken);

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        end.Begin();
        return base.StopAsync(cancellationToken);
    }

    /// <summary>How Slack's events are worked off.</summary>
    internal static QueueWorkerOptions OptionsOf(SlackOptions options)
        => new("inbox", SlackInstallation.Platform) { Slots = options.Workers, Lease = options.Lease };
}

/// <summary>What is done about recorded work, for the host's services.</summary>
public static class ConversingServices
{
    /// <summary>
    /// Adds the worker and what it needs, but for a <see cref="CurrentAnswerer"/>, a <c>Store</c> with its inbox, an
    /// <see cref="WorkSignal"/>, the Web API and a <see cref="TimeProvider"/>, which are others' to bring.
    /// </summary>
    public static IServiceCollection AddSlackConversing(this IServiceCollection services, SlackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddAnswerRenderer();
        services.TryAddSingleton<KnowledgeNews>();
        services.TryAddSingleton<WorkEnd>();
        services.AddChatConversing();
        services.AddSingleton<ChannelSettings>();
        services.AddSingleton<SlackCourier>(provider => new(
            provider.MakeCourier(options.Lease), provider.GetRequiredService<SlackApi>(), provider.GetRequiredService<ILogger<SlackCourier>>()));
        services.AddSingleton<Whisperer>();
        services.AddSingleton<PressReply>();
        services.AddSingleton<QuestionWork>();
        services.AddSingleton<PointingWork>();
        services.AddSingleton<CardWork>();
        services.AddSingleton<ShareWork>();
        services.AddSingleton<ThumbWork>();
        services.AddSingleton<SettingsWork>();
        services.AddSingleton<HomeWork>();
        services.AddSingleton<InstallationWork>();
        services.AddSingleton(static provider => new TipOrders(
            provider.GetService<TipDesk>(), provider.GetRequiredService<SlackApi>(), provider.GetRequiredService<FindWorkspace>(), provider.GetRequiredService<CurrentAnswerer>()));
        services.AddSingleton<TipWork>();
        services.AddSingleton<SlackTipPost>();
        services.AddSingleton<ITipPost>(static provider => provider.GetRequiredService<SlackTipPost>());
        services.AddSingleton<ChannelWork>();
        services.AddSingleton<Apology>();
        services.AddSingleton<WorkDispatcher>();
        services.AddHostedService<SlackWorker>();
        return services;
    }
}
