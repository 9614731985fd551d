using Microsoft.Extensions.Logging.Console;
using MlOpsBot.Chat.Measuring;

namespace MlOpsBot.Logging;

/// <summary>The log among the program's services.</summary>
internal static class LogServices
{
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Writes the log to standard output as the options ask.</summary>
    public static void AddLog(this ILoggingBuilder logging, LogOptions options)
    {
        // A start that fails is told in one line by the command; the host would add fifty.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // It logs each address with its query, and the page's query is the question.
        logging.AddFilter(Requests, LogLevel.Warning);
        logging.AddFilter<ConsoleLoggerProvider>(Requests, LogLevel.Warning);
        logging.AddConsole(console => console.FormatterName = options.Format == LogFormat.Json ? JsonLines.FormatterName : TextLines.FormatterName);
        logging.Services.AddSingleton<ConsoleFormatter, TextLines>();
        logging.Services.AddSingleton<ConsoleFormatter, JsonLines>();
        logging.Services.AddSingleton(new QuestionWords(options.Questions));
    }
}
