using MlOpsBot.CommandLine;

namespace MlOpsBot.Tests.Support;

/// <summary>A command that ran in this process: what it returned and what it printed.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output, without the empty end.</summary>
    public string[] Lines => Output.TrimEnd().Split(Environment.NewLine);

    /// <summary>The lines of standard error.</summary>
    public string[] Complaints => Error.Length == 0 ? [] : Error.TrimEnd().Split(Environment.NewLine);

    /// <summary>Runs a command on the shipped knowledge.</summary>
    public static Task<CommandRun> OfAsync(params string[] args) => InAsync(Repository.Root, "", args);

    /// <summary>Runs a command in a folder, with something on standard input.</summary>
    public static async Task<CommandRun> InAsync(string folder, string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var surroundings = new Surroundings(new StringReader(input), output, error, TimeProvider.System, folder);
        var code = await BotCommands.RunAsync(args, surroundings);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
