using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace MlOpsBot.Logging;

/// <summary>
/// The log for people: one line an event, whatever the message or an exception holds. What would end the line or move the cursor
/// becomes a space, so that nobody outside can write a line of their own. Thread-safe.
/// </summary>
internal sealed class TextLines(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "mlopsbot-text";

    private const string Reset = "\e[39m\e[22m\e[49m";
    private readonly bool _hasColours = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var (word, colour) = Of(logEntry.LogLevel);
        textWriter.Write(clock.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture));
        textWriter.Write(_hasColours ? $"{colour}{word}{Reset}" : word);
        textWriter.Write($": {logEntry.Category}[{logEntry.EventId.Id.ToString(CultureInfo.InvariantCulture)}] ");
        WriteFlat(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(' ');
            WriteFlat(textWriter, exception.ToString());
        }

        textWriter.Write(Environment.NewLine);
    }

    /// <summary>Writes a text in one line.</summary>
    internal static void WriteFlat(TextWriter writer, string? text)
    {
        foreach (var character in text.AsSpan())
        {
            // The two are line and paragraph separators: some terminals and log readers end a line there.
            writer.Write(char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character);
        }
    }

    private static (string Word, string Colour) Of(LogLevel level) => level switch
    {
        LogLevel.Trace => ("trce", "\e[37m"),
        LogLevel.Debug => ("dbug", "\e[37m"),
        LogLevel.Information => ("info", "\e[32m"),
        LogLevel.Warning => ("warn", "\e[1m\e[33m"),
        LogLevel.Error => ("fail", "\e[30m\e[41m"),
        _ => ("crit", "\e[1m\e[37m\e[41m"),
    };
}
