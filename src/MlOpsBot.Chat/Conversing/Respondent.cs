using System.Diagnostics;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Storage;

namespace MlOpsBot.Chat.Conversing;

/// <summary>Answers questions with what their conversation was about, and opens what buttons carry. Thread-safe.</summary>
/// <param name="memory">What conversations were about.</param>
/// <param name="time">The clock, whose date in UTC is today.</param>
public sealed class Respondent(ConversationMemory memory, TimeProvider time)
{
    /// <summary>Today.</summary>
    public DateOnly Today => time.UtcToday();

    /// <summary>Answers what was asked; with help where nothing was.</summary>
    /// <param name="answerer">What answers.</param>
    /// <param name="workspace">Where.</param>
    /// <param name="conversation">Under what its context is kept.</param>
    /// <param name="text">What was asked. Any text is safe.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="otherwise">What the conversation was about where nothing is kept of it, such as a tip that it stands below; null for nothing.</param>
    public async Task<Reply> AskAsync(
        Answerer answerer, WorkspaceKey workspace, string conversation, string text, CancellationToken cancellation, Func<Task<ConversationContext?>>? otherwise = null)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Reply(answerer.Open("help", Today)!, null);
        }

        var before = await memory.RecallAsync(workspace, conversation, cancellation) ?? (otherwise is null ? null : await otherwise());
        var start = Stopwatch.GetTimestamp();
        var answer = answerer.Ask(new Question(text, Today, before));
        var took = Stopwatch.GetElapsedTime(start);
        return new Reply(answer, Answerer.ContextAfter(answer, before)) { Took = took };
    }

    /// <summary>Opens what a button carries; null where its card is gone, or it never opened any.</summary>
    public Opened? Open(Answerer answerer, ButtonValue button)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        ArgumentNullException.ThrowIfNull(button);
        return button.Target is { } target && answerer.Open(target, Today) is { } answer
            ? new Opened(answer, button.Fingerprint is not null && button.Fingerprint != answerer.Fingerprint(target))
            : null;
    }
}

/// <summary>An answer, and what the conversation is about once it is said. Immutable.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="After">What it is about then; null where that stays as it was.</param>
public sealed record Reply(Answer Answer, ConversationContext? After)
{
    /// <summary>How long understanding and retrieval took; zero where nothing had to be understood.</summary>
    public TimeSpan Took { get; init; }
}

/// <summary>What a button opened. Immutable.</summary>
/// <param name="Answer">What its card says now.</param>
/// <param name="HasChanged">Whether that is not what it said when the button was made.</param>
public sealed record Opened(Answer Answer, bool HasChanged);
