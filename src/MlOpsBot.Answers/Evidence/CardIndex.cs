using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Evidence;

/// <summary>Puts cards into a full-text index: one document a card, numbered as the cards come.</summary>
internal static class CardIndex
{
    // What a card is called and asked by tells more of what it is about than what it says.
    private static readonly (IndexField Field, Func<Card, IEnumerable<string>> Texts)[] Fields =
    [
        (new IndexField("name", 4, 0.3f), card => card.Aliases.Prepend(card.Name)),
        (new IndexField("asked", 2.5f, 0.5f), card => card.Asked),
        (new IndexField("summary", 1.5f, 0.5f), card => [card.Summary.Text]),
        (new IndexField("body", 1), card => CardText.Body(card).Skip(1)),
    ];

    /// <summary>Indexes the cards.</summary>
    public static ITextIndex Build(IReadOnlyList<Card> cards)
    {
        var builder = new IndexBuilder([.. Fields.Select(entry => entry.Field)]);
        foreach (var card in cards)
        {
            builder.AddDocument();
            for (var field = 0; field < Fields.Length; field++)
            {
                foreach (var text in Fields[field].Texts(card))
                {
                    builder.Add(field, text);
                }
            }
        }

        return builder.Build();
    }
}
