using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers;

/// <summary>
/// Answers questions out of one <see cref="KnowledgeBase"/>. Building one indexes the knowledge (milliseconds);
/// answering takes microseconds and no lock. Immutable and safe to share between threads.
/// </summary>
public sealed class Answerer
{
    /// <summary>Indexes a knowledge base.</summary>
    public Answerer(KnowledgeBase knowledge) => Knowledge = knowledge;

    /// <summary>The knowledge it answers from.</summary>
    public KnowledgeBase Knowledge { get; }

    /// <summary>Answers a question. Any text is safe; never throws for what was typed.</summary>
    public Answer Ask(Question question) => throw new NotSupportedException();

    /// <summary>Answers a question and tells how the answer came about; slower than <see cref="Ask"/>.</summary>
    public ExplainedAnswer Explain(Question question) => throw new NotSupportedException();

    /// <summary>The answer that a follow-up's target stands for, or null where the card is gone.</summary>
    /// <param name="target">A <see cref="FollowUp.Target"/>, perhaps of an older version of the knowledge.</param>
    /// <param name="today">The asker's date.</param>
    public Answer? Open(string target, DateOnly today) => throw new NotSupportedException();

    /// <summary>What a conversation has to remember after an answer, or null where there is nothing to refer to.</summary>
    public static ConversationContext? ContextAfter(Answer answer) => throw new NotSupportedException();
}
