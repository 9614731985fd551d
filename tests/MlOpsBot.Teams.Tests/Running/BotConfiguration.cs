using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Running;

/// <summary>The configuration of a bot that is to talk to a fake Teams.</summary>
internal static class BotConfiguration
{
    public static Dictionary<string, string?> For(
        FakeTeamsServer teams, TeamsBotSettings settings, string dataFolder, params (string Name, string Value)[] options)
    {
        const string Section = "MlOpsBot:Teams:";
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["urls"] = "http://127.0.0.1:0",

            // A test's few people ask more than people do.
            ["MlOpsBot:Limits:QuestionsPerUser"] = "0",
            ["MlOpsBot:Limits:QuestionsPerWorkspace"] = "0",
            ["MlOpsBot:Limits:RefusedPerAddress"] = "0",
            // Its calls would be counted with those that tests are about.
            ["MlOpsBot:ChecksAtStart"] = "false",
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:Console:LogLevel:Default"] = "None",
            ["MlOpsBot:Storage:BusyTimeout"] = settings.BusyTimeout.ToString("c"),
            [settings.Postgres is null ? "MlOpsBot:Storage:DataFolder" : "MlOpsBot:Storage:PostgresConnectionString"] = settings.Postgres ?? dataFolder,
        };
        if (settings.UsesPlayground)
        {
            values[Section + "AgentsPlayground"] = "true";
        }

        if (settings.HasApp ?? !settings.UsesPlayground)
        {
            values[Section + "AppId"] = teams.Options.AppId;
            values[Section + "TenantId"] = teams.Options.TenantId;
            values[Section + "ClientSecret"] = teams.Options.ClientSecret;
            values[Section + "LoginUrl"] = teams.LoginUrl.AbsoluteUri;
            values[Section + "MetadataUrl"] = teams.MetadataUrl.AbsoluteUri;
            values[Section + "ServiceHosts"] = teams.ServiceHost;
        }

        foreach (var (name, value) in settings.Options.Concat(options))
        {
            // A colon in front: a whole name, of another section.
            values[name[0] == ':' ? name[1..] : Section + name] = value;
        }

        return values;
    }
}
