using System.Net.Http.Headers;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// The calls about tokens themselves: whose they are, what they open, how they are got. They go with the credential that they are given,
/// and not with an installation's. Outcomes are as <see cref="SlackApi"/>'s. Thread-safe.
/// </summary>
public sealed class TokenCalls
{
    private readonly SlackCaller _caller;

    /// <summary>Shares its owner's connections and limits.</summary>
    internal TokenCalls(SlackCaller caller) => _caller = caller;

    /// <summary>Asks for the address of a Socket Mode link: <c>wss</c>, good for one link that is opened soon.</summary>
    public Task<CallResult<Uri>> OpenConnectionAsync(Secret appToken, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(appToken);
        return _caller.CallAsync(
            SlackMethod.OpenConnection, CallOf(appToken), SlackArguments.Form(), static answer => SlackAnswers.Done(SlackAnswers.Socket(answer)), cancellation);
    }

    /// <summary>Asks whose a bot token is; <see cref="CallOutcome.Refused"/> if it is dead, also if it has expired.</summary>
    public async Task<CallResult<SlackIdentity>> AuthTestAsync(Secret botToken, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(botToken);
        var result = await _caller.CallAsync(
            SlackMethod.AuthTest,
            CallOf(botToken),
            SlackArguments.Form(),
            static (answer, headers) => SlackAnswers.Done(SlackAnswers.Identity(answer) is { } identity ? identity with { Scopes = SlackAnswers.Scopes(headers) } : null),
            cancellation);

        // Elsewhere whoever tries again comes with the renewed token; this is about the very token.
        return result.Error == "token_expired" ? CallResult.Refused<SlackIdentity>(result.Error) : result;
    }

    /// <summary>Asks whether the bot is in any channel that is not archived.</summary>
    public Task<CallResult<bool>> IsInAnyChannelAsync(Secret botToken, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(botToken);
        return _caller.CallAsync<bool>(
            SlackMethod.OwnConversations,
            CallOf(botToken),
            SlackArguments.Form(("types", "public_channel,private_channel"), ("exclude_archived", "true"), ("limit", "200")),
            static answer => SlackAnswers.IsInAnyChannel(answer) is { } isInAny ? CallResult.Done(isInAny) : null,
            cancellation);
    }

    /// <summary>Exchanges the code of an install, which is good for one use within ten minutes.</summary>
    /// <param name="clientId">The app's.</param>
    /// <param name="clientSecret">The app's.</param>
    /// <param name="code">As it came back.</param>
    /// <param name="redirect">The very address that it came back to.</param>
    /// <param name="cancellation">Gives up; the code may be used up.</param>
    public Task<CallResult<SlackGrant>> ExchangeCodeAsync(
        string clientId, Secret clientSecret, string code, Uri redirect, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(redirect);
        return AccessAsync(clientId, clientSecret, SlackArguments.Form(("code", code), ("redirect_uri", redirect.AbsoluteUri)), cancellation);
    }

    /// <summary>Renews a bot token. The renewal token is used up by it; in doubt it may be.</summary>
    public Task<CallResult<SlackGrant>> RefreshAsync(string clientId, Secret clientSecret, Secret refreshToken, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(refreshToken);
        return AccessAsync(
            clientId, clientSecret, SlackArguments.Form(("grant_type", "refresh_token"), ("refresh_token", refreshToken.Reveal())), cancellation);
    }

    private static SlackCall CallOf(Secret token) => new("", null, new AuthenticationHeaderValue("Bearer", token.Reveal()));

    private Task<CallResult<SlackGrant>> AccessAsync(string clientId, Secret clientSecret, SlackArguments arguments, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(clientSecret);
        return _caller.CallAsync(
            SlackMethod.Access,
            new SlackCall("", null, ChatHttp.Basic(clientId, clientSecret.Reveal())),
            arguments,
            static answer => SlackAnswers.Done(SlackAnswers.Grant(answer)),
            cancellation);
    }
}
