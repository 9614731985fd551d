using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Diagnosis;

/// <summary>The checks that a configuration calls for, and the connections that they share.</summary>
internal sealed class Checks : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly HttpClient _here;
    private readonly SlackApi _slack;
    private readonly bool _areOptionsRight;

    /// <summary>Chooses them.</summary>
    /// <param name="setup">What is configured.</param>
    public Checks(Setup setup)
    {
        var (options, clock) = (setup.Options.Options, setup.Clock);
        _http = Client(usesProxy: true);

        // A proxy that leads out knows nothing of what listens on this machine.
        _here = Client(usesProxy: false);
        _slack = new SlackApi(options.Slack, new CallLimiter(clock), clock, NullLogger<SlackApi>.Instance);
        ICheck[] always = [new OptionsCheck(setup), new MachineCheck(), new KnowledgeCheck(setup.Knowledge, clock), new TimeZoneCheck(clock), .. OfTips(options, clock)];

        // With a wrong option, what is right may be read wrongly: "no channel" where one was meant.
        _areOptionsRight = setup.Options.Faults.IsEmpty;
        All = _areOptionsRight
            ? [.. always, new StoreCheck(options, clock), new ClockCheck([.. Platforms(options)], _http, clock), .. OfSlack(options), .. OfTeams(options, clock), .. OfOutside(options, clock), new RunningBotCheck(ListeningAddress.Here(setup.Sources.Configuration, options.Port), _here)]
            : [.. always];
    }

    /// <summary>All of them, in the order in which they are told.</summary>
    public ImmutableArray<ICheck> All { get; }

    /// <summary>Whether a check, or several, are called so.</summary>
    public bool Knows(string name) => !_areOptionsRight || All.Any(check => IsCalled(check, name));

    /// <summary>Some of them.</summary>
    /// <param name="only">The names of checks, or the first words of them; empty for all.</param>
    /// <param name="isOffline">Leaves out those that ask others over the network.</param>
    public ImmutableArray<ICheck> Chosen(ImmutableArray<string> only, bool isOffline) =>
        [.. All.Where(check => (only.IsEmpty || only.Any(name => IsCalled(check, name)) || (!_areOptionsRight && check is OptionsCheck)) && !(isOffline && check.AsksOthers))];

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _slack.Dispose();
        _http.Dispose();
        _here.Dispose();
    }

    private static HttpClient Client(bool usesProxy) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = usesProxy, ConnectTimeout = s_patience }) { Timeout = s_patience };

    private static bool IsCalled(ICheck check, string name) =>
        check.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || check.Name.Split(' ')[0].Equals(name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Uri> Platforms(BotOptions options)
    {
        if (options.Slack.IsConfigured)
        {
            yield return options.Slack.ApiUrl;
        }

        if (options.Teams.AppId is not null)
        {
            yield return Clouds.Of(options.Teams).Metadata;
        }
    }

    private static IEnumerable<ICheck> OfOutside(BotOptions options, TimeProvider clock)
    {
        if (options.HasChannel)
        {
            yield return new PublicAddressCheck(options, clock);
        }
    }

    private static IEnumerable<ICheck> OfTips(BotOptions options, TimeProvider clock)
    {
        if (options is { HasChannel: true, Tips: { IsEnabled: true, Holidays.IsEmpty: false } })
        {
            yield return new HolidaysCheck(options.Tips.Holidays, clock);
        }
    }

    private static IEnumerable<ICheck> OfTeams(BotOptions options, TimeProvider clock)
    {
        if (options.Teams.AppId is not null)
        {
            yield return new TeamsTokenCheck(options.Teams, new AppTokens(options.Teams, clock, NullLogger<AppTokens>.Instance), clock);
            yield return new TeamsKeysCheck(options.Teams, clock);
        }
    }

    private IEnumerable<ICheck> OfSlack(BotOptions options)
    {
        if (options.Slack.BotToken is { } token)
        {
            yield return new SlackTokenCheck(token, _slack);
        }

        if (options.Slack is { UsesOAuth: true })
        {
            yield return new SlackClientCheck(options.Slack, _slack);
        }

        if (options.Slack.AppToken is { } appToken)
        {
            yield return new SlackLinkCheck(appToken, _slack);
        }
    }
}
