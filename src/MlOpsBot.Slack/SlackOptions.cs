using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack;

/// <summary>How the bot is connected to Slack, and how it behaves there where a channel says nothing else. Immutable; checked when it is read.</summary>
public sealed record SlackOptions
{
    /// <summary>Slack's Web API.</summary>
    public static readonly Uri DefaultApiUrl = new("https://slack.com/api/");

    /// <summary>
    /// The app's signing secret, with which requests over HTTP are verified. Null: <c>/slack/events</c>, <c>/slack/commands</c> and
    /// <c>/slack/interactions</c> are not served.
    /// </summary>
    public Secret? SigningSecret { get; init; }

    /// <summary>The signing secret before <see cref="SigningSecret"/>, while requests that it signed may still come; null for none.</summary>
    public Secret? PreviousSigningSecret { get; init; }

    /// <summary>The app-level token (<c>xapp-</c>, scope <c>connections:write</c>) for Socket Mode. Null: no Socket Mode.</summary>
    public Secret? AppToken { get; init; }

    /// <summary>The bot token (<c>xoxb-</c>) of the one workspace that the bot serves. Null where workspaces install it by OAuth.</summary>
    public Secret? BotToken { get; init; }

    /// <summary>The app's client id, for installs by OAuth; with <see cref="ClientSecret"/> or not at all.</summary>
    public string? ClientId { get; init; }

    /// <summary>The app's client secret, for installs by OAuth.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>
    /// Where the bot is reached from outside, such as <c>https://bot.example.com</c>: OAuth sends browsers back to
    /// <c>/slack/oauth/callback</c> below it. Needed with <see cref="ClientId"/>.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>
    /// The Web API's address, ending in a slash. Default <see cref="DefaultApiUrl"/>; GovSlack's is <c>https://slack-gov.com/api/</c>.
    /// Must be https, or on loopback.
    /// </summary>
    public Uri ApiUrl { get; init; } = DefaultApiUrl;

    /// <summary>How a channel is answered where it has no rule of its own: in the thread, not following threads without a mention, saying so when there is no answer.</summary>
    public ChannelRule Channels { get; init; } = new(AnswerPlace.Thread, FollowThreads: false, SilentOnNone: false);

    /// <summary>Who may change a channel's rules. Default: every full member of the workspace; never guests or people of other workspaces.</summary>
    public SettingsAccess WhoMayChangeSettings { get; init; } = SettingsAccess.Members;

    /// <summary>Questions of one channel that may wait for their answers; whoever asks beyond that is told to ask again later. 1 to 1,000. Default 30.</summary>
    public int QuestionsWaitingPerChannel { get; init; } = 30;

    /// <summary>How many events are worked on at once by this replica. 1 to 256. Default 32.</summary>
    public int Workers { get; init; } = 32;

    /// <summary>
    /// For how long a replica may fall silent before others take over what it was working on: the time that a crash costs those
    /// who are waiting. Longer than a replica ever stands still. 2 seconds to 10 minutes. Default 60 seconds.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether anything of Slack is configured at all.</summary>
    public bool IsConfigured => SigningSecret is not null || AppToken is not null || BotToken is not null || ClientId is not null;

    /// <summary>Whether requests over HTTP are served.</summary>
    public bool UsesHttp => SigningSecret is not null;

    /// <summary>Whether Socket Mode is used.</summary>
    public bool UsesSocketMode => AppToken is not null;

    /// <summary>Whether workspaces install the bot by OAuth.</summary>
    public bool UsesOAuth => ClientId is not null;
}

/// <summary>Who may change a channel's rules.</summary>
public enum SettingsAccess
{
    /// <summary>Every full member of the workspace.</summary>
    Members,

    /// <summary>Only the workspace's administrators and owners.</summary>
    Administrators,
}
