using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Slack.Tests.Requests;

/// <summary>A log whose lines a test can read, exceptions included.</summary>
internal sealed class KeptLog : ILoggerProvider
{
    private readonly ConcurrentQueue<KeptLine> _lines = new();

    /// <summary>What the product itself said.</summary>
    public IEnumerable<KeptLine> Ours => _lines.Where(line => line.Category.StartsWith("MlOpsBot", StringComparison.Ordinal));

    public IEnumerable<KeptLine> All => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(KeptLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => log._lines.Enqueue(new KeptLine(category, logLevel, formatter(state, exception), exception));
    }
}

/// <summary>One line.</summary>
internal sealed record KeptLine(string Category, LogLevel Level, string Text, Exception? Exception);
