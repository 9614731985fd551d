using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>Faults as Slack has them.</summary>
internal static class SlackFaults
{
    private static readonly KillPoint s_posted = new("post carried out, not answered", "chat.postMessage", StepPoint.CarriedOut) { IsFrequent = true };

    /// <summary>
    /// Every point, the telling ones first. What is looked up is looked up after a post in doubt, so such a kill goes before each
    /// look-up.
    /// </summary>
    public static IReadOnlyList<KillPoint> Points { get; } =
    [
        new("event acknowledged", "acknowledged", StepPoint.Answered) { IsFrequent = true },
        s_posted,
        new("look-up of a thread under way", "conversations.replies"),
        new("private post carried out, not answered", "chat.postEphemeral", StepPoint.CarriedOut),
        new("post lost on its way", "chat.postMessage", IsLost: true) { IsFrequent = true },
        new("any time", null),
        new("post answered", "chat.postMessage", StepPoint.Answered) { IsFrequent = true },
        s_posted,
        new("look-up of a thread answered", "conversations.replies", StepPoint.Answered),
        new("post on its way", "chat.postMessage") { IsFrequent = true },
        new("private post lost on its way", "chat.postEphemeral", IsLost: true),
        new("private post on its way", "chat.postEphemeral"),
        new("private post answered", "chat.postEphemeral", StepPoint.Answered),
        s_posted,
        new("look-up of a direct message under way", "conversations.history"),
        new("any time", null),
        s_posted,
        new("look-up of a direct message answered", "conversations.history", StepPoint.Answered),
        new("first call of a life lost", "auth.test", IsLost: true),
        new("first call of a life answered", "auth.test", StepPoint.Answered),
        new("any time", null),
    ];

    /// <summary>Every point of a tip's life, the telling ones first.</summary>
    public static IReadOnlyList<KillPoint> TipPoints { get; } =
    [
        s_posted,
        new("look-up of a channel under way", "conversations.history"),
        new("due, not planned", "due, not planned", StepPoint.Answered),
        new("post lost on its way", "chat.postMessage", IsLost: true) { IsFrequent = true },
        new("planned", "planned", StepPoint.Answered),
        s_posted,
        new("claimed", "claimed", StepPoint.Answered),
        new("post answered", "chat.postMessage", StepPoint.Answered) { IsFrequent = true },
        new("any time", null),
        new("intent written", "intent written", StepPoint.Answered),
        s_posted,
        new("look-up of a channel answered", "conversations.history", StepPoint.Answered),
        new("settled", "settled", StepPoint.Answered),
        new("owner to be told", "owner to be told", StepPoint.Answered),
        s_posted,
        new("post on its way", "chat.postMessage") { IsFrequent = true },
        new("any time", null),
    ];

    /// <summary>Slack's schedule, pressed into seconds, and its "delayed events" after it.</summary>
    public static FakeSlackOptions Slack { get; } = new() { LimitsCalls = false, Retries = FaultSettings.Retries, Patience = TimeSpan.FromSeconds(60) };

    /// <summary>Faults that are over at once.</summary>
    public static Fault[] Quick { get; } =
    [
        Fault.RateLimited(1), Fault.ServerError, Fault.ErrorAfter, Fault.CutBefore, Fault.CutAfter, Fault.Garbage, Fault.GarbageAfter,
    ];

    public static Task<Lives> StartAsync(FakeSlackServer slack, SlackBotSettings settings, int replicas) => Lives.StartAsync(new LivesSettings(
        (port, folder) => BotProcess.StartAsync(BotConfiguration.For(slack, settings, settings.DataFolder ?? folder), settings.Knowledge, port),
        bots =>
        {
            if (settings.UsesSocket)
            {
                return slack.Sockets.ConnectedAsync(replicas);
            }

            slack.ConnectHttp([.. bots]);
            return Task.CompletedTask;
        },
        atStep => slack.AtStep = atStep,
        replicas));
}
