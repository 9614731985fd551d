using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Storage;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Chat.Conversing;

/// <summary>What the channels share, for the host's services.</summary>
public static class ChatServices
{
    /// <summary>
    /// Adds what answering takes on every platform, but for a <see cref="Store"/> and a <see cref="TimeProvider"/>. Each channel calls it;
    /// what is there already stays.
    /// </summary>
    public static IServiceCollection AddChatConversing(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => provider.GetRequiredService<Store>().Inbox);
        services.TryAddSingleton(static provider => new ConversationMemory(provider.GetRequiredService<Store>().Conversations));
        services.TryAddSingleton<Respondent>();
        services.AddAnsweredQuestions();
        services.TryAddSingleton<Punctuality>();
        services.TryAddSingleton<AskedAbout>();
        services.TryAddSingleton<FindTopics>(static provider =>
            new TopicFinder(provider.GetRequiredService<CurrentAnswerer>(), provider.GetRequiredService<TimeProvider>()).Find);
        return services;
    }

    /// <summary>A courier that works by a channel's lease.</summary>
    public static Courier MakeCourier(this IServiceProvider provider, TimeSpan lease) => new(
        provider.GetRequiredService<Store>(),
        new CourierTimes(lease),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<Courier>>());
}
