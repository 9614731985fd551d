using System.CommandLine;
using MlOpsBot.Configuration;
using MlOpsBot.Packaging;
using MlOpsBot.Serving;

namespace MlOpsBot.CommandLine;

/// <summary><c>teams</c>: what is made for Teams before the bot runs there.</summary>
public static class TeamsCommand
{
    private const string AppIdOption = "MlOpsBot:Teams:AppId";

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings) =>
        new("teams", "Makes what Microsoft Teams needs to know the bot.") { CreatePackage(global, surroundings), CreateIcons(surroundings) };

    private static Command CreatePackage(GlobalOptions global, Surroundings surroundings)
    {
        var defaults = new AppFacts("", "");
        var appId = Text("--app-id", "The bot's Microsoft App ID; unless given, the configured one (MlOpsBot:Teams:AppId).", "GUID");
        var domain = Text("--domain", "The public host name at which Teams reaches the bot.", "bot.example.com");
        domain.Required = true;
        var file = Text("--out", "The file to write.", "FILE", "mlopsbot-teams.zip");
        var name = Text("--name", "The name that people see.", "NAME", defaults.Name);
        var developer = Text("--developer", "Who runs the bot.", "NAME", defaults.Developer);
        var version = Text("--app-version", "The package's version; Teams takes an update only with a higher one.", "1.0.0", defaults.Version);
        var website = Text("--website", "A page about the bot; the domain unless given.", "https://…");
        var privacy = Text("--privacy", "A page that says what becomes of what people write; the domain unless given.", "https://…");
        var terms = Text("--terms", "A page with the terms of use; the domain unless given.", "https://…");
        var command = new Command("package", "Writes the app package to upload to Teams: manifest and icons.")
        {
            appId, domain, file, name, developer, version, website, privacy, terms,
        };
        command.SetAction(parsed =>
        {
            if ((parsed.GetValue(appId) ?? Configured(global.Of(parsed, surroundings))) is not { } app)
            {
                surroundings.Error.WriteLine($"--app-id is left out, and {AppIdOption} is not configured; give the Microsoft App ID of the Azure Bot's page \"Configuration\".");
                return ExitCode.WrongUse;
            }

            var facts = new AppFacts(app.Trim().ToLowerInvariant(), parsed.GetValue(domain)!.ToLowerInvariant())
            {
                Name = parsed.GetValue(name)!,
                Developer = parsed.GetValue(developer)!,
                Version = parsed.GetValue(version)!,
                Website = parsed.GetValue(website),
                Privacy = parsed.GetValue(privacy),
                Terms = parsed.GetValue(terms),
            };
            return Problems(facts, surroundings) || !Write(parsed.GetValue(file)!, AppPackage.Zip(facts), surroundings) ? ExitCode.WrongUse : ExitCode.Fine;
        });
        return command;
    }

    private static Command CreateIcons(Surroundings surroundings)
    {
        var folder = Text("--out", "The folder to write color.png and outline.png to.", "DIR", ".");
        var command = new Command("icons", "Draws the app's icons.") { folder };
        command.SetAction(parsed =>
            Write(Path.Combine(parsed.GetValue(folder)!, "color.png"), PngFile.Write(AppIcons.Colour()), surroundings)
            && Write(Path.Combine(parsed.GetValue(folder)!, "outline.png"), PngFile.Write(AppIcons.Outline()), surroundings)
                ? ExitCode.Fine
                : ExitCode.WrongUse);
        return command;
    }

    private static Option<string?> Text(string name, string description, string help, string? otherwise = null) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => otherwise };

    // What cannot be read does not matter: the command can be told everything that it would say.
    private static string? Configured(ServerSettings settings) => new ConfigurationSources(settings.Places).Read().Configuration[AppIdOption];

    private static bool Problems(AppFacts facts, Surroundings surroundings)
    {
        var problems = facts.Problems().ToList();
        problems.ForEach(surroundings.Error.WriteLine);
        return problems.Count > 0;
    }

    private static bool Write(string path, byte[] content, Surroundings surroundings)
    {
        try
        {
            File.WriteAllBytes(Path.GetFullPath(path, surroundings.WorkingDirectory), content);
            surroundings.Output.WriteLine($"{path}: {content.Length} bytes");
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            surroundings.Error.WriteLine($"{path} cannot be written: {exception.Message} Name a file in a folder that exists and is writable with --out.");
            return false;
        }
    }
}
