using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using MlOpsBot.Configuration;
using MlOpsBot.Diagnosis;
using MlOpsBot.Serving;
using MlOpsBot.Wire;

namespace MlOpsBot.CommandLine;

/// <summary>What is wanted of <c>doctor</c>. Immutable.</summary>
public sealed record DoctorWish
{
    /// <summary>The findings as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The checks to run, by their names or the first words of them; empty for all.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>Asks nobody over the network.</summary>
    public bool Offline { get; init; }

    /// <summary>Every option with the value that counts and its source, in the place of the findings.</summary>
    public bool Options { get; init; }
}

/// <summary><c>doctor</c>: looks at everything that the bot depends on, and says what to do about each fault.</summary>
public static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var json = new Option<bool>("--json") { Description = "The findings as JSON." };
        var only = new Option<string?>("--only") { Description = "Some checks alone, with commas between: store,teams.", HelpName = "CHECKS" };
        var offline = new Option<bool>("--offline") { Description = "Leaves out what asks others over the network." };
        var options = new Option<bool>("--options") { Description = "Every option with its value and where that comes from; secrets as \"given\"." };
        var command = new Command("doctor", "Checks configuration, knowledge, store, clock, credentials and public address, and says what to do about each fault.")
        {
            json, only, offline, options,
        };
        command.SetAction((parsed, stop) => RunAsync(
            global.Of(parsed, surroundings),
            new DoctorWish
            {
                Json = parsed.GetValue(json),
                Only = [.. (parsed.GetValue(only) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
                Offline = parsed.GetValue(offline),
                Options = parsed.GetValue(options),
            },
            surroundings,
            stop));
        return command;
    }

    /// <summary>
    /// Looks. Gives <see cref="ExitCode.Fine"/> where nothing is to be done, <see cref="ExitCode.Findings"/> after a warning or a
    /// fault, <see cref="ExitCode.WrongUse"/> where the bot would not even start.
    /// </summary>
    public static async Task<int> RunAsync(ServerSettings settings, DoctorWish wish, Surroundings surroundings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(surroundings);
        var report = new DoctorReport(surroundings, wish.Json);
        var (setup, fault) = BotServer.Look(settings);
        if (setup is null)
        {
            report.Add(Diagnosed.Unusable("options", FindingCode.OptionsUnreadable, fault!));
            return report.End();
        }

        if (wish.Options)
        {
            return Show(setup.Options, wish.Json, surroundings);
        }

        using var checks = new Checks(setup);
        if (wish.Only.FirstOrDefault(name => !checks.Knows(name)) is { } unknown)
        {
            await surroundings.Error.WriteLineAsync($"There is no check '{unknown}' here; give some of: {string.Join(", ", checks.All.Select(check => check.Name))}.");
            return ExitCode.WrongUse;
        }

        await foreach (var finding in new Doctor(checks.Chosen(wish.Only, wish.Offline), settings.Clock).ExamineAsync(report.Progress, stop))
        {
            report.Add(finding);
        }

        return report.End();
    }

    private static int Show(BotOptionsRead read, bool json, Surroundings surroundings)
    {
        if (json)
        {
            var document = new OptionsDocument([.. read.Shown.Select(option => new OptionDocument(option.Name, option.Value, option.Source))]);
            surroundings.Output.WriteLine(JsonSerializer.Serialize(document, BotJson.Indented.OptionsDocument));
        }
        else
        {
            foreach (var option in read.Shown)
            {
                surroundings.Output.WriteLine($"{option.Name,-48} {(option.Value.Length == 0 ? "-" : option.Value),-36} {option.Source}");
            }
        }

        foreach (var fault in read.Faults)
        {
            surroundings.Error.WriteLine(fault);
        }

        return read.Faults.IsEmpty ? ExitCode.Fine : ExitCode.WrongUse;
    }
}
