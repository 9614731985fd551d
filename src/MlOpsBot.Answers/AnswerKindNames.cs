namespace MlOpsBot.Answers;

/// <summary>What kinds of answers are called wherever programs read it: in JSON, metrics and logs. Fixed by contract.</summary>
public static class AnswerKindNames
{
    /// <summary>The contract's name of an answer kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static string Name(this AnswerKind kind) => kind switch
    {
        AnswerKind.Role => "role",
        AnswerKind.Owner => "owner",
        AnswerKind.Comparison => "comparison",
        AnswerKind.Topic => "topic",
        AnswerKind.List => "list",
        AnswerKind.Clarify => "clarify",
        AnswerKind.None => "none",
        AnswerKind.Help => "help",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such answer kind."),
    };
}
