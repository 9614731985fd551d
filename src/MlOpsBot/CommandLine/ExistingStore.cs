using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storing;

namespace MlOpsBot.CommandLine;

/// <summary>The store as commands read it: neither made nor migrated by them; the bot may be running.</summary>
internal static class ExistingStore
{
    /// <summary>The store, or the exit code after a line on standard error.</summary>
    public static async Task<(Store? Store, BotOptions Options, int Code)> OpenAsync(ServerSettings settings, Surroundings surroundings, CancellationToken stop)
    {
        if (await OptionsAsync(settings, surroundings) is not { } options)
        {
            return (null, new BotOptions(), ExitCode.WrongUse);
        }

        try
        {
            var look = await StoreLook.AtAsync(options.Storage, stop);
            if (look.Version < look.ProgramVersion || !look.IsUsable)
            {
                return (null, options, await RefuseAsync(surroundings, look.Version == 0
                    ? $"{look.Description}: nothing there yet. The first start of the bot with a channel configured makes it."
                    : $"{look.Description} has schema version {look.Version}, and this program has {look.ProgramVersion}; use the program that the bot runs with."));
            }
        }
        catch (StorageException exception)
        {
            return (null, options, await RefuseAsync(surroundings, $"The store cannot be read: {exception.Message}"));
        }

        var opened = await StoreOpening.OpenAsync(new OptionsInEffect(options), settings.Clock, stop);
        return opened.Store is { } store ? (store, options, ExitCode.Fine) : (null, options, await RefuseAsync(surroundings, opened.Fault!));
    }

    /// <summary>The options, where those of the store are right; else null, after lines on standard error. What else is wrong is no matter here.</summary>
    public static async Task<BotOptions?> OptionsAsync(ServerSettings settings, Surroundings surroundings)
    {
        var (setup, unreadable) = BotServer.Look(settings);
        string[] faults = setup is null ? [unreadable!] : [.. setup.Options.Faults.Where(line => line.StartsWith(BotOptions.Section + ":Storage", StringComparison.Ordinal))];
        if (faults.Length == 0)
        {
            return setup!.Options.Options;
        }

        await RefuseAsync(surroundings, faults);
        return null;
    }

    /// <summary>Lines on standard error, and the exit code for wrong use.</summary>
    public static async Task<int> RefuseAsync(Surroundings surroundings, params string[] lines)
    {
        foreach (var line in lines)
        {
            await surroundings.Error.WriteLineAsync(line);
        }

        return ExitCode.WrongUse;
    }
}
