using System.Collections.Immutable;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack;
using MlOpsBot.Storage;
using MlOpsBot.Teams;
using MlOpsBot.Tips;

namespace MlOpsBot.Configuration;

/// <summary>
/// Every option, and when a change of it takes effect: at once, for everything that begins from then on, or at the next start. What
/// opens a port, a store or a channel is read at the start; what is asked anew for each request, tip or token is not.
/// </summary>
internal static class OptionRules
{
    /// <summary>All of them, as the README lists them.</summary>
    public static ImmutableArray<OptionRule> All { get; } =
    [
        AtOnce("Settings", bot => bot.Settings, (to, from) => to with { Settings = from.Settings }),
        AtOnce("SecretsFolder", bot => bot.SecretsFolder, (to, from) => to with { SecretsFolder = from.SecretsFolder }),
        AtStart("Port", bot => bot.Port),
        AtStart("Knowledge", bot => bot.Knowledge),
        AtStart("PublicUrl", bot => bot.PublicUrl),
        AtStart("ChecksAtStart", bot => bot.ChecksAtStart),
        AtOnce("Playground:Enabled", bot => bot.PlaygroundEnabled, (to, from) => to with { PlaygroundEnabled = from.PlaygroundEnabled }),
        AtOnce("Playground:Conversations", bot => bot.PlaygroundConversations, (to, from) => to with { PlaygroundConversations = from.PlaygroundConversations }),
        AtOnce("Shutdown:DrainSeconds", bot => bot.Drain, (to, from) => to with { Drain = from.Drain }),
        .. OfSlack(),
        .. OfTeams(),
        .. OfTips(),
        .. OfLimits(),
        .. OfStorage(),
        .. OfTelemetry(),
    ];

    private static IEnumerable<OptionRule> OfSlack()
    {
        // Credentials belong to an app: those of another one take effect together with it.
        const string sameApp = "together with ApiUrl or ClientId, and where there was none before or is none any more, at the next start";
        yield return Slack("SigningSecret", slack => $"{slack.SigningSecret?.Reveal()},{slack.PreviousSigningSecret?.Reveal()}", (to, from) => to with { SigningSecret = from.SigningSecret, PreviousSigningSecret = from.PreviousSigningSecret })
            .When((now, then) => IsSameApp(now.Slack, then.Slack) && now.Slack.UsesHttp && then.Slack.UsesHttp, sameApp);
        yield return Slack("AppToken", slack => slack.AppToken, (to, from) => to with { AppToken = from.AppToken })
            .When((now, then) => IsSameApp(now.Slack, then.Slack) && now.Slack.UsesSocketMode && then.Slack.UsesSocketMode, sameApp);
        yield return Slack("BotToken", slack => slack.BotToken, (to, from) => to with { BotToken = from.BotToken })
            .When((now, then) => IsSameApp(now.Slack, then.Slack) && now.Slack.BotToken is not null && then.Slack.BotToken is not null, sameApp);
        yield return AtStart("Slack:ClientId", bot => bot.Slack.ClientId);
        yield return Slack("ClientSecret", slack => slack.ClientSecret, (to, from) => to with { ClientSecret = from.ClientSecret })
            .When((now, then) => IsSameApp(now.Slack, then.Slack) && now.Slack.UsesOAuth && then.Slack.UsesOAuth, sameApp);
        yield return AtStart("Slack:PublicUrl", bot => bot.Slack.PublicUrl);
        yield return AtStart("Slack:ApiUrl", bot => bot.Slack.ApiUrl);
        yield return Slack("Channels:AnswerIn", slack => slack.Channels.AnswerIn, (to, from) => to with { Channels = to.Channels with { AnswerIn = from.Channels.AnswerIn } });
        yield return Slack("Channels:FollowThreads", slack => slack.Channels.FollowThreads, (to, from) => to with { Channels = to.Channels with { FollowThreads = from.Channels.FollowThreads } });
        yield return Slack("Channels:SilentOnNone", slack => slack.Channels.SilentOnNone, (to, from) => to with { Channels = to.Channels with { SilentOnNone = from.Channels.SilentOnNone } });
        yield return Slack("WhoMayChangeSettings", slack => slack.WhoMayChangeSettings, (to, from) => to with { WhoMayChangeSettings = from.WhoMayChangeSettings });
        yield return Slack("QuestionsWaitingPerChannel", slack => slack.QuestionsWaitingPerChannel, (to, from) => to with { QuestionsWaitingPerChannel = from.QuestionsWaitingPerChannel });
        yield return AtStart("Slack:Workers", bot => bot.Slack.Workers);
        yield return AtStart("Slack:LeaseSeconds", bot => bot.Slack.Lease);
    }

    private static IEnumerable<OptionRule> OfTeams()
    {
        yield return AtStart("Teams:AppId", bot => bot.Teams.AppId);
        yield return AtStart("Teams:TenantId", bot => bot.Teams.TenantId);
        yield return Credential("ClientSecret", credential => (credential as TeamsCredential.ClientSecret)?.Value);
        yield return Credential("ClientSecretExpires", credential => (credential as TeamsCredential.ClientSecret)?.ExpiresAt);
        yield return Credential("Certificate", credential => credential is TeamsCredential.Certificate file ? $"{file.Path} {file.Fingerprint}" : null);
        yield return Credential("CertificatePassword", credential => (credential as TeamsCredential.Certificate)?.Password);
        yield return Credential("ManagedIdentity", credential => credential is TeamsCredential.ManagedIdentity);
        yield return Credential("ManagedIdentityClientId", credential => (credential as TeamsCredential.ManagedIdentity)?.ClientId);
        yield return Credential("WorkloadIdentity", credential => credential is TeamsCredential.WorkloadIdentity);
        yield return Credential("WorkloadIdentityTokenFile", credential => (credential as TeamsCredential.WorkloadIdentity)?.TokenFile);
        yield return AtStart("Teams:Cloud", bot => bot.Teams.Cloud);
        yield return AtStart("Teams:LoginUrl", bot => bot.Teams.LoginUrl);
        yield return AtStart("Teams:MetadataUrl", bot => bot.Teams.MetadataUrl);
        yield return AtStart("Teams:ServiceHosts", bot => List(bot.Teams.ServiceHosts));
        yield return Teams("Administrators", teams => List(teams.Administrators), (to, from) => to with { Administrators = from.Administrators });
        yield return Teams("AllowedTenants", teams => List(teams.AllowedTenants), (to, from) => to with { AllowedTenants = from.AllowedTenants });
        yield return AtStart("Teams:AgentsPlayground", bot => bot.Teams.AgentsPlayground);
        yield return Teams("QuestionsWaitingPerConversation", teams => teams.QuestionsWaitingPerConversation, (to, from) => to with { QuestionsWaitingPerConversation = from.QuestionsWaitingPerConversation });
        yield return AtStart("Teams:Workers", bot => bot.Teams.Workers);
        yield return AtStart("Teams:LeaseSeconds", bot => bot.Teams.Lease);
    }

    private static IEnumerable<OptionRule> OfTips()
    {
        yield return AtStart("Tips:Enabled", bot => bot.Tips.IsEnabled);
        yield return Tips("Default", tips => tips.Default, (to, from) => to with { Default = from.Default });
        yield return Tips("Holidays", tips => List(tips.Holidays), (to, from) => to with { Holidays = from.Holidays });
        yield return Tips("CatchUpMinutes", tips => tips.CatchUp, (to, from) => to with { CatchUp = from.CatchUp });
        yield return Tips("WhoMayChange", tips => tips.WhoMayChange, (to, from) => to with { WhoMayChange = from.WhoMayChange });
        yield return Tips("SpreadSeconds", tips => tips.Spread, (to, from) => to with { Spread = from.Spread });
        yield return AtStart("Tips:Workers", bot => bot.Tips.Workers);
        yield return AtStart("Tips:LeaseSeconds", bot => bot.Tips.Lease);
    }

    private static IEnumerable<OptionRule> OfLimits()
    {
        yield return Limits("QuestionsPerUser", limits => limits.QuestionsPerUser, (to, from) => to with { QuestionsPerUser = from.QuestionsPerUser });
        yield return Limits("QuestionsPerWorkspace", limits => limits.QuestionsPerWorkspace, (to, from) => to with { QuestionsPerWorkspace = from.QuestionsPerWorkspace });
        yield return Limits("RefusedPerAddress", limits => limits.RefusedPerAddress, (to, from) => to with { RefusedPerAddress = from.RefusedPerAddress });
        yield return Limits("PagesPerAddress", limits => limits.PagesPerAddress, (to, from) => to with { PagesPerAddress = from.PagesPerAddress });
        yield return AtStart("Limits:ConnectionsPerAddress", bot => bot.Limits.ConnectionsPerAddress);
        yield return AtStart("Limits:Connections", bot => bot.Limits.Connections);
        yield return Limits("RequestSeconds", limits => limits.Request, (to, from) => to with { Request = from.Request });
        yield return AtStart("Limits:TrustedProxies", bot => List(bot.Limits.TrustedProxies));
        yield return AtStart("Limits:AllowedHosts", bot => List(bot.Limits.AllowedHosts));
    }

    private static IEnumerable<OptionRule> OfStorage()
    {
        yield return AtStart("Storage:DataFolder", bot => bot.Storage.DataFolder);
        yield return AtStart("Storage:PostgresConnectionString", bot => bot.Storage.PostgresConnectionString);

        // Without any, ASP.NET Core's own keys are used, and what they encrypted cannot be read with others.
        yield return AtOnce("Storage:EncryptionKeys", bot => List(bot.EncryptionKeys.Select(key => key.Reveal())), (to, from) => to with { EncryptionKeys = from.EncryptionKeys })
            .When((now, then) => !now.EncryptionKeys.IsEmpty && !then.EncryptionKeys.IsEmpty, "the first one, and none any more, at the next start");
        yield return Retention("EventKeys", kept => kept.EventKeys, (to, from) => to with { EventKeys = from.EventKeys });
        yield return Retention("FinishedEvents", kept => kept.FinishedEvents, (to, from) => to with { FinishedEvents = from.FinishedEvents });
        yield return Retention("UnresolvedEvents", kept => kept.UnresolvedEvents, (to, from) => to with { UnresolvedEvents = from.UnresolvedEvents });
        yield return Retention("Deliveries", kept => kept.Deliveries, (to, from) => to with { Deliveries = from.Deliveries });
        yield return Retention("Feedback", kept => kept.Feedback, (to, from) => to with { Feedback = from.Feedback });
        yield return Retention("Audit", kept => kept.Audit, (to, from) => to with { Audit = from.Audit });
        yield return Retention("Tips", kept => kept.Tips, (to, from) => to with { Tips = from.Tips });
        yield return AtStart("Storage:BusyTimeout", bot => bot.Storage.BusyTimeout);
        yield return AtStart("Storage:ReplicaName", bot => bot.Storage.ReplicaName);
    }

    private static IEnumerable<OptionRule> OfTelemetry() =>
    [
        AtStart("Telemetry:Endpoint", bot => (bot.Telemetry.Metrics, bot.Telemetry.Traces)),
        AtStart("Telemetry:Protocol", bot => bot.Telemetry.Protocol),
        AtStart("Telemetry:Headers", bot => bot.Telemetry.Headers),
        AtStart("Telemetry:IntervalSeconds", bot => bot.Telemetry.Interval),
        AtStart("Telemetry:SampleRatio", bot => bot.Telemetry.SampleRatio),
        AtStart("Telemetry:ServiceName", bot => bot.Telemetry.ServiceName),
        AtStart("Telemetry:Instance", bot => bot.Telemetry.Instance),
        AtStart("Log:Format", bot => bot.Log.Format),
        AtStart("Log:Questions", bot => bot.Log.Questions),
    ];

    private static bool IsSameApp(SlackOptions now, SlackOptions then) => now.ClientId == then.ClientId && now.ApiUrl == then.ApiUrl;

    // A secret of another app, tenant or cloud would be refused by those that go on until the next start.
    private static bool IsSameApp(TeamsOptions now, TeamsOptions then) => now.AppId is not null
        && now.AppId == then.AppId && now.TenantId == then.TenantId && now.Cloud == then.Cloud && now.LoginUrl == then.LoginUrl;

    private static OptionRule AtStart(string name, Func<BotOptions, object?> of) => new($"{BotOptions.Section}:{name}", of);

    private static OptionRule AtOnce(string name, Func<BotOptions, object?> of, Func<BotOptions, BotOptions, BotOptions> take) => AtStart(name, of) with { Take = take };

    private static OptionRule Slack(string name, Func<SlackOptions, object?> of, Func<SlackOptions, SlackOptions, SlackOptions> take) =>
        AtOnce($"Slack:{name}", bot => of(bot.Slack), (to, from) => to with { Slack = take(to.Slack, from.Slack) });

    private static OptionRule Teams(string name, Func<TeamsOptions, object?> of, Func<TeamsOptions, TeamsOptions, TeamsOptions> take) =>
        AtOnce($"Teams:{name}", bot => of(bot.Teams), (to, from) => to with { Teams = take(to.Teams, from.Teams) });

    private static OptionRule Credential(string name, Func<TeamsCredential?, object?> of) =>
        Teams(name, teams => of(teams.Credential), (to, from) => to with { Credential = from.Credential })
            .When((now, then) => IsSameApp(now.Teams, then.Teams), "together with AppId, TenantId, Cloud or LoginUrl at the next start");

    private static OptionRule Tips(string name, Func<TipsOptions, object?> of, Func<TipsOptions, TipsOptions, TipsOptions> take) =>
        AtOnce($"Tips:{name}", bot => of(bot.Tips), (to, from) => to with { Tips = take(to.Tips, from.Tips) });

    private static OptionRule Limits(string name, Func<LimitsOptions, object?> of, Func<LimitsOptions, LimitsOptions, LimitsOptions> take) =>
        AtOnce($"Limits:{name}", bot => of(bot.Limits), (to, from) => to with { Limits = take(to.Limits, from.Limits) });

    private static OptionRule Retention(string name, Func<RetentionOptions, object?> of, Func<RetentionOptions, RetentionOptions, RetentionOptions> take) =>
        AtOnce(
            $"Storage:Retention:{name}",
            bot => of(bot.Storage.Retention),
            (to, from) => to with { Storage = to.Storage with { Retention = take(to.Storage.Retention, from.Storage.Retention) } });

    private static string List<T>(IEnumerable<T> values) => string.Join(',', values);
}
