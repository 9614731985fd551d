using System.CommandLine;
using System.CommandLine.Parsing;

namespace MlOpsBot.CommandLine;

/// <summary>The command line as a whole: what commands there are, and what happens with a wrong one.</summary>
public static class BotCommands
{
    // How long a command may take to end once Ctrl+C is pressed.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Runs the command that the arguments name; <c>serve</c> where they name none.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(surroundings);

        // A question may begin with '@'; it is no response file.
        var parsed = CommandLineParser.Parse(Tree(surroundings), args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await surroundings.Error.WriteLineAsync(
                $"{OneLine(parsed.Errors[0].Message)} Run 'mlopsbot {CommandPath(parsed)}--help' to see what is possible.");
            return ExitCode.WrongUse;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,

            // Serving ends in its own way and time; two seconds after the signal would be in the middle of it.
            ProcessTerminationTimeout = Serves(parsed) ? null : s_patience,
        });
    }

    /// <summary>Every command there is.</summary>
    internal static RootCommand Tree(Surroundings surroundings)
    {
        var global = new GlobalOptions();
        var serve = ServeCommand.Create(global, surroundings);
        var root = new RootCommand("Answers who does what in machine-learning operations, from a folder of plain files.")
        {
            global.Knowledge,
            global.Settings,
            serve,
            AskCommand.Create(global, surroundings),
            CheckCommand.Create(global, surroundings),
            EvalCommand.Create(global, surroundings),
            DoctorCommand.Create(global, surroundings),
            HealthCommand.Create(global, surroundings),
            TeamsCommand.Create(global, surroundings),
            TipsCommand.Create(global, surroundings),
            StoreCommand.Create(global, surroundings),
            AuditCommand.Create(global, surroundings),
        };
        root.Action = serve.Action;
        root.Options.OfType<VersionOption>().Single().Action = new TellVersion();
        return root;
    }

    private static bool Serves(ParseResult parsed) => parsed.CommandResult.Command is RootCommand or { Name: ServeCommand.Name };

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
