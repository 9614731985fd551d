namespace MlOpsBot.Slack.Installing;

/// <summary>The addresses of an install, ours as seen from outside and Slack's. Immutable.</summary>
/// <param name="Start">Ours, where an install begins.</param>
/// <param name="Callback">Ours, where Slack sends the browser back to; registered with the app.</param>
/// <param name="Authorize">Slack's, where people say yes.</param>
/// <param name="Slack">Slack's own site.</param>
public sealed record InstallAddresses(Uri Start, Uri Callback, Uri Authorize, Uri Slack)
{
    /// <summary>Where an install begins, below the public address.</summary>
    public const string StartPath = "/slack/install";

    /// <summary>What the callback and its cookie have in common.</summary>
    public const string OAuthPath = "/slack/oauth";

    /// <summary>Where it ends.</summary>
    public const string CallbackPath = OAuthPath + "/callback";

    /// <summary>How the pages look.</summary>
    public const string StylePath = StartPath + "/style.css";

    /// <summary>The path below which the bot is reached from outside, without a slash at its end; usually empty.</summary>
    public string PathBase => Start.AbsolutePath[..^StartPath.Length];

    /// <summary>Works them out: Slack's site is where its API is, so that GovSlack's and a test's are found by the same rule.</summary>
    public static InstallAddresses Of(SlackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = (options.PublicUrl ?? throw new ArgumentException("An install needs PublicUrl.", nameof(options))).GetLeftPart(UriPartial.Path).TrimEnd('/');
        var api = options.ApiUrl.AbsoluteUri;
        var site = new Uri(api.EndsWith("/api/", StringComparison.Ordinal) ? api[..^"api/".Length] : new Uri(options.ApiUrl, "/").AbsoluteUri);
        return new InstallAddresses(new Uri(root + StartPath), new Uri(root + CallbackPath), new Uri(site, "oauth/v2/authorize"), site);
    }
}
