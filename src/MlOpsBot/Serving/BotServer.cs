using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using MlOpsBot.Chat;
using MlOpsBot.CommandLine;
using MlOpsBot.Configuration;
using MlOpsBot.Knowledge;
using MlOpsBot.Playground;
using MlOpsBot.Slack;
using MlOpsBot.Storage;
using MlOpsBot.Storing;
using MlOpsBot.Teams;
using MlOpsBot.Tips;

namespace MlOpsBot.Serving;

/// <summary>The web server, put together in one place.</summary>
public static class BotServer
{
    /// <summary>
    /// How long a stop may take: requests end, events in work are finished or given back, the store is closed. Orchestrators
    /// usually kill after 30 seconds.
    /// </summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Builds the server, or says why it cannot be built. Opens the store where a channel is configured; nothing listens before
    /// the server is started.
    /// </summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<BuiltServer> BuildAsync(ServerSettings settings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!TryCreateBuilder(settings, out var builder, out var unreadable))
        {
            return BuiltServer.Unusable(unreadable);
        }

        var built = await BuildAsync(builder, settings, stop);
        if (built.App is null)
        {
            Close(builder);
        }

        return built;
    }

    private static async Task<BuiltServer> BuildAsync(WebApplicationBuilder builder, ServerSettings settings, CancellationToken stop)
    {
        var ((options, faults), _, located, _) = SetupOf(builder, settings);
        if (!faults.IsEmpty)
        {
            return new BuiltServer(null, faults);
        }

        if (located.Path is not { } folder)
        {
            return BuiltServer.Unusable(located.Fault!);
        }

        var load = KnowledgeFolder.Load(folder, settings.Clock);
        if (load.Knowledge is null)
        {
            return new BuiltServer(null, [LoadedKnowledge.Unusable(folder, load)]);
        }

        var store = options.HasChannel ? await StoreOpening.OpenAsync(options, settings.Clock, stop) : new OpenedStore(null, null);
        if (store.Fault is { } fault)
        {
            return BuiltServer.Unusable(fault);
        }

        builder.WebHost.UseListeningAddress(builder.Configuration, builder.Environment, options);
        AddServices(builder.Services, options, folder, load, settings.Clock);
        if (store.Store is { } open)
        {
            AddChannels(builder.Services, options, open);
        }

        return new BuiltServer(Assemble(builder.Build(), options), []);
    }

    /// <summary>What is configured, as <see cref="BuildAsync(ServerSettings, CancellationToken)"/> reads it, without building anything; null and one line where it cannot be read.</summary>
    internal static (Setup? Setup, string? Fault) Look(ServerSettings settings)
    {
        if (!TryCreateBuilder(settings, out var builder, out var unreadable))
        {
            return (null, unreadable);
        }

        var setup = SetupOf(builder, settings);
        Close(builder);
        return (setup, null);
    }

    /// <summary>Where a bot with these settings is reached from this machine, without building one; null and one line where that cannot be told.</summary>
    internal static (Uri? Address, string? Fault) AddressHere(ServerSettings settings)
    {
        if (!TryCreateBuilder(settings, out var builder, out var unreadable))
        {
            return (null, unreadable);
        }

        var setup = SetupOf(builder, settings);
        var address = ListeningAddress.Here(builder.Configuration, setup.Options.Options.Port);
        Close(builder);
        return address is null
            ? (null, "The bot's port is not known: 'urls' (ASPNETCORE_URLS) or MlOpsBot:Port names none, or any that is free. Name one.")
            : (address, null);
    }

    // A builder watches its files from the beginning, and lets go of them with the host that is built.
    private static void Close(WebApplicationBuilder builder) => ((IDisposable)builder.Configuration).Dispose();

    private static Setup SetupOf(WebApplicationBuilder builder, ServerSettings settings)
    {
        var read = BotOptions.Read(builder.Configuration, builder.Environment.IsDevelopment()).Locate(settings.WorkingDirectory);
        var located = KnowledgeLocation.Find(settings.Knowledge, read.Options.Knowledge, settings.WorkingDirectory, AppContext.BaseDirectory);
        return new Setup(read, builder.Environment.EnvironmentName, located, settings.Clock);
    }

    private static bool TryCreateBuilder(
        ServerSettings settings, [NotNullWhen(true)] out WebApplicationBuilder? builder, [NotNullWhen(false)] out string? fault)
    {
        try
        {
            (builder, fault) = (CreateBuilder(settings), null);
            return true;
        }
        catch (InvalidDataException exception)
        {
            (builder, fault) = (null, $"appsettings.json cannot be read: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private static WebApplication Assemble(WebApplication app, BotOptions options)
    {
        // What is made first is disposed of last: the store closes when everything that uses it is gone.
        _ = app.Services.GetService<Store>();

        // Watching begins with serving, not with the first question.
        _ = app.Services.GetRequiredService<LiveKnowledge>();
        app.UseSecurityHeaders();
        app.MapHealth();
        app.MapPlayground();
        if (options.Slack.IsConfigured)
        {
            app.MapSlack();
        }

        if (options.Teams.IsConfigured)
        {
            app.MapTeams();
        }

        return app;
    }

    private static WebApplicationBuilder CreateBuilder(ServerSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(BotServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = settings.Environment ?? DefaultEnvironment(),
        });
        if (settings.Overrides is { } overrides)
        {
            builder.Configuration.AddInMemoryCollection(overrides);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // A start that fails is told in one line by the command; the host would add fifty.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        return builder;
    }

    private static void AddServices(
        IServiceCollection services, BotOptions options, string folder, KnowledgeLoad load, TimeProvider clock)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(clock);
        services.AddSingleton(provider => new LiveKnowledge(folder, load, clock, provider.GetRequiredService<ILogger<LiveKnowledge>>()));
        services.AddPlayground();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }

    // The host starts services in the order in which they were added, the web server last, and stops them the other way round:
    // first nothing more is taken, then what was taken is worked off, then the store closes with the container.
    private static void AddChannels(IServiceCollection services, BotOptions options, Store store)
    {
        services.AddStore(store);
        services.AddSingleton<CurrentAnswerer>(provider =>
        {
            var knowledge = provider.GetRequiredService<LiveKnowledge>();
            return () => knowledge.State.Answerer;
        });
        AddTips(services, options.Tips);
        if (options.Slack.IsConfigured)
        {
            services.AddSlack(options.Slack);
        }

        if (options.Teams.IsConfigured)
        {
            services.AddTeams(options.Teams);
            if (options.Teams.AppId is not null)
            {
                services.AddHostedService<CredentialWatch>();
            }
        }
    }

    private static void AddTips(IServiceCollection services, TipsOptions options)
    {
        if (options.IsEnabled)
        {
            services.AddSingleton<CurrentKnowledge>(provider =>
            {
                var knowledge = provider.GetRequiredService<LiveKnowledge>();
                return () => knowledge.State.Answerer.Knowledge;
            });
            services.AddTips(options);
        }
    }

    // `dotnet run` builds for debugging: whoever starts the bot that way is developing. What is published is not.
    private static string? DefaultEnvironment()
    {
#if DEBUG
        return Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? Environments.Development;
#else
        return null;
#endif
    }
}

/// <summary>What is configured. Immutable.</summary>
/// <param name="Options">The options, with their faults.</param>
/// <param name="Environment">"Development", "Production", …</param>
/// <param name="Knowledge">The folder to answer from.</param>
/// <param name="Clock">The clock.</param>
internal sealed record Setup(BotOptionsRead Options, string Environment, LocatedFolder Knowledge, TimeProvider Clock);

/// <summary>What the command line says about serving.</summary>
/// <param name="Knowledge">What <c>--knowledge</c> names, or null.</param>
/// <param name="WorkingDirectory">Where relative paths begin.</param>
/// <param name="Clock">The clock.</param>
public sealed record ServerSettings(string? Knowledge, string WorkingDirectory, TimeProvider Clock)
{
    /// <summary>"Development", "Production", …; null takes it from the process.</summary>
    public string? Environment { get; init; }

    /// <summary>Configuration above that of files and environment, for tests.</summary>
    public IReadOnlyDictionary<string, string?>? Overrides { get; init; }
}

/// <summary>A server, or why there is none.</summary>
/// <param name="App">The server, or null.</param>
/// <param name="Faults">One line a fault, with the remedy.</param>
public sealed record BuiltServer(WebApplication? App, ImmutableArray<string> Faults)
{
    /// <summary>No server for one reason.</summary>
    public static BuiltServer Unusable(string fault) => new(null, [fault]);
}
