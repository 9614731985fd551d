using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Conversing.Tips;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Works off what Teams sent, for as long as the program runs.</summary>
internal sealed class TeamsWorker(
    EventInbox inbox, WorkSignal signal, WorkDispatcher dispatcher, Current<TeamsOptions> options, WorkEnd end, TimeProvider time, ILogger<TeamsWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => new QueueWorker<ClaimedEvent>(inbox.Of(TeamsPlace.Platform), signal, dispatcher.WorkAsync, OptionsOf(options.Value), time, log).RunAsync(end, stoppingToken);

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        end.Begin();
        return base.StopAsync(cancellationToken);
    }

    /// <summary>How Teams' events are worked off.</summary>
    internal static QueueWorkerOptions OptionsOf(TeamsOptions options) => new("inbox", TeamsPlace.Platform) { Slots = options.Workers, Lease = options.Lease };
}

/// <summary>What is done about recorded work and about invokes, for the host's services.</summary>
public static class ConversingServices
{
    /// <summary>
    /// Adds the worker, the desk and what they need, but for a <see cref="CurrentAnswerer"/>, a <c>Store</c>, an <see cref="WorkSignal"/>,
    /// a <see cref="TeamsConnector"/>, a <see cref="CardRenderer"/> and a <see cref="TimeProvider"/>, which are others' to bring.
    /// </summary>
    public static IServiceCollection AddTeamsConversing(this IServiceCollection services, TeamsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton<WorkEnd>();
        services.AddChatConversing();
        services.AddSingleton<Places>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TeamsCourier>(provider, provider.MakeCourier(options.Lease)));
        services.AddSingleton<Typing>();
        services.AddSingleton<Presses>();
        services.AddSingleton<QuestionWork>();
        services.AddSingleton<SubmitWork>();
        services.AddSingleton<WelcomeWork>();
        services.AddSingleton<People>();
        services.AddSingleton<TipOrders>();
        services.AddSingleton<TipTeller>();
        services.AddSingleton<TipPlaceWork>();
        services.AddSingleton<TeamsTipPost>();
        services.AddSingleton<ITipPost>(static provider => provider.GetRequiredService<TeamsTipPost>());
        services.AddSingleton<WorkDispatcher>();
        services.AddSingleton<CardPress>();
        services.AddSingleton<FeedbackPress>();
        services.AddSingleton<InvokeDesk>();
        services.AddHostedService<TeamsWorker>();
        return services;
    }
}
