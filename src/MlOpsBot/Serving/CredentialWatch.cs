using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Serving;

/// <summary>
/// Sees to it that nobody learns from silence that the bot's credential for Teams has ended: fetches a token at start and every
/// hour, and says in the log, once a day, what is to be done. Nothing in it is secret.
/// </summary>
/// <param name="tokens">The bot's tokens.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class CredentialWatch(AppTokens tokens, TimeProvider clock, ILogger<CredentialWatch> log) : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Time until the same thing is said again.</summary>
    public static readonly TimeSpan Reminder = TimeSpan.FromDays(1);

    private CredentialHealth _said = CredentialHealth.Untried;
    private DateTimeOffset _saidAt;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            do
            {
                Say(await tokens.CheckAsync(stoppingToken));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot stops.
        }
    }

    private void Say(CredentialState state)
    {
        var now = clock.GetUtcNow();
        if (state.Health == _said && now - _saidAt < Reminder)
        {
            return;
        }

        // While the login cannot be reached, those who need a token say so.
        var isOver = state.Health == CredentialHealth.Refused || (state.Health == CredentialHealth.Ending && state.ExpiresAt <= now);
        if (isOver || state.Health == CredentialHealth.Ending)
        {
            log.Log(isOver ? LogLevel.Error : LogLevel.Warning, "Teams: {WhatToDo}", state.Sentence);
        }
        else if (state.Health == CredentialHealth.Fine && _said != CredentialHealth.Fine)
        {
            log.LogInformation("Teams: {State}", state.Sentence);
        }

        (_said, _saidAt) = (state.Health, now);
    }
}
