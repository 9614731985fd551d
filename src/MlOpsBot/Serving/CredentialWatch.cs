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
internal sealed class CredentialWatch(AppTokens tokens, Current<TeamsOptions> options, TimeProvider clock, ILogger<CredentialWatch> log) : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly CredentialNews _news = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var replaced = new SemaphoreSlim(0);
        var credential = options.Value.Credential;
        options.Changed += Look;
        try
        {
            while (true)
            {
                await CheckAsync(stoppingToken);
                await WaitAsync(replaced, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot stops.
        }
        finally
        {
            options.Changed -= Look;
        }

        void Look(object? sender, EventArgs arguments)
        {
            if (!Equals(credential, options.Value.Credential))
            {
                credential = options.Value.Credential;
                replaced.Release();
            }
        }
    }

    private async Task CheckAsync(CancellationToken stop)
    {
        try
        {
            var state = await tokens.CheckAsync(stop);
            if (_news.Tell(state, clock.GetUtcNow()) is { } level)
            {
                log.Log(level, "Teams: {WhatToDo}", state.Sentence);
            }
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            // Nothing may end this loop: the program would end with it.
            log.LogError(exception, "Teams: the bot's credential cannot be checked; trying again in {Pause}", Interval);
        }
    }

    private async Task WaitAsync(SemaphoreSlim replaced, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Interval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        await replaced.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
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
