using System.Collections.Immutable;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Slack;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Storage;
using MlOpsBot.Teams;
using MlOpsBot.Teams.Requests;

namespace MlOpsBot.Diagnosis;

/// <summary>
/// Looks the set-up over once the bot has started, by <c>doctor</c>'s own checks, and logs what is wrong with what to do; and says so once when
/// a platform has not called by <see cref="FirstCall"/>. Delays nothing. What is watched all the time (knowledge, Teams' credential) is told by
/// those who watch it.
/// </summary>
/// <param name="setup">What is configured.</param>
/// <param name="store">The open store.</param>
/// <param name="services">Where it is told whether a platform has called.</param>
/// <param name="life">When the bot has started.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where an operator reads.</param>
internal sealed class StartDiagnosis(Setup setup, Store store, IServiceProvider services, IHostApplicationLifetime life, TimeProvider clock, ILogger<StartDiagnosis> log) : BackgroundService
{
    /// <summary>When the public address is looked at: by then a load balancer leads to whoever is ready.</summary>
    public static readonly TimeSpan Reachable = TimeSpan.FromMinutes(1);

    /// <summary>When somebody should have written to a bot that was set up to be tried.</summary>
    public static readonly TimeSpan FirstCall = TimeSpan.FromMinutes(30);

    private static readonly ImmutableArray<string> s_atStart = ["options", "machine", "time zones", "holidays", "store", "clock", "slack token", "slack client", "slack link", "teams keys"];
    private static readonly ImmutableArray<string> s_later = ["public address"];

    private BotOptions Options => setup.Options.Options;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = life.ApplicationStarted.Register(() => started.TrySetResult());
            await started.Task.WaitAsync(stoppingToken);
            await LookAsync("start", s_atStart, stoppingToken);
            await Task.Delay(Reachable, clock, stoppingToken);
            await LookAsync("way in", s_later, stoppingToken);
            await Task.Delay(FirstCall - Reachable, clock, stoppingToken);
            await ListenAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot stops.
        }
        catch (Exception exception)
        {
            // A bot that cannot be looked over works all the same.
            log.LogError(exception, "Looking over what comes in has failed; 'mlopsbot doctor' does it again");
        }
    }

    private async Task LookAsync(string what, ImmutableArray<string> names, CancellationToken stop)
    {
        try
        {
            await ExamineAsync(what, names, stop);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            // A bot that cannot be looked over works all the same.
            log.LogError(exception, "Looking over the {What} has failed; 'mlopsbot doctor' does it again", what);
        }
    }

    private async Task ExamineAsync(string what, ImmutableArray<string> names, CancellationToken stop)
    {
        using var checks = new Checks(setup);
        var found = new List<Diagnosed>();
        await foreach (var finding in new Doctor(checks.Chosen(names, isOffline: false), setup.Clock).ExamineAsync(static _ => { }, stop))
        {
            // While one version takes the place of another, the older one may answer at the public address.
            if (finding.Code is not null && finding.Code != FindingCode.PublicVersion)
            {
                found.Add(finding);
                log.Log(LevelOf(finding), "{Check}: {Text} {Remedy} [{Code}]", finding.Check, finding.Text, finding.Remedy, finding.Code);
            }
        }

        if (found.Count == 0)
        {
            log.LogInformation("The {What} was looked over, and nothing is wrong with it", what);
            return;
        }

        log.Log(
            found.Max(LevelOf),
            "The {What} was looked over: {Faults}, {Warnings} ({Codes}). Run 'mlopsbot doctor' for the whole of it, and see deploy/doctor.md",
            what,
            Count(found, Verdict.Fault, "fault"),
            Count(found, Verdict.Warning, "warning"),
            string.Join(", ", found.Select(finding => finding.Code!.Name).Distinct()));
    }

    private static string Count(List<Diagnosed> found, Verdict verdict, string one) => found.Count(finding => finding.Verdict == verdict) switch
    {
        1 => $"1 {one}",
        var number => $"{number} {one}s",
    };

    private static LogLevel LevelOf(Diagnosed finding) => finding.Verdict == Verdict.Fault ? LogLevel.Error : LogLevel.Warning;

    // A bot that starts cleanly and is never asked: nothing else tells it from one that nobody happens to write to.
    private async Task ListenAsync(CancellationToken stop)
    {
        if (Options.Slack is { UsesHttp: true, UsesSocketMode: false } && await IsNewAsync(SlackChannel.Platform, stop))
        {
            Say("Slack", SlackRequests.Events, "as the Request URL on the app's pages \"Event Subscriptions\", \"Slash Commands\" and \"Interactivity\"");
        }

        if (Options.Teams.AppId is not null && await IsNewAsync(TeamsPlace.Platform, stop))
        {
            Say("Teams", TeamsRequests.Messages, "as the Messaging endpoint on the Azure Bot's page \"Configuration\", and that its page \"Channels\" shows Microsoft Teams");
        }
    }

    private void Say(string platform, string path, string where) => log.LogWarning(
        "Nothing has come from {Platform} to this bot in the {Minutes} minutes since the start, and the store has no event from before. If somebody has written to the bot, see that {Url} stands {Where}; 'mlopsbot doctor' looks at the way in [{Code}]",
        platform,
        FirstCall.TotalMinutes,
        (Options.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? "the bot's address") + path,
        where,
        FindingCode.NeverAsked);

    private async Task<bool> IsNewAsync(string platform, CancellationToken stop)
    {
        if (services.GetRequiredKeyedService<PlatformContact>(platform).HasCalled)
        {
            return false;
        }

        try
        {
            var counts = await store.Inbox.CountAsync(platform, stop);
            return counts.Open + counts.Done + counts.GivenUp + counts.Doubtful == 0;
        }
        catch (StorageException)
        {
            // The store's own health says so.
            return false;
        }
    }
}
