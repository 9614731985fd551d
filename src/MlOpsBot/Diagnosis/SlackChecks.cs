using System.Collections.Immutable;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack;
using MlOpsBot.Slack.Installing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether Slack knows the configured bot token (<c>auth.test</c>), what the token may do, and whether the bot is in a channel.</summary>
internal sealed class SlackTokenCheck(Secret token, SlackApi slack) : ICheck
{
    // Without these the bot hears or says nothing; without the others it does less.
    private static readonly ImmutableArray<string> s_vital = ["app_mentions:read", "chat:write", "commands", "im:history"];

    public string Name => "slack token";

    public bool AsksOthers => true;

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var result = await slack.Tokens.AuthTestAsync(token, cancellation);
        return result.Outcome switch
        {
            CallOutcome.Done => [Diagnosed.Ok(Name, $"Slack knows it as that of {Workspace(result.Value!)}."), .. Scopes(result.Value!.Scopes), .. await ChannelsAsync(cancellation)],
            CallOutcome.Refused => [SlackRefusals.OfBotToken(Name, result.Error!)],
            _ => [SlackRefusals.Unreachable(Name, result.Error)],
        };
    }

    private static string Workspace(SlackIdentity identity) => (identity.TeamName, identity.TeamId ?? identity.EnterpriseId) switch
    {
        ("", var id) => $"{id}",
        var (name, id) => $"{name} ({id})",
    };

    private IEnumerable<Diagnosed> Scopes(ImmutableArray<string> granted)
    {
        if (granted.IsEmpty)
        {
            yield break;
        }

        ImmutableArray<string> missing = [.. SlackScopes.Bot.Except(granted, StringComparer.Ordinal)];
        if (!missing.IsEmpty)
        {
            const string remedy = "Add them on the app's page \"OAuth & Permissions\" (deploy/slack's manifest has them all), and install the app again: a token keeps the scopes that it was made with.";
            var text = $"It lacks the scopes {string.Join(", ", missing)}.";
            yield return missing.Intersect(s_vital, StringComparer.Ordinal).Any()
                ? Diagnosed.Fault(Name, FindingCode.SlackScopeMissing, text, remedy)
                : Diagnosed.Warning(Name, FindingCode.SlackScopeMissing, text, remedy);
        }

        ImmutableArray<string> more = [.. granted.Except(SlackScopes.Bot, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (!more.IsEmpty)
        {
            yield return Diagnosed.Warning(
                Name, FindingCode.SlackScopeMore, $"It may do more than the bot needs: {string.Join(", ", more)}.", "Take them away on the app's page \"OAuth & Permissions\", and install the app again.");
        }
    }

    private async Task<IEnumerable<Diagnosed>> ChannelsAsync(CancellationToken cancellation)
    {
        // Without the scope to ask, the line about scopes says enough.
        var isInAny = await slack.Tokens.IsInAnyChannelAsync(token, cancellation);
        return isInAny is { Outcome: CallOutcome.Done, Value: false }
            ? [Diagnosed.Warning(Name, FindingCode.SlackNoChannel, "The bot is in no channel: it hears direct messages and /mlops alone.", "Write /invite @mlopsbot in a channel.")]
            : [];
    }
}

/// <summary>Whether Slack gives a link for Socket Mode (<c>apps.connections.open</c>); it is not opened.</summary>
internal sealed class SlackLinkCheck(Secret appToken, SlackApi slack) : ICheck
{
    public string Name => "slack link";

    public bool AsksOthers => true;

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var result = await slack.Tokens.OpenConnectionAsync(appToken, cancellation);
        return [result.Outcome switch
        {
            CallOutcome.Done => Diagnosed.Ok(Name, "Slack gives a link for Socket Mode."),
            CallOutcome.Refused => SlackRefusals.OfAppToken(Name, result.Error!),
            _ => SlackRefusals.Unreachable(Name, result.Error),
        }];
    }
}

/// <summary>
/// Whether Slack knows the app's client id and secret: an exchange of a code that never was is refused for the code (<c>invalid_code</c>) where
/// both are right.
/// </summary>
internal sealed class SlackClientCheck(SlackOptions options, SlackApi slack) : ICheck
{
    public string Name => "slack client";

    public bool AsksOthers => true;

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var (start, redirect, _, _) = InstallAddresses.Of(options);
        var result = await slack.Tokens.ExchangeCodeAsync(options.ClientId!, options.ClientSecret!, "0", redirect, cancellation);
        return [result.Error switch
        {
            "invalid_code" or "code_expired" or "code_already_used" => Diagnosed.Ok(Name, $"Slack knows the app {options.ClientId}; workspaces install it at {start}."),
            { } error when result.Outcome == CallOutcome.Refused => Diagnosed.Fault(
                Name,
                FindingCode.SlackClientRefused,
                $"Slack refuses the app's client id, secret or address: {error}.",
                $"Copy Client ID and Client Secret from the app's page \"Basic Information\", and enter {redirect} as a Redirect URL on \"OAuth & Permissions\"."),
            var error => SlackRefusals.Unreachable(Name, error),
        }];
    }
}

/// <summary>What Slack's refusals mean to an operator. Source of the codes: the errors that every method shares, as at https://docs.slack.dev/reference/methods/auth.test.</summary>
internal static class SlackRefusals
{
    private const string CopyBotToken = "Copy the Bot User OAuth Token from the app's page \"OAuth & Permissions\" into MlOpsBot:Slack:BotToken.";
    private const string CopyAppToken = "Copy an app-level token with the scope connections:write from the app's page \"Basic Information\" into MlOpsBot:Slack:AppToken.";

    public static Diagnosed OfBotToken(string check, string error) => error switch
    {
        "invalid_auth" or "not_authed" => Fault(check, FindingCode.SlackTokenUnknown, error, "it is no token of Slack's, or of another app", CopyBotToken),
        "token_revoked" => Fault(check, FindingCode.SlackTokenRevoked, error, "it was revoked, or the app was removed from the workspace", "Install the app again on \"OAuth & Permissions\". " + CopyBotToken),
        "token_expired" => Fault(
            check, FindingCode.SlackTokenExpired, error, "the app rotates its tokens, and this one has ended",
            "Switch token rotation off and install the app again, or give ClientId, ClientSecret and PublicUrl in the place of BotToken: tokens from installs by OAuth are renewed."),
        "account_inactive" or "team_access_not_granted" or "enterprise_is_restricted" => Fault(
            check, FindingCode.SlackAppGone, error, "the workspace is disabled, or its owners have taken the app away", "Ask the workspace's owners, then install the app again."),
        "not_allowed_token_type" => Fault(check, FindingCode.SlackTokenKind, error, "it is a token of another kind", CopyBotToken),
        _ => Fault(check, FindingCode.SlackTokenRefused, error, "Slack's page of auth.test says what that means", CopyBotToken),
    };

    public static Diagnosed OfAppToken(string check, string error) => error switch
    {
        "missing_scope" => Fault(check, FindingCode.SlackLinkScope, error, "the app-level token lacks the scope connections:write", CopyAppToken),
        "invalid_auth" or "not_authed" or "token_revoked" or "token_expired" or "not_allowed_token_type" or "account_inactive" => Fault(
            check, FindingCode.SlackLinkToken, error, "the app-level token is wrong, or was revoked", CopyAppToken),
        _ => Fault(
            check, FindingCode.SlackLinkRefused, error, "Socket Mode may be switched off in the app",
            "Switch Socket Mode on on the app's page \"Socket Mode\". " + CopyAppToken),
    };

    public static Diagnosed Unreachable(string check, string? error) => Diagnosed.Fault(
        check, FindingCode.SlackUnreachable, $"Slack cannot be asked now: {(string.IsNullOrEmpty(error) ? "what answers there does not answer as Slack does" : error)}.", $"Let this machine reach MlOpsBot:Slack:ApiUrl ({SlackOptions.DefaultApiUrl.Host} unless set), through a proxy if need be (HTTPS_PROXY), or try again later.");

    private static Diagnosed Fault(string check, FindingCode code, string error, string means, string remedy) =>
        Diagnosed.Fault(check, code, $"Slack refuses it ({error}): {means}.", remedy);
}
