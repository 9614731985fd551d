using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>One way to read a question, as it is offered.</summary>
/// <param name="Card">The first card of the answer that this choice would give.</param>
/// <param name="Label">What a button says.</param>
/// <param name="Text">What the card is about.</param>
/// <param name="Target">What it opens.</param>
internal sealed record Choice(string Card, string Label, string Text, string Target)
{
    /// <summary>A card under its name, an activity as the question for its owner.</summary>
    public static Choice Of(Card card) => card switch
    {
        ActivityCard activity => new(activity.Lead.Role, $"Who owns {AnswerDraft.Lowered(card.Name)}?", card.Summary.Text, Targets.Owner(card.Slug)),
        TopicCard => new(card.Slug, card.Name, card.Summary.Text, Targets.Topic(card.Slug)),
        _ => new(card.Slug, card.Name, card.Summary.Text, Targets.Role(card.Slug)),
    };
}
