using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using MlOpsBot.Configuration;
using MlOpsBot.Slack;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Tests;

public sealed class SlackOptionsTests
{
    private static readonly (string, string?)[] _oneWorkspace = [("Slack:SigningSecret", "abc123"), ("Slack:BotToken", "xoxb-1")];

    private static readonly (string, string?)[] _oauth =
    [
        ("Slack:SigningSecret", "abc123"), ("Slack:ClientId", "1.2"), ("Slack:ClientSecret", "hush"), ("Slack:PublicUrl", "https://bot.example.com"),
    ];

    [Fact]
    public void Nothing_configured_is_no_slack_and_no_fault()
    {
        var (options, faults) = Read();

        faults.ShouldBeEmpty();
        options.HasChannel.ShouldBeFalse();
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var (options, faults) = Read(
        [
            .. _oauth, ("Slack:AppToken", "xapp-1"), ("Slack:ApiUrl", "https://slack-gov.com/api"), ("Slack:Channels:AnswerIn", "private"),
            ("Slack:Channels:FollowThreads", "true"), ("Slack:Channels:SilentOnNone", "true"), ("Slack:WhoMayChangeSettings", "Administrators"),
            ("Slack:QuestionsWaitingPerChannel", "5"), ("Slack:Workers", "4"), ("Storage:DataFolder", "/var/lib/mlopsbot"),
            ("Storage:BusyTimeout", "00:00:01"), ("Storage:ReplicaName", "one"), ("Storage:Retention:Feedback", "forever"),
            ("Storage:Retention:Audit", "30.00:00:00"),
        ]);

        faults.ShouldBeEmpty();
        options.Slack.ShouldSatisfyAllConditions(
            slack => slack.UsesHttp.ShouldBeTrue(),
            slack => slack.UsesSocketMode.ShouldBeTrue(),
            slack => slack.UsesOAuth.ShouldBeTrue(),
            slack => slack.AppToken!.Reveal().ShouldBe("xapp-1"),
            slack => slack.ApiUrl.ShouldBe(new Uri("https://slack-gov.com/api/")),
            slack => slack.Channels.ShouldBe(new ChannelRule(AnswerPlace.Private, FollowThreads: true, SilentOnNone: true)),
            slack => slack.WhoMayChangeSettings.ShouldBe(SettingsAccess.Administrators),
            slack => slack.QuestionsWaitingPerChannel.ShouldBe(5),
            slack => slack.Workers.ShouldBe(4));
        options.Storage.Retention.Feedback.ShouldBeNull();
        options.Storage.Retention.Audit.ShouldBe(TimeSpan.FromDays(30));
    }

    [Theory]
    [InlineData("Slack:SigningSecret", "", "MlOpsBot:Slack:SigningSecret is empty or has spaces in it; give the Signing Secret of the app's page \"Basic Information\", or leave it out.")]
    [InlineData("Slack:SigningSecret", "  ", "MlOpsBot:Slack:SigningSecret is empty or has spaces in it; give the Signing Secret of the app's page \"Basic Information\", or leave it out.")]
    [InlineData("Slack:BotToken", "xoxp-very-secret", "MlOpsBot:Slack:BotToken begins with xoxp- instead of xoxb-; give the Bot User OAuth Token.")]
    [InlineData("Slack:AppToken", "xoxb-very-secret", "MlOpsBot:Slack:AppToken begins with xoxb- instead of xapp-; give an app-level token with the scope connections:write.")]
    [InlineData("Slack:AppToken", "very-secret", "MlOpsBot:Slack:AppToken begins with something else instead of xapp-; give an app-level token with the scope connections:write.")]
    [InlineData("Slack:ApiUrl", "http://slack.example.com/api/", "MlOpsBot:Slack:ApiUrl is 'http://slack.example.com/api/'; give an https address without query, such as https://slack.com/api/ (http only on this machine).")]
    [InlineData("Slack:ApiUrl", "slack", "MlOpsBot:Slack:ApiUrl is 'slack'; give an https address without query, such as https://slack.com/api/ (http only on this machine).")]
    [InlineData("Slack:ApiUrl", "https://me:very-secret@slack.com/api/", "MlOpsBot:Slack:ApiUrl is no such address; give an https address without query, such as https://slack.com/api/ (http only on this machine).")]
    [InlineData("Slack:Channels:AnswerIn", "1", "MlOpsBot:Slack:Channels:AnswerIn is '1'; give Thread or Private.")]
    [InlineData("Slack:Channels:FollowThreads", "perhaps", "MlOpsBot:Slack:Channels:FollowThreads is 'perhaps'; give true or false, or leave it out.")]
    [InlineData("Slack:WhoMayChangeSettings", "Everybody", "MlOpsBot:Slack:WhoMayChangeSettings is 'Everybody'; give Members or Administrators.")]
    [InlineData("Slack:QuestionsWaitingPerChannel", "0", "MlOpsBot:Slack:QuestionsWaitingPerChannel is '0'; give a whole number from 1 to 1000.")]
    [InlineData("Slack:Workers", "257", "MlOpsBot:Slack:Workers is '257'; give a whole number from 1 to 256.")]
    [InlineData("Slack:ClientId", "1.2", "MlOpsBot:Slack:ClientId is given beside BotToken; give BotToken for one workspace, or ClientId for installs by OAuth.")]
    [InlineData("Slack:SigningSecrt", "very-secret", "MlOpsBot:Slack:SigningSecrt is no option; did you mean MlOpsBot:Slack:SigningSecret?")]
    [InlineData("Storage:BusyTimeout", "5", "MlOpsBot:Storage:BusyTimeout is '5'; give days.hours:minutes:seconds, such as 7.00:00:00.")]
    [InlineData("Storage:BusyTimeout", "01:00:00", "MlOpsBot:Storage:BusyTimeout is 01:00:00; allowed are 00:00:00.1 to 00:01:00.")]
    [InlineData("Storage:Retention:EventKeys", "1.00:00:00", "MlOpsBot:Storage:Retention:EventKeys is 1.00:00:00; allowed are 1.01:00:00 to 36500.00:00:00, or forever.")]
    [InlineData("Storage:Retention:Audit", "always", "MlOpsBot:Storage:Retention:Audit is 'always'; give days.hours:minutes:seconds, such as 7.00:00:00, or forever.")]
    [InlineData("Storage:EncryptionKeys:0", "very-secret", "MlOpsBot:Storage:EncryptionKeys entry 0 is not 32 bytes in Base64. Make one with \"openssl rand -base64 32\", keep it as a secret, and put a new one before the old ones.")]
    public void A_wrong_option_is_named_with_its_value_unless_that_is_secret_and_with_what_is_allowed(string name, string value, string fault)
    {
        var faults = Read([.. _oneWorkspace.Where(option => option.Item1 != name), (name, value)]).Faults;

        faults.ShouldContain(fault);
        faults.ShouldNotContain(line => line.Contains("very-secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_alone_hears_nothing() =>
        Read(("Slack:BotToken", "xoxb-1")).Faults.ShouldHaveSingleItem().ShouldStartWith("MlOpsBot:Slack hears nothing: neither SigningSecret nor AppToken is given.");

    [Theory]
    [InlineData("Slack:SigningSecret", "abc")]
    [InlineData("Slack:AppToken", "xapp-1")]
    public void Without_a_bot_token_or_installs_it_cannot_answer(string name, string value) =>
        Read((name, value)).Faults.ShouldHaveSingleItem().ShouldStartWith("MlOpsBot:Slack cannot answer: neither BotToken nor ClientId is given.");

    [Theory]
    [InlineData("Slack:ClientSecret", "MlOpsBot:Slack:ClientSecret is left out; ClientId needs it.")]
    [InlineData("Slack:PublicUrl", "MlOpsBot:Slack:PublicUrl is left out; ClientId needs the address at which browsers reach the bot, such as https://bot.example.com.")]
    public void Installs_by_oauth_need_all_that_belongs_to_them(string without, string fault) =>
        Read([.. _oauth.Where(option => option.Item1 != without)]).Faults.ShouldBe([fault]);

    [Theory]
    [InlineData("https://bot.example.com", true)]
    [InlineData("https://bot.example.com/mlops/", true)]
    [InlineData("http://127.0.0.1:3978", true)]
    [InlineData("http://localhost:3978", true)]
    [InlineData("http://bot.example.com", false)]
    [InlineData("https://bot.example.com/?a=b", false)]
    [InlineData("/mlops", false)]
    public void The_public_address_is_https_or_on_this_machine(string url, bool allowed) =>
        Read([.. _oauth.Where(option => option.Item1 != "Slack:PublicUrl"), ("Slack:PublicUrl", url)]).Faults.IsEmpty.ShouldBe(allowed);

    [Fact]
    public void Everything_wrong_is_told_at_once() =>
        Read(("Slack:SigningSecret", ""), ("Slack:BotToken", "x"), ("Slack:Workers", "x"), ("Slack:ApiUrl", "x"), ("Port", "x")).Faults.Length.ShouldBe(5);

    [Fact]
    public void Replicas_with_installs_need_a_key_that_they_share()
    {
        (string, string?)[] replicas = [.. _oauth, ("Storage:PostgresConnectionString", "Host=db")];
        Read(replicas).Faults.ShouldHaveSingleItem().ShouldStartWith("MlOpsBot:Storage:EncryptionKeys is left out; with PostgreSQL and installs by OAuth");

        var (current, older) = (AesGcmSecretProtector.NewKey(), AesGcmSecretProtector.NewKey());
        Keys([.. replicas, ("Storage:EncryptionKeys:0", current), ("Storage:EncryptionKeys:1", older)]).ShouldBe([current, older]);
        Keys([.. replicas, ("Storage:EncryptionKeys", $"{current}, {older}")]).ShouldBe([current, older]);

        static IEnumerable<string> Keys((string, string?)[] options)
        {
            var (read, faults) = Read(options);
            faults.ShouldBeEmpty();
            return read.EncryptionKeys.Select(key => key.Reveal());
        }
    }

    private static (BotOptions Options, ImmutableArray<string> Faults) Read(params (string Name, string? Value)[] options)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(options.Select(option => KeyValuePair.Create($"MlOpsBot:{option.Name}", option.Value)))
            .Build();
        var (read, faults) = BotOptions.Read(configuration);
        return (read, faults);
    }
}
