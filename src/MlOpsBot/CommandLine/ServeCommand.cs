using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using MlOpsBot.Serving;

namespace MlOpsBot.CommandLine;

/// <summary><c>serve</c>: runs the bot until it is told to stop.</summary>
public static class ServeCommand
{
    /// <summary>What it is called.</summary>
    public const string Name = "serve";

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var command = new Command(Name, "Runs the bot (this is what happens without a command).");
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new StopSignals();
            return await RunAsync(global.Of(parsed, surroundings), surroundings.Error, signals.Stop);
        });
        return command;
    }

    /// <summary>Serves until it is told to stop; gives one of <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(ServerSettings settings, TextWriter error, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(error);
        try
        {
            return await StartAndServeAsync(settings, error, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // In the middle of the start: nothing was taken yet.
            return ExitCode.Fine;
        }
    }

    private static async Task<int> StartAndServeAsync(ServerSettings settings, TextWriter error, CancellationToken stop)
    {
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
        app.Logger.LogInformation("{Program}", ProgramVersion.Said);
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{exception.Message.TrimEnd('.')}. Stop what listens there, or choose another port with MlOpsBot:Port (MlOpsBot__Port=3979).");
            return ExitCode.WrongUse;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What runs already may have begun to work.
            await app.StopAsync(CancellationToken.None);
            return ExitCode.Fine;
        }

        app.Announce();
        return await ServeAsync(app, error, stop);
    }

    /// <summary>Serves until the order to stop, or until a part of the program fails that the whole cannot do without: then whoever keeps it running has to start it again.</summary>
    internal static async Task<int> ServeAsync(WebApplication app, TextWriter error, CancellationToken stop)
    {
        Supervisor.Tell(Supervisor.Ready);
        await using var stopping = stop.Register(static () => Supervisor.Tell(Supervisor.Stopping));
        if (await Draining.RunAsync(app, stop))
        {
            return ExitCode.Fine;
        }

        await error.WriteLineAsync("The bot has stopped without being told to, as a part of it failed; the log says which. Start it again.");
        return ExitCode.Findings;
    }
}
