using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;

namespace MlOpsBot.Tips.Holidays;

/// <summary>
/// The holidays of the configured files as they are now. A file that changed is read again within <see cref="Interval"/> of being asked
/// for; while one cannot be read, what it last held goes on counting. Findings are logged once for each version of a file.
/// </summary>
/// <remarks>Thread-safe. Reads on the thread of whoever asks, at most one at a time; the others get what is known.</remarks>
public sealed partial class LiveHolidays
{
    /// <summary>How often the files are looked at, at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Current<TipsOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<LiveHolidays> _log;
    private readonly Lock _reading = new();
    private readonly Dictionary<string, Known> _files = new(StringComparer.Ordinal);
    private volatile HolidayCalendar _current = HolidayCalendar.None;
    private ImmutableArray<string> _lookedInto = [];
    private long? _lookedAt;

    /// <summary>Makes them; the files are read when they are asked for first.</summary>
    /// <param name="options">Which files.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Where findings are reported.</param>
    public LiveHolidays(Current<TipsOptions> options, TimeProvider clock, ILogger<LiveHolidays> log)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(log);
        (_options, _clock, _log) = (options, clock, log);
    }

    /// <summary>The holidays.</summary>
    public HolidayCalendar Current
    {
        get
        {
            var paths = _options.Value.Holidays;
            if (paths.IsDefaultOrEmpty)
            {
                return HolidayCalendar.None;
            }

            // Whoever asks first waits for the files; nobody posts on a holiday because it was not read yet.
            if (_lookedAt is null || paths != _lookedInto)
            {
                lock (_reading)
                {
                    Look(paths);
                }
            }
            else if (_reading.TryEnter())
            {
                try
                {
                    Look(paths);
                }
                finally
                {
                    _reading.Exit();
                }
            }

            return _current;
        }
    }

    private void Look(ImmutableArray<string> paths)
    {
        var changed = paths != _lookedInto;
        if (!changed && _lookedAt is { } before && _clock.GetElapsedTime(before) < Interval)
        {
            return;
        }

        foreach (var path in paths)
        {
            changed |= Look(path);
        }

        if (changed)
        {
            _current = new HolidayCalendar(paths.SelectMany(path => _files.TryGetValue(path, out var known) ? known.Days : []));
        }

        _lookedInto = paths;
        _lookedAt = _clock.GetTimestamp();
    }

    private bool Look(string path)
    {
        _files.TryGetValue(path, out var known);
        string text;
        try
        {
            text = new FileInfo(path).Length <= HolidayFile.Most
                ? File.ReadAllText(path)
                : throw new IOException($"it has more than {HolidayFile.Most / 1024} KB; export holidays alone");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (known?.Fault != exception.Message)
            {
                LogUnread(path, exception.Message);
                _files[path] = new Known(null, known?.Days ?? [], exception.Message);
            }

            return false;
        }

        if (known is { Fault: null } && known.Text == text)
        {
            return false;
        }

        var reading = HolidayFile.Read(text, path);
        foreach (var finding in reading.Findings)
        {
            LogFinding(finding.ToString());
        }

        var isUsable = reading.IsUsable;
        _files[path] = new Known(text, isUsable ? reading.Days : known?.Days ?? [], null);
        return isUsable;
    }

    [LoggerMessage(1, LogLevel.Warning, "The file of holidays {Path} cannot be read, what it last held goes on counting: {Fault}")]
    private partial void LogUnread(string path, string fault);

    [LoggerMessage(2, LogLevel.Warning, "{Finding}")]
    private partial void LogFinding(string finding);

    private sealed record Known(string? Text, ImmutableArray<Holiday> Days, string? Fault);
}
