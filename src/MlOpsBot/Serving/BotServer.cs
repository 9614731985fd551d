using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MlOpsBot.Chat;
using MlOpsBot.CommandLine;
using MlOpsBot.Configuration;
using MlOpsBot.Diagnosis;
using MlOpsBot.Knowledge;
using MlOpsBot.Logging;
using MlOpsBot.Playground;
using MlOpsBot.Slack;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storing;
using MlOpsBot.Teams;
using MlOpsBot.Telemetry;
using MlOpsBot.Tips;

namespace MlOpsBot.Serving;

/// <summary>The web server, put together in one place.</summary>
public static class BotServer
{
    /// <summary>
    /// Builds the server, or says why it cannot be built. Opens the store where a channel is configured; nothing listens before
    /// the server is started.
    /// </summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<BuiltServer> BuildAsync(ServerSettings settings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (setup, unreadable) = Look(settings);
        if (setup is null)
        {
            return BuiltServer.Unusable(unreadable!);
        }

        if (!setup.Options.Faults.IsEmpty)
        {
            return new BuiltServer(null, setup.Options.Faults);
        }

        var builder = CreateBuilder(settings, setup);
        var built = await BuildAsync(builder, settings, setup, stop);
        if (built.App is null)
        {
            Close(builder);
        }

        return built;
    }

    private static async Task<BuiltServer> BuildAsync(WebApplicationBuilder builder, ServerSettings settings, Setup setup, CancellationToken stop)
    {
        var (options, clock) = (setup.Options.Options, setup.Clock);
        if (setup.Knowledge.Path is not { } folder)
        {
            return BuiltServer.Unusable(setup.Knowledge.Fault!);
        }

        var load = KnowledgeFolder.Load(folder, clock);
        if (load.Knowledge is null)
        {
            return new BuiltServer(null, [LoadedKnowledge.Unusable(folder, load)]);
        }

        var inEffect = new OptionsInEffect(options);
        var store = options.HasChannel ? await StoreOpening.OpenAsync(inEffect, clock, stop) : new OpenedStore(null, null);
        if (store.Fault is { } fault)
        {
            return BuiltServer.Unusable(fault);
        }

        builder.WebHost.UseListeningAddress(builder.Configuration, builder.Environment, options);
        builder.WebHost.UseServerLimits(options.Limits);
        AddServices(builder.Services, inEffect, folder, load, clock);
        AddSettings(builder.Services, settings, setup, inEffect);
        if (store.Store is { } open)
        {
            AddChannels(builder.Services, inEffect, open);
            if (options.ChecksAtStart)
            {
                builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<StartDiagnosis>(provider, setup));
            }
        }

        return new BuiltServer(Assemble(builder.Build(), options), []);
    }

    /// <summary>What is configured, as <see cref="BuildAsync(ServerSettings, CancellationToken)"/> reads it, without building anything; null and one line where it cannot be read.</summary>
    internal static (Setup? Setup, string? Fault) Look(ServerSettings settings)
    {
        var sources = new ConfigurationSources(settings.Places).Read();
        if (sources.Unreadable is { } unreadable)
        {
            return (null, unreadable);
        }

        return (SetupOf(settings, sources), null);
    }

    /// <summary>What is configured, by what all places say.</summary>
    internal static Setup SetupOf(ServerSettings settings, ConfigurationRead sources)
    {
        var read = BotOptions.Read(sources, settings.Places);
        var located = KnowledgeLocation.Find(settings.Knowledge, read.Options.Knowledge, settings.WorkingDirectory, AppContext.BaseDirectory);
        return new Setup(read, settings.Places.Environment, located, settings.Clock, sources);
    }

    /// <summary>Where a bot with these settings is reached from this machine, without building one; null and one line where that cannot be told.</summary>
    internal static (Uri? Address, string? Fault) AddressHere(ServerSettings settings)
    {
        var (setup, unreadable) = Look(settings);
        if (setup is null)
        {
            return (null, unreadable);
        }

        var address = ListeningAddress.Here(setup.Sources.Configuration, setup.Options.Options.Port);
        return address is null
            ? (null, "The bot's port is not known: 'urls' (ASPNETCORE_URLS) or MlOpsBot:Port names none, or any that is free. Name one.")
            : (address, null);
    }

    // A builder holds on to things from the beginning, and lets go of them with the host that is built.
    private static void Close(WebApplicationBuilder builder) => ((IDisposable)builder.Configuration).Dispose();

    private static WebApplication Assemble(WebApplication app, BotOptions options)
    {
        // What is made first is disposed of last: the store closes when everything that uses it is gone.
        _ = app.Services.GetService<Store>();

        // Watching begins with serving, not with the first question.
        _ = app.Services.GetRequiredService<LiveKnowledge>();
        app.UseDraining();
        app.UseGuards();
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

    private static WebApplicationBuilder CreateBuilder(ServerSettings settings, Setup setup)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(BotServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = setup.Environment,

            // Files take effect when all of them together were found to be right, not when one of them changes.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        var accepted = new AcceptedSettings();
        accepted.Accept(setup.Sources.Files);
        builder.Services.AddSingleton(accepted);
        var files = builder.Configuration.Sources.OfType<JsonConfigurationSource>().ToList();
        builder.Configuration.Sources.Insert(files.Count == 0 ? 0 : builder.Configuration.Sources.IndexOf(files[0]), accepted);
        files.ForEach(file => builder.Configuration.Sources.Remove(file));
        if (settings.Overrides is { } overrides)
        {
            builder.Configuration.AddInMemoryCollection(overrides);
        }

        builder.Logging.AddLog(setup.Options.Options.Log);
        return builder;
    }

    private static void AddServices(
        IServiceCollection services, OptionsInEffect options, string folder, KnowledgeLoad load, TimeProvider clock)
    {
        services.AddSingleton(options.Bot);
        services.TryAddSingleton(clock);
        services.AddSingleton(provider => new LiveKnowledge(folder, load, clock, provider.GetRequiredService<ILogger<LiveKnowledge>>()));
        services.AddGuards(options.Limits);
        services.AddTelemetry(options.Bot.Value);
        services.AddPlayground();
        services.AddSingleton<WorkEnd>();
        services.AddSingleton<Draining>();
        services.AddSingleton<IHostLifetime, CallersLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Draining.Longest);
    }

    private static void AddSettings(IServiceCollection services, ServerSettings settings, Setup setup, OptionsInEffect options)
    {
        var start = new SettingsContent(setup.Sources, (setup.Options.Options.Teams.Credential as TeamsCredential.Certificate)?.Fingerprint);
        services.AddSingleton(provider => new SettingsWatch(
            settings, start, options, provider.GetRequiredService<AcceptedSettings>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SettingsWatch>>(),
            provider.GetService<Store>()?.Audit));
        services.AddHostedService(provider => provider.GetRequiredService<SettingsWatch>());
    }

    // The host starts services in the order in which they were added, the web server last, and stops them the other way round:
    // first nothing more is taken, then what was taken is worked off, then the store closes with the container. Slack comes last, as
    // its sockets take things too: they close before any worker is told of the end.
    private static void AddChannels(IServiceCollection services, OptionsInEffect options, Store store)
    {
        var start = options.Bot.Value;
        services.AddStore(store);
        services.AddSingleton<CurrentAnswerer>(provider =>
        {
            var knowledge = provider.GetRequiredService<LiveKnowledge>();
            return () => knowledge.State.Answerer;
        });
        AddTips(services, options.Tips);
        if (start.Teams.IsConfigured)
        {
            services.AddTeams(options.Teams);
            if (start.Teams.AppId is not null)
            {
                services.AddHostedService<CredentialWatch>();
            }
        }

        if (start.Slack.IsConfigured)
        {
            services.AddSlack(options.Slack);
        }
    }

    private static void AddTips(IServiceCollection services, Current<TipsOptions> options)
    {
        if (options.Value.IsEnabled)
        {
            services.AddSingleton<CurrentKnowledge>(provider =>
            {
                var knowledge = provider.GetRequiredService<LiveKnowledge>();
                return () => knowledge.State.Answerer.Knowledge;
            });
            services.AddTips(options);
        }
    }
}
