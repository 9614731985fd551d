using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Faults;

/// <summary>Faults as Teams has them.</summary>
internal static class TeamsFaults
{
    /// <summary>Every point from the activity to what is settled, the telling ones first.</summary>
    public static IReadOnlyList<KillPoint> Points { get; } =
    [
        new("activity on its way, not acknowledged", "activity") { IsFrequent = true },
        new("activity acknowledged", "acknowledged", StepPoint.Answered) { IsFrequent = true },
        new("post carried out, not answered", "post", StepPoint.CarriedOut) { IsFrequent = true },
        new("post lost on its way", "post", IsLost: true) { IsFrequent = true },
        new("token not yet given", "token"),
        new("welcome carried out, not answered", "welcome", StepPoint.CarriedOut),
        new("invoke under way", "invoke") { IsFrequent = true },
        new("any time", null),
        new("post on its way", "post") { IsFrequent = true },
        new("post answered", "post", StepPoint.Answered) { IsFrequent = true },
        new("settled", "settled", StepPoint.Answered),
        new("welcome lost on its way", "welcome", IsLost: true),
        new("keys under way", "keys"),
        new("any time", null),
        new("post carried out, not answered", "post", StepPoint.CarriedOut) { IsFrequent = true },
        new("welcome on its way", "welcome"),
        new("token given, post not yet sent", "token", StepPoint.Answered),
        new("welcome answered", "welcome", StepPoint.Answered),
        new("keys answered", "keys", StepPoint.Answered),
        new("invoke under way", "invoke") { IsFrequent = true },
        new("any time", null),
    ];

    /// <summary>Every point of a tip's life, the telling ones first. A tip in a channel is a thread of its own, so the call is <c>create</c>.</summary>
    public static IReadOnlyList<KillPoint> TipPoints { get; } =
    [
        new("post carried out, not answered", "create", StepPoint.CarriedOut) { IsFrequent = true },
        new("due, not planned", "due, not planned", StepPoint.Answered),
        new("post lost on its way", "create", IsLost: true) { IsFrequent = true },
        new("planned", "planned", StepPoint.Answered),
        new("token not yet given", "token"),
        new("claimed", "claimed", StepPoint.Answered),
        new("post answered", "create", StepPoint.Answered) { IsFrequent = true },
        new("any time", null),
        new("intent written", "intent written", StepPoint.Answered),
        new("post carried out, not answered", "create", StepPoint.CarriedOut) { IsFrequent = true },
        new("settled", "settled", StepPoint.Answered),
        new("owner to be told", "owner to be told", StepPoint.Answered),
        new("token given, post not yet sent", "token", StepPoint.Answered),
        new("post on its way", "create") { IsFrequent = true },
        new("owner's message carried out, not answered", "post", StepPoint.CarriedOut),
        new("any time", null),
        new("any time", null),
    ];

    /// <summary>The schedule of Teams, pressed into seconds.</summary>
    public static FakeTeamsOptions Teams { get; } = new()
    {
        Retries = FaultSettings.Retries,
        Patience = TimeSpan.FromSeconds(60),
    };

    /// <summary>Faults of posts that are over at once.</summary>
    public static Fault[] Quick { get; } =
    [
        Fault.RateLimited(1), Fault.Answering(412), Fault.ServerError, Fault.ErrorAfter, Fault.Answering(502), Fault.Answering(502, carriedOut: true), Fault.Answering(503),
        Fault.CutBefore, Fault.CutAfter, Fault.Garbage, Fault.GarbageAfter,
    ];

    public static Task<Lives> StartAsync(FakeTeamsServer teams, TeamsBotSettings settings, int replicas) => Lives.StartAsync(new LivesSettings(
        (port, folder) => BotProcess.StartAsync(
            BotConfiguration.For(teams, settings, settings.DataFolder ?? folder), settings.Knowledge, port, ("SSL_CERT_FILE", TestRoot.File)),
        bots =>
        {
            teams.Connect([.. bots]);
            return Task.CompletedTask;
        },
        atStep => teams.AtStep = atStep,
        replicas));
}
