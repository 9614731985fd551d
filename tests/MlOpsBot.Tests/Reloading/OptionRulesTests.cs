using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using MlOpsBot.Configuration;

namespace MlOpsBot.Tests.Reloading;

/// <summary>Which options take effect while the bot runs.</summary>
public sealed partial class OptionRulesTests
{
    private const string Guid = "00001111-aaaa-2222-bbbb-3333cccc4444";
    private const string OtherGuid = "00001111-aaaa-2222-bbbb-3333cccc5555";
    private static readonly string s_key = Convert.ToBase64String(new byte[32]);
    private static readonly string s_otherKey = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);

    private static readonly (string Name, string Value)[] s_base =
    [
        ("Slack:SigningSecret", "5f3b"), ("Slack:AppToken", "xapp-1"), ("Slack:BotToken", "xoxb-1"),
        ("Teams:AppId", Guid), ("Teams:TenantId", Guid), ("Teams:ClientSecret", "one"), ("Storage:EncryptionKeys", s_key),
    ];

    private static readonly (string Name, string Value)[] s_oauth = [("Slack:BotToken", ""), ("Slack:ClientId", "1.2"), ("Slack:ClientSecret", "one"), ("Slack:PublicUrl", "https://bot.example.com")];

    public static TheoryData<string, string, bool> Changes => new()
    {
        { "PublicUrl", "https://bot.example.com", false }, { "ChecksAtStart", "false", false },
        { "Telemetry:Endpoint", "http://collector:4318", false }, { "Telemetry:Protocol", "Grpc", false }, { "Telemetry:Headers", "a=b", false }, { "Telemetry:IntervalSeconds", "7", false },
        { "Telemetry:SampleRatio", "0.5", false }, { "Telemetry:ServiceName", "seven", false }, { "Telemetry:Instance", "seven", false },
        { "Log:Format", "Json", false }, { "Log:Questions", "true", false },
        { "Settings", "other.json", true }, { "SecretsFolder", "secrets", true }, { "Port", "4000", false }, { "Knowledge", "elsewhere", false },
        { "Playground:Enabled", "true", true }, { "Playground:Conversations", "7", true }, { "Shutdown:DrainSeconds", "9", true },
        { "Slack:SigningSecret", "6f3b,5f3b", true }, { "Slack:AppToken", "xapp-2", true }, { "Slack:BotToken", "xoxb-2", true },
        { "Slack:ClientId", "3.4", false }, { "Slack:ClientSecret", "two", true }, { "Slack:PublicUrl", "https://other.example.com", false }, { "Slack:ApiUrl", "https://slack-gov.com/api/", false },
        { "Slack:Channels:AnswerIn", "Private", true }, { "Slack:Channels:FollowThreads", "true", true }, { "Slack:Channels:SilentOnNone", "true", true },
        { "Slack:WhoMayChangeSettings", "Administrators", true }, { "Slack:QuestionsWaitingPerChannel", "7", true }, { "Slack:Workers", "7", false }, { "Slack:LeaseSeconds", "7", false },
        { "Teams:AppId", OtherGuid, false }, { "Teams:TenantId", OtherGuid, false }, { "Teams:ClientSecret", "two", true }, { "Teams:ClientSecretExpires", "2027-05-31", true },
        { "Teams:Certificate", "two.pem", true }, { "Teams:CertificatePassword", "two", true }, { "Teams:ManagedIdentity", "true", true }, { "Teams:ManagedIdentityClientId", OtherGuid, true },
        { "Teams:WorkloadIdentity", "true", true }, { "Teams:WorkloadIdentityTokenFile", "two", true },
        { "Teams:Cloud", "UsGovernment", false }, { "Teams:LoginUrl", "https://login.example.com/", false }, { "Teams:MetadataUrl", "https://meta.example.com/", false }, { "Teams:ServiceHosts", "teams.example.com", false },
        { "Teams:Administrators", Guid, true }, { "Teams:AllowedTenants", Guid, true }, { "Teams:AgentsPlayground", "true", false }, { "Teams:QuestionsWaitingPerConversation", "7", true },
        { "Teams:Workers", "7", false }, { "Teams:LeaseSeconds", "7", false },
        { "Tips:Enabled", "false", false }, { "Tips:Default", "every day at 11:00 Europe/Berlin", true }, { "Tips:Holidays", "days.txt", true }, { "Tips:CatchUpMinutes", "7", true },
        { "Tips:WhoMayChange", "Administrators", true }, { "Tips:SpreadSeconds", "7", true }, { "Tips:Workers", "7", false }, { "Tips:LeaseSeconds", "7", false },
        { "Limits:QuestionsPerUser", "7", true }, { "Limits:QuestionsPerWorkspace", "7", true }, { "Limits:RefusedPerAddress", "7", true }, { "Limits:PagesPerAddress", "7", true },
        { "Limits:ConnectionsPerAddress", "7", false }, { "Limits:Connections", "77", false }, { "Limits:RequestSeconds", "7", true }, { "Limits:TrustedProxies", "10.0.0.0/8", false }, { "Limits:AllowedHosts", "bot.example.com", false },
        { "Storage:DataFolder", "elsewhere", false }, { "Storage:PostgresConnectionString", "Host=db", false }, { "Storage:EncryptionKeys", $"{s_otherKey},{s_key}", true },
        { "Storage:Retention:EventKeys", "9.00:00:00", true }, { "Storage:Retention:FinishedEvents", "9.00:00:00", true }, { "Storage:Retention:UnresolvedEvents", "9.00:00:00", true },
        { "Storage:Retention:Deliveries", "9.00:00:00", true }, { "Storage:Retention:Feedback", "forever", true }, { "Storage:Retention:Audit", "9.00:00:00", true }, { "Storage:Retention:Tips", "90.00:00:00", true },
        { "Storage:BusyTimeout", "00:00:07", false }, { "Storage:ReplicaName", "seven", false },
    };

    [Fact]
    public void Every_option_that_is_read_says_when_a_change_takes_effect()
        => OptionRules.All.Select(rule => rule.Name).ShouldBe(BotOptions.Read(new ConfigurationBuilder().Build()).Shown.Select(option => option.Name), ignoreOrder: true);

    [Fact]
    public void Every_option_is_tried_below()
        => Changes.Select(row => $"MlOpsBot:{row.Data.Item1}").ShouldBe(OptionRules.All.Select(rule => rule.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_one_option_is_a_change_of_no_other(string name, string value, bool isAtOnce)
    {
        var rest = name switch
        {
            "Slack:ClientId" or "Slack:ClientSecret" or "Slack:PublicUrl" => s_oauth,
            "Teams:Certificate" => [("Teams:ClientSecret", ""), ("Teams:Certificate", "one.pem")],
            "Teams:CertificatePassword" => [("Teams:ClientSecret", ""), ("Teams:Certificate", "one.pfx"), (name, "one")],
            "Teams:ManagedIdentity" or "Teams:WorkloadIdentity" => [("Teams:ClientSecret", "")],
            "Teams:ManagedIdentityClientId" => [("Teams:ClientSecret", ""), (name, Guid)],
            "Teams:WorkloadIdentityTokenFile" => [("Teams:ClientSecret", ""), ("Teams:WorkloadIdentity", "true"), (name, "one")],
            _ => Array.Empty<(string, string)>(),
        };
        var (now, then) = (Read(rest), Read([.. rest, (name, value)]));

        var change = OptionChange.Of(now, then);

        // Slack is reached where the bot is: one address, under two names.
        string[] changed = name.EndsWith("PublicUrl", StringComparison.Ordinal) ? ["MlOpsBot:PublicUrl", "MlOpsBot:Slack:PublicUrl"] : [$"MlOpsBot:{name}"];
        change.AtOnce.ShouldBe(isAtOnce ? changed : []);
        change.AtNextStart.ShouldBe(isAtOnce ? [] : changed);
        if (isAtOnce)
        {
            OptionChange.Of(change.InEffect, then).ShouldSatisfyAllConditions(rest => rest.AtOnce.ShouldBeEmpty(), rest => rest.AtNextStart.ShouldBeEmpty());
        }
        else
        {
            change.InEffect.ShouldBeSameAs(now);
        }
    }

    [Theory]
    [InlineData("Slack:ApiUrl", "https://slack-gov.com/api/", "Slack:BotToken", "xoxb-2")]
    [InlineData("Teams:AppId", OtherGuid, "Teams:ClientSecret", "two")]
    [InlineData("Teams:TenantId", OtherGuid, "Teams:ClientSecret", "two")]
    public void Credentials_of_another_app_wait_for_it(string app, string otherApp, string credential, string otherCredential)
    {
        var change = OptionChange.Of(Read([]), Read([(app, otherApp), (credential, otherCredential)]));

        change.AtOnce.ShouldBeEmpty();
        change.AtNextStart.ShouldBe([$"MlOpsBot:{app}", $"MlOpsBot:{credential}"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Slack:SigningSecret")]
    [InlineData("Slack:AppToken")]
    [InlineData("Storage:EncryptionKeys")]
    public void What_switches_something_on_or_off_waits(string name)
    {
        OptionChange.Of(Read([]), Read([(name, "")])).AtNextStart.ShouldBe([$"MlOpsBot:{name}"]);
        OptionChange.Of(Read([(name, "")]), Read([])).AtNextStart.ShouldBe([$"MlOpsBot:{name}"]);
    }

    [Fact]
    public void The_page_for_operators_says_the_same_of_every_option()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "operations", "configuration.md"));
        var rows = Row().Matches(page).ToDictionary(row => row.Groups["name"].Value, row => row.Groups["when"].Value, StringComparer.Ordinal);

        rows.ShouldBe(OptionRules.All.ToDictionary(
            rule => rule.Name,
            rule => !rule.IsReloadable ? "next start" : rule.Condition is { } condition ? $"at once; {condition}" : "at once",
            StringComparer.Ordinal), ignoreOrder: true);
    }

    [GeneratedRegex(@"^\| `(?<name>MlOpsBot:[A-Za-z:]+)` \| (?<when>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();

    private static BotOptions Read((string Name, string Value)[] options)
    {
        var values = s_base.Concat(options).GroupBy(option => option.Name, StringComparer.Ordinal).Select(group => group.Last()).Where(option => option.Value.Length > 0);
        return BotOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Select(option => KeyValuePair.Create($"MlOpsBot:{option.Name}", (string?)option.Value))).Build()).Options;
    }
}
