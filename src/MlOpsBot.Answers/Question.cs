namespace MlOpsBot.Answers;

/// <summary>A question as a channel hands it over.</summary>
/// <param name="Text">What was typed, without mentions of the bot. Any text is safe.</param>
/// <param name="Today">The asker's date, to tell a stale entry of the organization from a fresh one.</param>
/// <param name="Context">What this conversation was about before, or null at its beginning or once that has expired.</param>
public sealed record Question(string Text, DateOnly Today, ConversationContext? Context = null);

/// <summary>
/// What a conversation was about: the little that "and what skills does she need?" or "the second one" refer to.
/// Small, immutable and made of slugs and targets alone, so that it can be stored.
/// </summary>
/// <param name="Kind">Kind of the last answer.</param>
/// <param name="Cards">Its cards.</param>
/// <param name="Activity">Its activity.</param>
/// <param name="Section">Its section.</param>
/// <param name="Choices">Targets that the last answer offered to choose from, in the order shown.</param>
public sealed record ConversationContext(
    AnswerKind Kind,
    System.Collections.Immutable.ImmutableArray<string> Cards,
    string? Activity,
    string? Section,
    System.Collections.Immutable.ImmutableArray<string> Choices)
{
    /// <summary>How long a context counts after its answer: 10 minutes, the span of one exchange in a chat.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(10);
}
