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
public sealed class QuestionLimiter(Current<LimitsOptions> limits, TimeProvider clock)
{
    /// <summary>A flood from a whole workspace does not make a flood of replies.</summary>
    private const int ToldPerWorkspace = 30;

    private readonly Quota<(WorkspaceKey Workspace, string User)> _users = new(clock);
    private readonly Quota<WorkspaceKey> _workspaces = new(clock);
    private readonly Quota<(WorkspaceKey Workspace, string User)> _told = new(clock);
    private readonly Quota<WorkspaceKey> _toldIn = new(clock);

    private readonly Quota<(WorkspaceKey Workspace, string Message)> _judged = new(clock);
    private readonly Quota<(WorkspaceKey Workspace, string Message)> _refused = new(clock);

    /// <summary>What is to be done with a question.</summary>
    /// <param name="workspace">Where it is asked.</param>
    /// <param name="user">Who asks, by the platform's id.</param>
    /// <param name="message">What the same question is known by when it comes again, or in two ways; null where it does not. It counts once.</param>
    /// <param name="reason">Why it is too much, for the log; null where it is not.</param>
    public QuestionVerdict Judge(WorkspaceKey workspace, string user, string? message, out string? reason)
    {
        var now = limits.Value;
        reason = null;
        if (now is { QuestionsPerUser: <= 0, QuestionsPerWorkspace: <= 0 })
        {
            return QuestionVerdict.Answer;
        }

        if (message is not null && !_judged.TryTake((workspace, message), 1, out _) && _refused.HasLeft((workspace, message), 1))
        {
            return QuestionVerdict.Answer;
        }

        reason = message is not null && !_refused.HasLeft((workspace, message), 1) ? "a question that was too much before"
            : !_users.TryTake((workspace, user), now.QuestionsPerUser, out _) ? "more questions than one user may ask in a minute"
            : !_workspaces.TryTake(workspace, now.QuestionsPerWorkspace, out _) ? "more questions than one workspace may ask in a minute"
            : null;
        if (reason is null)
        {
            return QuestionVerdict.Answer;
        }

        if (message is not null)
        {
            _refused.TryTake((workspace, message), 1, out _);
        }

        return _told.TryTake((workspace, user), 1, out _) && _toldIn.TryTake(workspace, ToldPerWorkspace, out _) ? QuestionVerdict.Tell : QuestionVerdict.Drop;
    }
}
