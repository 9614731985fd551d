using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage;

namespace MlOpsBot.Teams.Connecting;

/// <summary>
/// The bot's own tokens: fetched when first needed, kept, and renewed before they end. One fetch at a time, whoever asks; a token
/// that is still good serves while a fetch is under way or fails. Thread-safe; one for the process.
/// </summary>
public sealed class AppTokens
{
    /// <summary>How long a caller waits for the login before it is told to come back.</summary>
    public static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(15);

    // So long before its end a token is renewed, where Microsoft does not say when; it lives for an hour or a day.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(10);

    // A token is on its way for a while, and clocks differ.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    // Nobody asks the login more often than this for a token in the place of one that Teams refused.
    private static readonly TimeSpan RefusedAgain = TimeSpan.FromSeconds(30);

    // A login that refuses goes on refusing until somebody does something; and counts those who ask too often.
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Current<TeamsOptions> _options;
    private readonly Func<CancellationToken, Task<LoginAnswer>> _fetch;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private TeamsCredential? _credential;
    private Kept? _kept;
    private Task<CallResult<string>>? _fetching;
    private LoginFault? _fault;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private DateTimeOffset _replacedAt = DateTimeOffset.MinValue;
    private int _failures;
    private volatile bool _isRefusedByTeams;

    /// <summary>Tokens by Azure.Identity, which is not loaded before the first is needed.</summary>
    public AppTokens(Current<TeamsOptions> options, TimeProvider time, ILogger<AppTokens> log)
        : this(options, time, log, new AzureLogin(options).FetchAsync)
    {
    }

    internal AppTokens(Current<TeamsOptions> options, TimeProvider time, ILogger<AppTokens> log, Func<CancellationToken, Task<LoginAnswer>> fetch)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time, _log, _fetch, _credential) = (options, time, log, fetch, options.Value.Credential);
    }

    /// <summary>How the credential fares, from what is known already: asks nobody.</summary>
    public CredentialState State
    {
        get
        {
            lock (_lock)
            {
                Follow();
                var now = _time.GetUtcNow();

                // A failed renewal is no trouble yet: Microsoft's login may be away for as long as the token is good.
                var isServed = _kept?.IsGood(now) == true && _fault is not { IsRefusal: true };
                return CredentialState.Of(_options.Value, now, _kept is not null, !isServed ? _fault : _isRefusedByTeams ? LoginFaults.RefusedByTeams : null) with
                {
                    TokenEndsAt = _kept?.Token.ExpiresAt,
                };
            }
        }
    }

    /// <summary>Ends when no fetch is under way, for tests.</summary>
    internal Task Settled
    {
        get
        {
            lock (_lock)
            {
                return _fetching ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Fetches a token to see whether that works: for <c>doctor</c> and a check at start. Throws for cancellation alone.</summary>
    public async Task<CredentialState> CheckAsync(CancellationToken cancellation)
    {
        await GetAsync(cancellation);
        return State;
    }

    /// <summary>A token that is good for a call now. Without one: <see cref="CallOutcome.Later"/>. Throws for cancellation alone.</summary>
    internal ValueTask<CallResult<string>> GetAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            Follow();
            var now = _time.GetUtcNow();
            if (_kept is { } kept && kept.IsGood(now))
            {
                if (now >= kept.RenewAt && now >= _notBefore)
                {
                    _ = BeginFetch();
                }

                return ValueTask.FromResult(CallResult.Done(kept.Token.Token));
            }

            return now < _notBefore
                ? ValueTask.FromResult(CallResult.Later<string>(_fault?.Code ?? "no_token", _notBefore - now))
                : new ValueTask<CallResult<string>>(BeginFetch().WaitAsync(cancellation));
        }
    }

    /// <summary>Another token in the place of one that Teams refused; the same one where it has just been replaced already.</summary>
    internal ValueTask<CallResult<string>> ReplaceAsync(string refused, CancellationToken cancellation)
    {
        lock (_lock)
        {
            Follow();
            var now = _time.GetUtcNow();
            if (_kept?.Token.Token == refused)
            {
                if (_fetching is null)
                {
                    if (now - _replacedAt < RefusedAgain || now < _notBefore)
                    {
                        return ValueTask.FromResult(CallResult.Done(refused));
                    }

                    _replacedAt = now;
                }

                return new ValueTask<CallResult<string>>(BeginFetch().WaitAsync(cancellation));
            }
        }

        return GetAsync(cancellation);
    }

    /// <summary>Whether Teams took the last token: one that the login gives out may still be of another app than the bot's.</summary>
    internal void Report(bool isTaken)
    {
        if (_isRefusedByTeams == isTaken)
        {
            _isRefusedByTeams = !isTaken;
            _log.Log(isTaken ? LogLevel.Information : LogLevel.Error, "{WhatToDo}", isTaken ? "Teams takes the bot's token again." : LoginFaults.RefusedByTeams.Sentence);
        }
    }

    // Called under the lock. With another credential a token is fetched at once, whatever became of the one before; until there is
    // one, the token that is still good serves.
    private void Follow()
    {
        if (_options.Value.Credential is { } credential && !credential.Equals(_credential))
        {
            (_credential, _fault, _failures, _notBefore, _replacedAt) = (credential, null, 0, DateTimeOffset.MinValue, DateTimeOffset.MinValue);
            _kept = _kept is null ? null : _kept with { RenewAt = DateTimeOffset.MinValue };
        }
    }

    // Called under the lock. The fetch goes on if its callers go away: others may be waiting for it.
    private Task<CallResult<string>> BeginFetch() => _fetching ??= FetchAsync(_credential);

    private async Task<CallResult<string>> FetchAsync(TeamsCredential? credential)
    {
        // Off the lock that this is started under.
        await Task.Yield();
        using var timeout = new CancellationTokenSource(LongestFetch, _time);
        LoginAnswer answer;
        try
        {
            answer = await _fetch(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            answer = new LoginAnswer(null, LoginFaults.Slow);
        }
        catch (Exception exception)
        {
            // A bug, here or in the library: nobody may wait for ever for a fetch that has ended.
            _log.LogError(exception, "Fetching a token failed in a way that is not foreseen");
            answer = new LoginAnswer(null, new LoginFault("unforeseen", IsRefusal: false, "Fetching a token failed in a way that is not foreseen; the log has more."));
        }

        return Keep(answer, credential);
    }

    private CallResult<string> Keep(LoginAnswer answer, TeamsCredential? credential)
    {
        lock (_lock)
        {
            _fetching = null;
            Follow();
            var now = _time.GetUtcNow();
            if (!Equals(credential, _credential))
            {
                // It was fetched with a credential that has been replaced meanwhile: the next one that asks fetches with the new.
                return CallResult.Later<string>("credential_replaced", TimeSpan.Zero);
            }

            if (answer.Token is { } token)
            {
                if (_fault is not null)
                {
                    _log.LogInformation("Microsoft's login gives out tokens again");
                }

                (_kept, _fault, _failures, _notBefore) = (new Kept(token, RenewAt(token, now)), null, 0, DateTimeOffset.MinValue);
                return CallResult.Done(token.Token);
            }

            var fault = answer.Fault!;
            var pause = fault.IsRefusal ? RefusedPause : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, ++_failures), LongestPause.TotalSeconds));
            _notBefore = now + pause;
            if (_fault?.Code != fault.Code)
            {
                _log.Log(fault.IsRefusal ? LogLevel.Error : LogLevel.Warning, "No token for Teams ({Code}): {WhatToDo}", fault.Code, fault.Sentence);
            }

            _fault = fault;
            return CallResult.Later<string>(fault.Code, pause);
        }
    }

    private static DateTimeOffset RenewAt(FetchedToken token, DateTimeOffset now)
    {
        // A token that was not new, as an identity's service may give it out again, is asked for again in half of what it has left.
        var left = token.ExpiresAt - now;
        var wanted = token.RenewAt ?? token.ExpiresAt - Early;
        return wanted > now + Margin ? wanted : now + (left / 2);
    }

    private sealed record Kept(FetchedToken Token, DateTimeOffset RenewAt)
    {
        public bool IsGood(DateTimeOffset now) => now < Token.ExpiresAt - Margin;
    }
}
