using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>The configuration of a bot that is to talk to a fake Slack.</summary>
internal static class BotConfiguration
{
    public static Dictionary<string, string?> For(
        FakeSlackServer slack, SlackBotSettings settings, string dataFolder, params (string Name, string Value)[] options)
    {
        const string Section = "MlOpsBot:Slack:";
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["urls"] = "http://127.0.0.1:0",

            // What is due is posted at once: tests turn the clock to the minute.
            ["MlOpsBot:Tips:SpreadSeconds"] = "0",

            // A test's few people ask more than people do.
            ["MlOpsBot:Limits:QuestionsPerUser"] = "0",
            ["MlOpsBot:Limits:QuestionsPerWorkspace"] = "0",
            ["MlOpsBot:Limits:RefusedPerAddress"] = "0",
            // Its calls would be counted with those that tests are about.
            ["MlOpsBot:ChecksAtStart"] = "false",
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:Console:LogLevel:Default"] = "None",
            [Section + "ApiUrl"] = slack.ApiUrl.ToString(),
            [settings.UsesSocket ? Section + "AppToken" : Section + "SigningSecret"] = settings.UsesSocket ? slack.Options.AppToken : slack.Options.SigningSecret,
            [settings.Postgres is null ? "MlOpsBot:Storage:DataFolder" : "MlOpsBot:Storage:PostgresConnectionString"] = settings.Postgres ?? dataFolder,
        };
        if (settings.UsesOAuth)
        {
            values[Section + "ClientId"] = slack.Options.ClientId;
            values[Section + "ClientSecret"] = slack.Options.ClientSecret;
            values[Section + "PublicUrl"] = "https://bot.example.com";
        }
        else
        {
            values[Section + "BotToken"] = slack.Acme.BotToken;
        }

        foreach (var (name, value) in settings.Options.Concat(options))
        {
            // A colon in front: a whole name, of another section.
            values[name[0] == ':' ? name[1..] : Section + name] = value;
        }

        return values;
    }
}
