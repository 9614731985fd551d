using System.CommandLine;
using System.Net.Sockets;
using MlOpsBot.Serving;

namespace MlOpsBot.CommandLine;

/// <summary>
/// <c>health</c>: asks the bot that runs on this machine how it is. For a container's health check, where there is no shell and
/// no other program that could ask.
/// </summary>
public static class HealthCommand
{
    /// <summary>How long the bot may take to answer. Container engines usually give a check 30 seconds in all.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var live = new Option<bool>("--live") { Description = "Ask whether the process answers, and not whether its store does too." };
        var command = new Command("health", "Asks the bot that runs on this machine whether it is ready.") { live };
        command.SetAction((parsed, stop) => RunAsync(global.Of(parsed, surroundings), parsed.GetValue(live), surroundings, stop));
        return command;
    }

    /// <summary>
    /// Asks, and prints what the bot says. Gives <see cref="ExitCode.Fine"/> where it is ready (or live), <see cref="ExitCode.Findings"/>
    /// where it is not or does not answer, <see cref="ExitCode.WrongUse"/> where its address is not known.
    /// </summary>
    public static async Task<int> RunAsync(ServerSettings settings, bool live, Surroundings surroundings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(surroundings);
        var (address, fault) = BotServer.AddressHere(settings);
        if (address is null)
        {
            await surroundings.Error.WriteLineAsync(fault);
            return ExitCode.WrongUse;
        }

        var route = new Uri(address, live ? "/health/live" : "/health/ready");

        // What answers on this machine is asked directly, whatever proxy leads out of it.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = s_patience };
        try
        {
            using var response = await http.GetAsync(route, stop);
            await surroundings.Output.WriteLineAsync(await response.Content.ReadAsStringAsync(stop));
            return response.IsSuccessStatusCode ? ExitCode.Fine : ExitCode.Findings;
        }
        catch (HttpRequestException exception)
        {
            var reason = exception.GetBaseException() is SocketException refused ? refused.Message : exception.Message;
            await surroundings.Error.WriteLineAsync($"No bot answers at {route}: {reason.TrimEnd('.')}. Is it running, and on this port (MlOpsBot:Port, or ASPNETCORE_URLS)?");
            return ExitCode.Findings;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await surroundings.Error.WriteLineAsync($"The bot at {route} has not answered within {s_patience.TotalSeconds:0} seconds.");
            return ExitCode.Findings;
        }
    }
}
