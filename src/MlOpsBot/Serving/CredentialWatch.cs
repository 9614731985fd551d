using MlOpsBot.Storage;
using MlOpsBot.Teams;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Serving;

/// <summary>
/// Sees to it that nobody learns from silence that the bot's credential for Teams has ended: fetches a token at start and every
/// hour, and when the credential was replaced, and says in the log what is to be done. Nothing in it is secret.
/// </summary>
/// <param name="tokens">The bot's tokens.</param>
/// <param name="options">Which credential it is.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class CredentialWatch(AppTokens tokens, Current<TeamsOptions> options, TimeProvider clock, ILogger<CredentialWatch> log)
    : RecurringService("Checking the bot's credential for Teams", clock, log)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly CredentialNews _news = new();
    private readonly SemaphoreSlim _replaced = new(0);
    private TeamsCredential? _credential;

    /// <inheritdoc/>
    protected override TimeSpan NextPause => Interval;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _credential = options.Value.Credential;
        options.Changed += Look;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        options.Changed -= Look;
        base.Dispose();
        _replaced.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stop)
    {
        var state = await tokens.CheckAsync(stop);
        if (_news.Tell(state, Clock.GetUtcNow()) is { } level)
        {
            log.Log(level, "Teams: {WhatToDo}", state.Sentence);
        }
    }

    /// <inheritdoc/>
    protected override async Task WaitAsync(TimeSpan pause, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(pause, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        await _replaced.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    private void Look(object? sender, EventArgs arguments)
    {
        if (!Equals(_credential, options.Value.Credential))
        {
            _credential = options.Value.Credential;
            _replaced.Release();
        }
    }
}

/// <summary>When to say how the credential fares, and how loudly: what is new at once, what stays wrong once a day. Not thread-safe.</summary>
internal sealed class CredentialNews
{
    /// <summary>Time until the same thing is said again.</summary>
    public static readonly TimeSpan Reminder = TimeSpan.FromDays(1);

    private CredentialHealth? _said;
    private DateTimeOffset _saidAt;

    /// <summary>How loudly to say it now; null for not at all.</summary>
    public LogLevel? Tell(CredentialState state, DateTimeOffset now)
    {
        LogLevel? level = state.Health switch
        {
            CredentialHealth.Refused => LogLevel.Error,
            CredentialHealth.Ending => state.ExpiresAt <= now ? LogLevel.Error : LogLevel.Warning,
            CredentialHealth.Fine => LogLevel.Information,

            // While the login cannot be reached, those who need a token say so.
            _ => null,
        };
        var isNews = state.Health != _said || (level > LogLevel.Information && now - _saidAt >= Reminder);
        if (level is null || !isNews)
        {
            return null;
        }

        (_said, _saidAt) = (state.Health, now);
        return level;
    }
}
