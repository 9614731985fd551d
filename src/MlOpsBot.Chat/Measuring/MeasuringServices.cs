using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MlOpsBot.Chat.Measuring;

/// <summary>What measures, for the host's services.</summary>
public static class MeasuringServices
{
    /// <summary>Adds <see cref="AnsweredQuestions"/>, once for all that answer; without <see cref="QuestionWords"/> of the host's, what is asked is in no line.</summary>
    public static IServiceCollection AddAnsweredQuestions(this IServiceCollection services)
    {
        services.TryAddSingleton(new QuestionWords(AreLogged: false));
        services.TryAddSingleton<AnsweredQuestions>();
        return services;
    }
}
