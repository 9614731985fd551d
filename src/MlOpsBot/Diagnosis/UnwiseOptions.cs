using Microsoft.Extensions.Primitives;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Teams;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Diagnosis;

/// <summary>Options that are right each by itself, and do together what nobody means.</summary>
/// <param name="setup">What is configured, without a fault.</param>
/// <param name="check">The check's name.</param>
internal sealed class UnwiseOptions(Setup setup, string check)
{
    // Slack shows the older Verification Token below the Signing Secret: 24 letters and digits to the other's 32.
    private const int VerificationTokenLength = 24;

    private readonly BotOptions _options = setup.Options.Options;

    private bool IsDevelopment => setup.Environment.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public IEnumerable<Diagnosed> Find() => [.. Serving(), .. Slack(), .. Teams(), .. Storage()];

    private IEnumerable<Diagnosed> Serving()
    {
        if (setup.Sources.Configuration["urls"] is { Length: > 0 } urls && _options.Port != new BotOptions().Port)
        {
            yield return Warn(
                FindingCode.PortIgnored, $"MlOpsBot:Port is {_options.Port} and counts for nothing: urls (ASPNETCORE_URLS) is {urls}.", "Leave one of them out.");
        }

        if (_options.PlaygroundEnabled == true && ListeningAddress.IsBeyondLoopback(setup.Sources.Configuration, IsDevelopment))
        {
            yield return Warn(
                FindingCode.PlaygroundPublic,
                "The playground is open to everybody who reaches the port: it answers without asking who asks.",
                "Leave MlOpsBot:Playground:Enabled out, or let a proxy in front ask for a login at / and /api/ask.");
        }

        if (IsDevelopment && _options.PublicUrl is { IsLoopback: false } url)
        {
            yield return Warn(
                FindingCode.DevelopmentPublic,
                $"The environment is Development, and the bot is reached at {url.Host}: pages show how answers come about, and the Agents Playground may be let in.",
                "Set ASPNETCORE_ENVIRONMENT=Production.");
        }

        if (_options is { PublicUrl: { } known, Limits.AllowedHosts: { IsDefaultOrEmpty: false } names } && !HostString.MatchesAny(known.Host, [.. names.Select(name => new StringSegment(name))]))
        {
            yield return Warn(
                FindingCode.HostNotAllowed,
                $"The bot is reached at {known.Host}, and answers to {string.Join(", ", names)} alone.",
                $"Add {known.Host} to MlOpsBot:Limits:AllowedHosts, or leave that out.");
        }

        if (!_options.HasChannel && _options.PlaygroundEnabled != true && !IsDevelopment)
        {
            yield return Warn(
                FindingCode.ServesNobody,
                "Nobody can ask: neither Slack nor Teams is configured, and the playground is off outside of development.",
                "Give Slack's or Teams' options (deploy/slack, deploy/teams), or set MlOpsBot:Playground:Enabled to true.");
        }
    }

    private IEnumerable<Diagnosed> Slack()
    {
        if (_options.Slack.SigningSecret?.Reveal() is not { } secret)
        {
            yield break;
        }

        const string remedy = "Copy the Signing Secret from the app's page \"Basic Information\" into MlOpsBot:Slack:SigningSecret.";
        if (secret == _options.Slack.ClientSecret?.Reveal())
        {
            yield return Warn(FindingCode.SigningSecretIsClientSecret, "MlOpsBot:Slack:SigningSecret and ClientSecret are the same: every request of Slack's will be refused.", remedy);
        }
        else if (secret.Length == VerificationTokenLength || secret.StartsWith("xox", StringComparison.Ordinal) || secret.StartsWith("xapp-", StringComparison.Ordinal))
        {
            yield return Warn(
                FindingCode.SigningSecretShape,
                $"MlOpsBot:Slack:SigningSecret looks like {(secret.Length == VerificationTokenLength ? "the app's Verification Token" : "a token")}: every request of Slack's will be refused.",
                remedy);
        }
    }

    // Microsoft's clouds do not know each other: a token of one is of no use in another.
    private IEnumerable<Diagnosed> Teams()
    {
        var teams = _options.Teams;
        var mine = Clouds.Of(teams.Cloud);
        foreach (var other in Enum.GetValues<TeamsCloud>().Select(Clouds.Of).Where(cloud => cloud != mine))
        {
            (string Option, string Value)[] foreign =
            [
                .. teams.LoginUrl is { } login && login.Host == other.Authority.Host && login.Host != mine.Authority.Host ? [("LoginUrl", login.Host)] : Array.Empty<(string, string)>(),
                .. teams.MetadataUrl is { } keys && keys.Host == other.Metadata.Host && keys.Host != mine.Metadata.Host ? [("MetadataUrl", keys.Host)] : Array.Empty<(string, string)>(),
                .. teams.ServiceHosts.Where(host => other.ServiceHosts.Contains(host) && !mine.ServiceHosts.Contains(host)).Select(host => ("ServiceHosts", host)),
            ];
            if (foreign.Length > 0)
            {
                yield return Warn(
                    FindingCode.CloudsMixed,
                    $"MlOpsBot:Teams:Cloud is {teams.Cloud}, and {string.Join(", ", foreign.Select(each => $"{each.Option} names {each.Value}"))}, of another of Microsoft's clouds.",
                    "Set MlOpsBot:Teams:Cloud to the cloud of the Azure Bot, and leave LoginUrl, MetadataUrl and ServiceHosts out.");
                yield break;
            }
        }
    }

    private IEnumerable<Diagnosed> Storage()
    {
        if (_options.HasChannel && _options.Storage.PostgresConnectionString is null && IsGiven($"{BotOptions.Section}:Storage:ReplicaName"))
        {
            yield return Warn(
                FindingCode.ReplicaNameWithSqlite,
                "MlOpsBot:Storage:ReplicaName is given, and the store is SQLite, which one replica alone may use.",
                "Run one replica, or give MlOpsBot:Storage:PostgresConnectionString (mlopsbot store move brings everything along).");
        }
    }

    private bool IsGiven(string option) => setup.Options.Shown.Any(shown => shown.Name.Equals(option, StringComparison.OrdinalIgnoreCase) && shown.Source != OptionShown.Default);

    private Diagnosed Warn(FindingCode code, string text, string remedy) => Diagnosed.Warning(check, code, text, remedy);
}
