using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Chat.Testing;

/// <summary>A line of a log. Immutable.</summary>
internal sealed record LogLine(string Category, LogLevel Level, string Text, Exception? Exception)
{
    public override string ToString() => $"{Level} {Category}: {Text} {Exception}";
}

/// <summary>Keeps what is logged, oldest first. Thread-safe.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = [];

    /// <summary>What the product itself said.</summary>
    public IReadOnlyList<LogLine> Ours => [.. _lines.Where(line => line.Category.StartsWith("MlOpsBot", StringComparison.Ordinal))];

    /// <summary>Every line with its exception.</summary>
    public IReadOnlyCollection<string> All => [.. _lines.Select(line => line.ToString())];

    /// <summary>Lines that an operator would look at.</summary>
    public IReadOnlyCollection<string> Warnings => [.. _lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.ToString())];

    /// <summary>Lines that an operator would be woken for.</summary>
    public IReadOnlyCollection<string> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.ToString())];

    /// <summary>What was said at a level, in words alone.</summary>
    public IReadOnlyCollection<string> At(LogLevel level) => [.. _lines.Where(line => line.Level == level).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
        // Nothing is held; the lines are read after the bot has gone.
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue(new LogLine(category, logLevel, formatter(state, exception), exception));
    }
}
