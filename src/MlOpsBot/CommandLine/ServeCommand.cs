using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using MlOpsBot.Serving;

namespace MlOpsBot.CommandLine;

/// <summary><c>serve</c>: runs the bot until it is told to stop.</summary>
public static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var command = new Command("serve", "Runs the bot (this is what happens without a command).");
        command.SetAction((parsed, stop) => RunAsync(global.Of(parsed, surroundings), surroundings.Error, stop));
        return command;
    }

    /// <summary>Serves until it is told to stop; gives one of <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(ServerSettings settings, TextWriter error, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(error);
        var (built, faults) = await BotServer.BuildAsync(settings, stop);
        if (built is null)
        {
            foreach (var fault in faults)
            {
                await error.WriteLineAsync(fault);
            }

            return ExitCode.WrongUse;
        }

        await using var app = built;
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{exception.Message.TrimEnd('.')}. Stop what listens there, or choose another port with MlOpsBot:Port (MlOpsBot__Port=3979).");
            return ExitCode.WrongUse;
        }

        app.Announce();
        await app.WaitForShutdownAsync(stop);
        return ExitCode.Fine;
    }
}
