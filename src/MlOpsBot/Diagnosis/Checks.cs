using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Diagnosis;

/// <summary>The checks that a configuration calls for, and the connections that they share.</summary>
internal sealed class Checks : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly SlackApi _slack;

    /// <summary>Chooses them.</summary>
    /// <param name="setup">What is configured.</param>
    public Checks(Setup setup)
    {
        var (options, clock) = (setup.Options.Options, setup.Clock);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = s_patience }) { Timeout = s_patience };
        _slack = new SlackApi(options.Slack, new CallLimiter(clock), clock, NullLogger<SlackApi>.Instance);
        All =
        [
            new OptionsCheck(setup.Options, setup.Environment),
            new KnowledgeCheck(setup.Knowledge, clock),
            new StoreCheck(options),
            new ClockCheck([.. Platforms(options)], _http, clock),
            new TimeZoneCheck(clock),
            .. OfSlack(options),
        ];
    }

    /// <summary>All of them, in the order in which they are told.</summary>
    public ImmutableArray<ICheck> All { get; }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _slack.Dispose();
        _http.Dispose();
    }

    private static IEnumerable<Uri> Platforms(BotOptions options)
    {
        if (options.Slack.IsConfigured)
        {
            yield return options.Slack.ApiUrl;
        }
    }

    private IEnumerable<ICheck> OfSlack(BotOptions options)
    {
        if (options.Slack.BotToken is { } token)
        {
            yield return new SlackTokenCheck(token, _slack);
        }

        if (options.Slack.AppToken is { } appToken)
        {
            yield return new SlackLinkCheck(appToken, _slack);
        }
    }
}
