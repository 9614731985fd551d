using MlOpsBot.Storage;

namespace MlOpsBot.Chat.Limiting;

/// <summary>What is to be done with something that somebody asked.</summary>
public enum QuestionVerdict
{
    /// <summary>It is answered.</summary>
    Answer,

    /// <summary>It is too much: whoever asked is told so.</summary>
    Tell,

    /// <summary>It is too much, and they were told so within the last minute.</summary>
    Drop,
}

/// <summary>
/// Keeps one user, or one workspace, from taking all of the bot; each replica counts for itself. Asked before anything is recorded, so
/// what is refused leaves nothing behind that would have to be worked off. Takes no lock. Thread-safe.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="clock">The clock.</param>
public sealed class QuestionLimiter(LiveLimits limits, TimeProvider clock)
{
    /// <summary>A flood from a whole workspace does not make a flood of replies.</summary>
    private const int ToldPerWorkspace = 30;

    private readonly Quota<(WorkspaceKey Workspace, string User)> _users = new(clock);
    private readonly Quota<WorkspaceKey> _workspaces = new(clock);
    private readonly Quota<(WorkspaceKey Workspace, string User)> _told = new(clock);
    private readonly Quota<WorkspaceKey> _toldIn = new(clock);

    /// <summary>What is to be done with a question.</summary>
    /// <param name="workspace">Where it is asked.</param>
    /// <param name="user">Who asks, by the platform's id.</param>
    /// <param name="reason">Why it is too much, for the log; null where it is not.</param>
    public QuestionVerdict Judge(WorkspaceKey workspace, string user, out string? reason)
    {
        var now = limits.Now;
        reason = !_users.TryTake((workspace, user), now.QuestionsPerUser, out _) ? "more questions than one user may ask in a minute"
            : !_workspaces.TryTake(workspace, now.QuestionsPerWorkspace, out _) ? "more questions than one workspace may ask in a minute"
            : null;
        return reason is null ? QuestionVerdict.Answer
            : _told.TryTake((workspace, user), 1, out _) && _toldIn.TryTake(workspace, ToldPerWorkspace, out _) ? QuestionVerdict.Tell
            : QuestionVerdict.Drop;
    }
}
