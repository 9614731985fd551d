using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Slack.Rendering;

/// <summary>What the last edit of the knowledge changed. Immutable.</summary>
/// <param name="On">The day on which the running bot saw it, UTC.</param>
/// <param name="Added">Slugs of cards that are new.</param>
/// <param name="Changed">Slugs of cards that say something else than before.</param>
/// <param name="Removed">How many cards are gone.</param>
public sealed record KnowledgeChange(DateOnly On, ImmutableArray<string> Added, ImmutableArray<string> Changed, int Removed);

/// <summary>
/// Remembers what the last edit of the knowledge changed, as long as the program runs: show it each answerer that is live when the
/// Home tab is written. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class KnowledgeNews(TimeProvider time)
{
    private readonly Lock _lock = new();
    private KnowledgeBase? _seen;
    private KnowledgeChange? _change;

    /// <summary>The last change that was seen, this one included; null where there was none since the start.</summary>
    /// <param name="answerer">The answerer that is live now.</param>
    public KnowledgeChange? Observe(Answerer answerer)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        var knowledge = answerer.Knowledge;
        lock (_lock)
        {
            if (_seen is { } before && before.Version != knowledge.Version)
            {
                var change = Between(before, knowledge, time.UtcToday());

                // An edit of tips or people alone changes no card, and is no reason to forget the one before.
                _change = change.Added.Length + change.Changed.Length + change.Removed > 0 ? change : _change;
            }

            _seen = knowledge;
            return _change;
        }
    }

    private static KnowledgeChange Between(KnowledgeBase before, KnowledgeBase after, DateOnly on)
    {
        var added = after.Cards.Where(card => before.FindCard(card.Slug) is null).Select(card => card.Slug);
        var changed = after.Cards.Where(card => before.FindCard(card.Slug) is { } old && Says(old) != Says(card)).Select(card => card.Slug);
        return new KnowledgeChange(on, [.. added], [.. changed], before.Cards.Count(card => after.FindCard(card.Slug) is null));
    }

    /// <summary>All that a card says to a reader, as one text to compare: immutable arrays do not compare by content.</summary>
    private static string Says(Card card) => string.Join('\n', card switch
    {
        RoleCard role => Texts(role.Responsibilities).Concat(Texts(role.Skills)).Concat(Texts(role.StartupVersusEnterprise))
            .Concat(Texts(role.WorksWith)).Concat(Texts(role.HandsOverTo)).Concat(Texts(role.DiffersFrom)).Append(role.Category.ToString()),
        ActivityCard activity => Texts(activity.Supporting).Concat(Texts([activity.Lead])).Concat(Texts(activity.Disagreement)).Concat(Texts(activity.Details)),
        TopicCard topic => topic.Sections.SelectMany(section => Texts(section.Statements).Prepend(section.Title)).Concat(topic.Roles),
        _ => [],
    }) + $"\n{card.Name}\n{card.Summary.Text}\n{string.Join(',', card.Phases)}";

    private static IEnumerable<string> Texts(ImmutableArray<Statement> statements) => statements.Select(statement => statement.Text);

    private static IEnumerable<string> Texts(ImmutableArray<RoleStatement> statements) => statements.Select(statement => $"{statement.Role}: {statement.Text}");
}
