using MlOpsBot.Slack;
using MlOpsBot.Slack.SocketMode;
using MlOpsBot.Storage;
using MlOpsBot.Storing;
using MlOpsBot.Teams;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Requests;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Wire;

namespace MlOpsBot.Serving;

/// <summary>What an orchestrator and a keeper ask first.</summary>
public static class Health
{
    /// <summary>
    /// Maps <c>/health/live</c> (the process answers) and <c>/health/ready</c> (it has knowledge to answer from, its store answers, and it
    /// is neither starting nor stopping).
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", static context => WriteAsync(context, new HealthDocument("live") { Version = ProgramVersion.Text }));
        routes.MapGet("/health/ready", WriteReadinessAsync);
    }

    private static async Task WriteReadinessAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<Draining>().HasBegun)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await WriteAsync(context, new HealthDocument("stopping") { Version = ProgramVersion.Text, Reasons = [HealthReason.Stopping.Document] });
            return;
        }

        var state = services.GetRequiredService<LiveKnowledge>().State;
        bool? answers = services.GetService<StoreHealth>() is { } store ? await store.AnswersAsync() : null;
        var credential = services.GetService<AppTokens>()?.State;
        var keys = services.GetService<KeySet>()?.State;
        var options = services.GetRequiredService<SettingsWatch>().State;
        var reasons = ReasonsOf(services, answers);
        var takesAway = reasons.Any(reason => reason.TakesAway);
        if (takesAway)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }

        await WriteAsync(context, new HealthDocument(takesAway ? "unready" : reasons.Length > 0 ? "degraded" : "ready")
        {
            Version = ProgramVersion.Text,
            Reasons = reasons.Length > 0 ? [.. reasons.Select(reason => reason.Document)] : null,
            KnowledgeVersion = state.Answerer.Knowledge.Version,
            Errors = state.Errors.Length,
            Warnings = state.Findings.Length - state.Errors.Length,
            Options = options.Faults.IsEmpty && options.AtNextStart.IsEmpty ? null : new OptionsHealthDocument(options.Faults.Length, options.AtNextStart.Length),
            Store = answers switch { null => null, true => "answers", false => "silent" },
            Slack = services.GetService<Current<SlackOptions>>()?.Value is { } slack
                ? new SlackHealthDocument(slack.UsesHttp) { SocketMode = services.GetService<SocketModeStatus>()?.State.ToString().ToLowerInvariant() }
                : null,
            Tips = services.GetService<TipHealth>() is { } tips && answers != false && await tips.CountOverdueAsync() is { } overdue and > 0 ? new TipsHealthDocument(overdue) : null,
            Teams = services.GetService<Current<TeamsOptions>>()?.Value is { } teams ? Teams(teams, credential, keys, services.GetRequiredService<TimeProvider>()) : null,
        });
    }

    /// <summary>Why the bot is not simply ready; empty where it is, or is stopping.</summary>
    /// <param name="services">What there is.</param>
    /// <param name="answers">Whether the store answers; null where there is none.</param>
    internal static HealthReason[] ReasonsOf(IServiceProvider services, bool? answers) =>
    [
        .. When(!services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested, HealthReason.Starting),
        .. When(answers == false, HealthReason.StoreSilent),
        .. When(services.GetService<AppTokens>()?.State.IsUsable == false, HealthReason.TeamsCredential),
        .. When(services.GetService<KeySet>()?.State is { Keys: 0 }, HealthReason.TeamsKeys),
        .. When(services.GetService<SocketModeStatus>()?.State == SocketModeState.Refused, HealthReason.SlackLink),
        .. When(services.GetRequiredService<LiveKnowledge>().State.IsDegraded, HealthReason.KnowledgeBroken),
        .. When(!services.GetRequiredService<SettingsWatch>().State.Faults.IsEmpty, HealthReason.OptionsBroken),
    ];

    private static IEnumerable<HealthReason> When(bool holds, HealthReason reason) => holds ? [reason] : [];

    private static TeamsHealthDocument Teams(TeamsOptions options, CredentialState? credential, KeySetState? keys, TimeProvider clock) =>
        new(options.AppId is null ? "none" : credential!.Health.ToString().ToLowerInvariant(), keys?.Keys ?? 0)
        {
            DaysLeft = credential?.ExpiresAt - clock.GetUtcNow() is { } left ? (int)Math.Floor(left.TotalDays) : null,
            KeysFetchedAt = keys?.FetchedAt,
        };

    private static Task WriteAsync(HttpContext context, HealthDocument document)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(document, BotJson.Lines.HealthDocument);
    }
}
