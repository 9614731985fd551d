using System.Collections.Frozen;
using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Chat.Tips;

/// <summary>Finds what people want tips about, with the understanding that answers their questions. Thread-safe.</summary>
/// <param name="current">Who answers now.</param>
/// <param name="time">The clock.</param>
public sealed class TopicFinder(CurrentAnswerer current, TimeProvider time)
{
    /// <summary>More than this is no list that somebody typed.</summary>
    private const int MostTopics = 20;

    private const int MostNearest = 3;

    /// <summary>How well a topic has to be understood to be taken without asking back.</summary>
    private const double LeastConfidence = 0.6;

    private static readonly FrozenSet<string> s_fillers = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "the", "and", "only", "also");

    private static readonly string[] s_and = [" and ", " & ", " + ", " or "];

    /// <summary>Finds topics, for <see cref="FindTopics"/>.</summary>
    /// <param name="words">Topics with commas or "and" between them. Any text is safe.</param>
    public TopicsReading Find(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var answerer = current();
        var topics = new List<TipTopic>();
        var pieces = words.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (pieces.Length is 0 or > MostTopics)
        {
            return new TopicsReading([], "Say what the tips are to be about, with commas in between: tips about data engineering, governance");
        }

        foreach (var piece in pieces)
        {
            var found = Topics(answerer, Plain(piece));
            if (found.Count == 0)
            {
                return Fault(answerer, piece);
            }

            topics.AddRange(found);
        }

        return new TopicsReading([.. topics.DistinctBy(topic => string.Join(',', topic.Cards))], null);
    }

    /// <summary>What a piece names; empty for nothing, or where a part of it names nothing.</summary>
    private List<TipTopic> Topics(Answerer answerer, string piece)
    {
        // "Research and development" may be one thing; "data engineers and governance" are two.
        if (Topic(piece, Named(answerer.Knowledge, piece)) is { } whole)
        {
            return [whole];
        }

        var parts = piece.Split(s_and, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => Understood(answerer, Plain(part))).ToList();
        return parts.Count > 1 && !parts.Contains(null) ? [.. parts.OfType<TipTopic>()] : Understood(answerer, piece) is { } topic ? [topic] : [];
    }

    private TipTopic? Understood(Answerer answerer, string piece)
        => Topic(piece, Named(answerer.Knowledge, piece))
            ?? Topic(piece, WithTips(answerer.Knowledge, Cards(answerer.Ask(new Question(piece, time.UtcToday())))))
            ?? Topic(piece, TopicWords.Mentioned(answerer.Knowledge, piece));

    private static TipTopic? Topic(string piece, ImmutableArray<string> cards) => cards.IsEmpty ? null : new TipTopic(piece.ToLowerInvariant(), cards);

    private static ImmutableArray<string> Named(KnowledgeBase knowledge, string piece)
    {
        var card = knowledge.Cards.FirstOrDefault(card => Names(card).Contains(piece, StringComparer.OrdinalIgnoreCase));
        return card is not null && WithTips(knowledge, [card.Slug]) is { IsEmpty: false } cards ? cards : TopicWords.Named(knowledge, piece);
    }

    private static ImmutableArray<string> WithTips(KnowledgeBase knowledge, ImmutableArray<string> cards) => TipChooser.Of(knowledge, cards).IsEmpty ? [] : cards;

    private static ImmutableArray<string> Cards(Answer answer) => answer.Kind switch
    {
        _ when answer.Confidence < LeastConfidence => [],

        // Whoever leads an activity has the tips about it.
        AnswerKind.Owner when answer.Activity is { } activity => [activity, .. answer.Cards.Take(1)],
        AnswerKind.Role => [.. answer.Cards.Take(1)],
        AnswerKind.Topic or AnswerKind.List or AnswerKind.Comparison => answer.Cards,
        _ => [],
    };

    private TopicsReading Fault(Answerer answerer, string piece)
    {
        var shown = piece.Length > 60 ? piece[..59] + "…" : piece;
        var mended = TopicWords.Mended(answerer.Knowledge, piece) is { } words && Understood(answerer, words) is { } topic ? topic.Label : null;
        var near = answerer.Ask(new Question(piece, time.UtcToday())).Cards
            .Where(slug => !TipChooser.Of(answerer.Knowledge, [slug]).IsEmpty)
            .Select(answerer.Knowledge.FindCard)
            .OfType<Card>()
            .Select(card => card.Name.ToLowerInvariant())
            .Prepend(mended)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Take(MostNearest)
            .ToImmutableArray();
        var fault = near.IsEmpty
            ? $"I have no tips about \"{shown}\". Choose from what there is, or take everything."
            : $"I have no tips about \"{shown}\". Did you mean {(near.Length == 1 ? near[0] : "one of these")}?";
        return new TopicsReading([], fault) { Nearest = near };
    }

    private static IEnumerable<string> Names(Card card) => [card.Name, card.Name + "s", card.Slug, .. card.Aliases];

    private static string Plain(string piece)
    {
        var words = piece.Trim().TrimEnd('.', '!', '?').Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        var isFiller = words.Length > 1 && s_fillers.Contains(words[0]);
        return string.Join(' ', isFiller ? words[1..] : words);
    }
}
