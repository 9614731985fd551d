using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips;

/// <summary>
/// Tips, put together in one place. The host brings an open <c>Store</c>, a <see cref="TimeProvider"/> and a
/// <see cref="CurrentKnowledge"/>; each channel brings an <see cref="ITipPost"/>, and Chat the <see cref="FindTopics"/>.
/// </summary>
public static class TipsServices
{
    /// <summary>Adds what tips need on every platform, and the loops that plan and post them. Called only where <see cref="TipsOptions.IsEnabled"/>.</summary>
    public static IServiceCollection AddTips(this IServiceCollection services, Current<TipsOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddSingleton(provider => new LiveHolidays(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LiveHolidays>>()));
        services.AddSingleton<Func<HolidayCalendar>>(provider =>
        {
            var holidays = provider.GetRequiredService<LiveHolidays>();
            return () => holidays.Current;
        });
        services.AddSingleton<DayPlanner>();
        services.AddSingleton<PlanTips>(provider =>
        {
            var (planner, time) = (provider.GetRequiredService<DayPlanner>(), provider.GetRequiredService<TimeProvider>());
            return subscription => planner.Plan(subscription, time.GetUtcNow());
        });
        services.TryAddSingleton<WorkEnd>();
        services.AddSingleton<TipSignal>();
        services.AddSingleton<DueTips>();
        services.AddSingleton<TipPick>();
        services.AddSingleton<TipDispatcher>();
        services.AddSingleton<TipHealth>();
        services.AddSingleton<TipDesk>();

        // Services stop in the reverse order: what plans goes before what posts.
        services.AddHostedService<TipWorker>();
        services.AddHostedService<TipPlanner>();
        return services;
    }
}
