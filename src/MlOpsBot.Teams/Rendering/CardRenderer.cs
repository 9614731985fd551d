using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>
/// Turns answers into cards, within all limits of Teams. What depends on the knowledge alone is written once and kept for as long as
/// the answer is. Thread-safe, without locks.
/// </summary>
/// <param name="cloud">Microsoft's cloud in which people chat.</param>
public sealed class CardRenderer(TeamsCloud cloud = TeamsCloud.Public)
{
    private const int MostOfSummary = 500;

    // An answer that opens again is one record for all who ask, but copied with each question's confidence: its text is what stays
    // the same object, and goes when the knowledge does.
    private readonly ConditionalWeakTable<string, Prepared> _withLoop = [];
    private readonly ConditionalWeakTable<string, Prepared> _withThumbs = [];

    /// <summary>Whether there are tips a day, so that help names them.</summary>
    public bool HasTips { get; init; }

    /// <summary>An answer as a message.</summary>
    public TeamsMessage Message(Answer answer, CardSetting setting)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(setting);
        return new TeamsMessage(CardText.Plain(Fit.Within(FallbackText.Brief(answer), MostOfSummary)), Card(answer, setting)) { AsksForFeedback = setting.HasFeedbackLoop && answer.Kind != AnswerKind.Help };
    }

    /// <summary>An answer as a card.</summary>
    public AdaptiveCard Card(Answer answer, CardSetting setting)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(setting);
        if (setting.Place == CardPlace.Inserted)
        {
            return InsertedCard.Of(answer, setting, cloud);
        }

        if (setting.Place != CardPlace.Message || setting.Notice is not null || setting.Back is not null || answer.Target is null || !DeliveryTemplate.Fits(setting.DeliveryId))
        {
            return new CardComposer(answer, setting with { HasTips = HasTips }, cloud).Compose();
        }

        var kept = setting.HasFeedbackLoop ? _withLoop : _withThumbs;
        if (!kept.TryGetValue(answer.Text, out var prepared) || !prepared.Is(answer))
        {
            prepared = new Prepared(answer, new CardComposer(answer, setting with { DeliveryId = DeliveryTemplate.Hole, HasTips = HasTips }, cloud).Compose());
            kept.AddOrUpdate(answer.Text, prepared);
        }

        return prepared.Card with { Prepared = new PreparedCard(prepared.Template, setting.DeliveryId!) };
    }

    private sealed class Prepared(Answer answer, AdaptiveCard card)
    {
        private readonly string _title = answer.Title;
        private readonly ImmutableArray<AnswerBlock> _blocks = answer.Blocks;

        public AdaptiveCard Card { get; } = card;

        public DeliveryTemplate Template { get; } = PreparedCard.Prepare(card);

        /// <summary>Whether it was made for this answer or a copy of it that differs in confidence alone.</summary>
        public bool Is(Answer other) => ReferenceEquals(_title, other.Title) && _blocks == other.Blocks;
    }
}
