using System.Text.Json;
using System.Text.Json.Serialization;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.WebApi;

/// <summary>What lies encrypted in an installation's row. Add members with a default; never rename one.</summary>
/// <param name="Bot">The bot token.</param>
/// <param name="Refresh">Renews it, once; null where tokens are not rotated.</param>
/// <param name="RenewingUntil">Until when one replica has the renewing to itself, or nobody is to try it again; null for neither.</param>
/// <param name="RenewalError">Why Slack refused to renew it; null if it did not.</param>
internal sealed record StoredTokens(string Bot, string? Refresh = null, DateTimeOffset? RenewingUntil = null, string? RenewalError = null)
{
    public Secret ToSecret() => new(JsonSerializer.Serialize(this, InstallationJson.Default.StoredTokens));

    /// <summary>Reads them; null if they are not ours.</summary>
    public static StoredTokens? Read(Installation installation)
    {
        try
        {
            return JsonSerializer.Deserialize(installation.Secrets.Reveal(), InstallationJson.Default.StoredTokens) is { Bot.Length: > 0 } tokens
                ? tokens
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What lies readable in an installation's row. Add members with a default; never rename one.</summary>
/// <param name="BotId">The bot's <c>bot_id</c>; null while unknown.</param>
/// <param name="AppId">The app.</param>
/// <param name="Scope">What was granted.</param>
internal sealed record StoredSettings(string? BotId = null, string? AppId = null, string? Scope = null)
{
    public string ToText() => JsonSerializer.Serialize(this, InstallationJson.Default.StoredSettings);

    /// <summary>Reads them; empty if they are not ours: nothing in them is needed to answer.</summary>
    public static StoredSettings Read(Installation installation)
    {
        try
        {
            return JsonSerializer.Deserialize(installation.Settings, InstallationJson.Default.StoredSettings) ?? new StoredSettings();
        }
        catch (JsonException)
        {
            return new StoredSettings();
        }
    }
}

/// <summary>Makes rows of grants.</summary>
internal static class SlackInstallation
{
    /// <summary>The platform's name in every key.</summary>
    public const string Platform = SlackChannel.Platform;

    public static WorkspaceKey KeyOf(string id) => new(Platform, id);

    /// <summary>What is stored for a grant.</summary>
    /// <param name="grant">As Slack gave it.</param>
    /// <param name="identity">Whose the token is, where Slack could be asked.</param>
    /// <param name="now">When it was granted.</param>
    public static Installation Of(SlackGrant grant, SlackIdentity? identity, DateTimeOffset now) => new(
        KeyOf((grant.IsEnterpriseInstall ? grant.EnterpriseId : grant.TeamId)!),
        (grant.IsEnterpriseInstall ? grant.EnterpriseName : grant.TeamName) ?? "",
        grant.BotUserId ?? identity?.UserId,
        new StoredSettings(identity?.BotId, grant.AppId, grant.Scope).ToText(),
        TokensOf(grant).ToSecret(),
        now + grant.Lifetime,
        grant.InstalledBy ?? "unknown");

    public static StoredTokens TokensOf(SlackGrant grant) => new(grant.BotToken.Reveal(), grant.RefreshToken?.Reveal());
}

/// <summary>How both are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredTokens))]
[JsonSerializable(typeof(StoredSettings))]
internal sealed partial class InstallationJson : JsonSerializerContext;
