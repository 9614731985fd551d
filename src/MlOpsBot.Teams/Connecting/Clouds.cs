using System.Collections.Immutable;

namespace MlOpsBot.Teams.Connecting;

/// <summary>
/// The addresses of one of Microsoft's clouds. Immutable. Source: the cloud presets of Microsoft's Teams SDK and Bot Framework
/// (<c>https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high</c>, <c>…/how-to-deploy-gov-cloud-dod</c>).
/// </summary>
/// <param name="Authority">Gives out our tokens.</param>
/// <param name="Scope">What a token of ours is for.</param>
/// <param name="Issuer">Who issues the tokens that come in (<c>iss</c>).</param>
/// <param name="Metadata">Where the keys of those tokens are found.</param>
/// <param name="ServiceHosts">The hosts that may get a token of ours, exact. Never a pattern: anyone can register below <c>trafficmanager.net</c>.</param>
public sealed record Cloud(Uri Authority, string Scope, string Issuer, Uri Metadata, ImmutableArray<string> ServiceHosts);

/// <summary>Microsoft's clouds, and what the options make of them.</summary>
public static class Clouds
{
    private static readonly Cloud s_public = new(
        new Uri("https://login.microsoftonline.com/"),
        "https://api.botframework.com/.default",
        "https://api.botframework.com",
        new Uri("https://login.botframework.com/v1/.well-known/openidconfiguration"),
        ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"]);

    private static readonly Cloud s_usGovernment = new(
        new Uri("https://login.microsoftonline.us/"),
        "https://api.botframework.us/.default",
        "https://api.botframework.us",
        new Uri("https://login.botframework.azure.us/v1/.well-known/openidconfiguration"),
        ["smba.infra.gov.teams.microsoft.us"]);

    private static readonly Cloud s_usDefense = s_usGovernment with { ServiceHosts = ["smba.infra.dod.teams.microsoft.us"] };

    /// <summary>A cloud as Microsoft runs it.</summary>
    public static Cloud Of(TeamsCloud cloud) => cloud switch
    {
        TeamsCloud.UsGovernment => s_usGovernment,
        TeamsCloud.UsDefense => s_usDefense,
        _ => s_public,
    };

    /// <summary>The cloud that the options name, with the addresses that they put in the place of Microsoft's.</summary>
    public static Cloud Of(TeamsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var cloud = Of(options.Cloud);
        return cloud with
        {
            Authority = options.LoginUrl ?? cloud.Authority,
            Metadata = options.MetadataUrl ?? cloud.Metadata,
            ServiceHosts = options.ServiceHosts.IsDefaultOrEmpty ? cloud.ServiceHosts : options.ServiceHosts,
        };
    }

    /// <summary>Whether an authority is one of Microsoft's, so that its being one can be looked up there.</summary>
    internal static bool IsMicrosofts(Uri authority)
        => authority.Scheme == Uri.UriSchemeHttps
            && authority.IsDefaultPort
            && authority.Host is "login.microsoftonline.com" or "login.microsoftonline.us";
}
