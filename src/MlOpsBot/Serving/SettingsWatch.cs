using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MlOpsBot.Configuration;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Serving;

/// <summary>
/// Keeps an eye on the files of settings and secrets, and puts what they say into effect, as a whole and after it was found to be right.
/// While anything is wrong with it the options before stay. Reads the files every <see cref="Interval"/>, as notices of the file system
/// are to be had neither on network volumes nor through the links of Kubernetes' volumes; SIGHUP has them read at once. Thread-safe.
/// </summary>
internal sealed class SettingsWatch : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>For how long files must have said the same before that takes effect: several belong together, and one is not written at once.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    /// <summary>For how long what is wrong must have stood there before it is told: it may be half written.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ServerSettings _settings;
    private readonly ConfigurationSources _sources;
    private readonly OptionsInEffect _inEffect;
    private readonly AcceptedSettings _accepted;
    private readonly TimeProvider _clock;
    private readonly ILogger<SettingsWatch> _log;
    private readonly AuditLog? _audit;
    private readonly SemaphoreSlim _nudged = new(0, 1);
    private SettingsContent _judged;
    private SettingsContent? _seen;
    private long _seenAt;
    private int _judgements;
    private readonly Queue<string> _toAudit = new();
    private volatile SettingsState _state = SettingsState.Fine;

    /// <summary>Makes one; it looks when it is started.</summary>
    /// <param name="settings">Where to look.</param>
    /// <param name="start">What was read at the start.</param>
    /// <param name="inEffect">The options that it sets.</param>
    /// <param name="accepted">What files say, for the log's levels.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Where an operator reads what became of an edit.</param>
    /// <param name="audit">Where it is kept which options were changed; null without a store.</param>
    public SettingsWatch(
        ServerSettings settings, SettingsContent start, OptionsInEffect inEffect, AcceptedSettings accepted, TimeProvider clock, ILogger<SettingsWatch> log,
        AuditLog? audit = null)
    {
        (_settings, _judged, _inEffect, _accepted, _clock, _log, _audit) = (settings, start, inEffect, accepted, clock, log, audit);
        _sources = new ConfigurationSources(settings.Places);
    }

    /// <summary>How the files are.</summary>
    public SettingsState State => _state;

    /// <summary>How often an edit was judged since the start, right or wrong.</summary>
    internal int Judgements => Volatile.Read(ref _judgements);

    /// <summary>Looks at once.</summary>
    public void Nudge()
    {
        try
        {
            _nudged.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is about to look anyway.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _nudged.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hangUp = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, TakeSignal);
        var wait = Interval;
        while (!stoppingToken.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(wait, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
            try
            {
                await _nudged.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ObjectDisposedException) when (stoppingToken.IsCancellationRequested)
            {
                // A start that failed stops nobody before it disposes of them.
            }

            if (!stoppingToken.IsCancellationRequested)
            {
                wait = Look();
                await TellAuditAsync(stoppingToken);
            }
        }
    }

    /// <summary>Reads the files, and acts on what has settled. Gives the time until the next look.</summary>
    internal TimeSpan Look()
    {
        var (options, values) = (_inEffect.Bot.Value, _accepted.Values);
        try
        {
            return LookOver();
        }
        catch (Exception exception)
        {
            // Whoever reads options may fail on those that were judged to be right; the program must not end with it.
            GoBack(options, values);
            if (Keep([$"{exception.GetBaseException().Message.ReplaceLineEndings(" ")} ({exception.GetBaseException().GetType().Name})"]))
            {
                _log.LogDebug(exception, "That is where the options failed");
                Interlocked.Increment(ref _judgements);
            }

            return Interval;
        }
    }

    private TimeSpan LookOver()
    {
        var content = SettingsContent.Of(_sources);
        if (_seen is null || !content.SaysTheSameAs(_seen))
        {
            (_seen, _seenAt) = (content, _clock.GetTimestamp());
        }

        var isNew = !content.SaysTheSameAs(_judged);
        if (!isNew && _state.Faults.IsEmpty)
        {
            return Interval;
        }

        var stood = _clock.GetElapsedTime(_seenAt);
        if (isNew && stood < Settling)
        {
            return Settling - stood;
        }

        var (options, faults) = Judge(content);
        if (isNew && !faults.IsEmpty && stood < Patience)
        {
            return Patience - stood;
        }

        _judged = content;
        if (!faults.IsEmpty)
        {
            Keep(faults);
        }
        else
        {
            TakeOver(options, content);
        }

        // Where nothing is new, what is wrong was looked at once more, in case it was mended elsewhere.
        if (isNew)
        {
            Interlocked.Increment(ref _judgements);
        }

        return Interval;
    }

    /// <summary>Puts what was changed into the audit, the oldest first; what the store does not take waits for the next look.</summary>
    internal async Task TellAuditAsync(CancellationToken stop)
    {
        try
        {
            while (_audit is not null && _toAudit.TryPeek(out var names))
            {
                await _audit.AddAsync(new AuditEntry(AuditActions.Bot, AuditActions.Itself, AuditActions.Options, "options", names), stop);
                _toAudit.Dequeue();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The log has it.
        }
        catch (StorageException exception)
        {
            _log.LogWarning("The change of options is not in the audit yet: {Reason}", exception.Message);
        }
        catch (Exception exception)
        {
            _log.LogError(exception, "The change of options is not in the audit yet");
        }
    }

    private void GoBack(BotOptions options, ImmutableDictionary<string, string> values)
    {
        try
        {
            _accepted.Accept(values);
            _inEffect.Set(options);
        }
        catch (Exception exception)
        {
            _log.LogError(exception, "The options before are not wholly in effect again; start the bot again");
        }
    }

    // A terminal that hangs up takes its programs along, this one too; to a service the signal means to look.
    private void TakeSignal(PosixSignalContext context)
    {
        context.Cancel = Console.IsInputRedirected;
        Nudge();
    }

    private (BotOptions Options, ImmutableArray<string> Faults) Judge(SettingsContent content)
    {
        if (content.Read.Unreadable is { } unreadable)
        {
            return (_inEffect.Bot.Value, [unreadable]);
        }

        var setup = BotServer.SetupOf(_settings, content.Read);
        return (setup.Options.Options, [.. setup.Options.Faults, .. setup.Knowledge.Fault is { } fault ? [fault] : Array.Empty<string>()]);
    }

    // Whether that is news.
    private bool Keep(ImmutableArray<string> faults)
    {
        if (faults.SequenceEqual(_state.Faults, StringComparer.Ordinal))
        {
            return false;
        }

        foreach (var fault in faults)
        {
            _log.LogError("The options were changed and are not taken over, those before stay: {Fault}", fault);
        }

        _state = _state with { Faults = faults };
        return true;
    }

    private void TakeOver(BotOptions options, SettingsContent content)
    {
        var change = OptionChange.Of(_inEffect.Bot.Value, options);
        var others = Others(_accepted.Values, content.Read.Files).ToLookup(name => name.StartsWith($"{LoggingSection.Name}:", StringComparison.OrdinalIgnoreCase));
        if (!_state.Faults.IsEmpty)
        {
            _log.LogInformation("The options are right again");
        }

        _accepted.Accept(content.Read.Files);
        _inEffect.Set(change.InEffect);
        string[] atOnce = [.. change.AtOnce, .. others[true]];
        if (atOnce.Length > 0)
        {
            var names = string.Join(", ", atOnce);
            _toAudit.Enqueue(names);
            _log.LogInformation("Options changed, in effect at once: {Options}", names);
        }

        ImmutableArray<string> atNextStart = [.. change.AtNextStart, .. _state.AtNextStart.Where(name => !IsOurs(name)).Union(others[false], StringComparer.OrdinalIgnoreCase)];
        if (!atNextStart.IsEmpty && !atNextStart.SequenceEqual(_state.AtNextStart, StringComparer.Ordinal))
        {
            var names = string.Join(", ", atNextStart);
            _toAudit.Enqueue($"at the next start: {names}");
            _log.LogWarning("Options changed, takes effect at the next start: {Options}", names);
        }

        _state = new SettingsState([], atNextStart);
    }

    // What files say of other parts of the program than the bot itself.
    private static IEnumerable<string> Others(ImmutableDictionary<string, string> before, ImmutableDictionary<string, string> now) =>
        before.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(name => !IsOurs(name) && before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Order(StringComparer.OrdinalIgnoreCase);

    private static bool IsOurs(string name) => name.StartsWith($"{BotOptions.Section}:", StringComparison.OrdinalIgnoreCase);
}
