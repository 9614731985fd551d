
namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>Where between event and answer a life of the bot ends. Immutable.</summary>
/// <param name="Name">The row of the fault table.</param>
/// <param name="Method">The call at which it ends; null for any time.</param>
/// <param name="Point">How far the call has come.</param>
/// <param name="IsLost">Whether the call never reaches Slack.</param>
internal sealed record KillPoint(string Name, string? Method, StepPoint Point = StepPoint.Received, bool IsLost = false)
{
    private static readonly KillPoint s_posted = new("post carried out, not answered", "chat.postMessage", StepPoint.CarriedOut);

    /// <summary>
    /// Every point, the telling ones first. What is looked up is looked up after a post in doubt, so such a kill goes before each
    /// look-up.
    /// </summary>
    public static IReadOnlyList<KillPoint> All { get; } =
    [
        new("event acknowledged", "acknowledged", StepPoint.Answered),
        s_posted,
        new("look-up of a thread under way", "conversations.replies"),
        new("private post carried out, not answered", "chat.postEphemeral", StepPoint.CarriedOut),
        new("post lost on its way", "chat.postMessage", IsLost: true),
        new("any time", null),
        new("post answered", "chat.postMessage", StepPoint.Answered),
        s_posted,
        new("look-up of a thread answered", "conversations.replies", StepPoint.Answered),
        new("post on its way", "chat.postMessage"),
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

    public bool IsAt(Step step) => step.Method == Method && step.Point == Point;
}
