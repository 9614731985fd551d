using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Teams.Conversing.Tips;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Conversing;

/// <summary>A button that was pressed. Immutable.</summary>
/// <param name="Place">Where.</param>
/// <param name="Actor">By whom.</param>
/// <param name="MessageId">The message that it stands on; null where the client does not say it.</param>
/// <param name="Action">What it carries.</param>
internal sealed record Press(TeamsPlace Place, TeamsActor Actor, string? MessageId, CardAction Action)
{
    /// <summary>Where the answer is shown: in the place of the card, or in a message of its own.</summary>
    public CardPlace Shown { get; init; } = CardPlace.InPlace;
}

/// <summary>
/// What a pressed button comes to, wherever its answer is shown. What it stores may be stored twice; nothing that it is given is
/// believed in. Thread-safe.
/// </summary>
internal sealed class Presses(Store store, ConversationMemory memory, Respondent respondent, CardRenderer renderer, TipOrders tips, CurrentAnswerer current)
{
    // An id of ours is 22 characters; what is not even near to it was made by somebody else.
    private const int MostOfDelivery = 64;

    /// <summary>Does what the button is for, and says what is to be shown.</summary>
    public Task<Saying> AnswerAsync(Press press, CancellationToken cancellation)
    {
        var answerer = current();
        return press.Action switch
        {
            { Button.Delivery: { } delivery } when !IsId(delivery) => Task.FromResult(Unreadable(answerer)),
            { Verb: CardVerbs.Open, Button: { } button } => OpenAsync(answerer, press, button, cancellation),
            { Verb: CardVerbs.Compare } => CompareAsync(answerer, press, cancellation),
            { Verb: CardVerbs.Up or CardVerbs.Down, Button: { } button } => ThumbAsync(answerer, press, button, cancellation),
            { Verb: CardVerbs.Why, Button: { } button } => WhyAsync(answerer, press, button, cancellation),
            _ => Task.FromResult(Unreadable(answerer)),
        };
    }

    /// <summary>A button that is none of ours, or of a version that nobody remembers.</summary>
    public static Saying Unreadable(Answerer answerer) => Saying.Of(Notes.Unreadable, answerer.Knowledge.Version);

    private async Task<Saying> OpenAsync(Answerer answerer, Press press, ButtonValue button, CancellationToken cancellation)
    {
        if (await tips.OpenAsync(press.Place, button.Target, BackOf(press), cancellation) is { } tip)
        {
            return tip;
        }

        if (respondent.Open(answerer, button) is not { } opened)
        {
            return Saying.Of(Notes.Gone(answerer, button.Target, respondent.Today, BackOf(press)), answerer.Knowledge.Version);
        }

        return await ShowAsync(answerer, press, opened.Answer, BackOf(press), opened.HasChanged ? Notes.Changed : null, cancellation);
    }

    /// <summary>The roles that were chosen; the form, where none are yet.</summary>
    private async Task<Saying> CompareAsync(Answerer answerer, Press press, CancellationToken cancellation)
    {
        var (first, second) = (Chosen(press, Notes.FirstRole), Chosen(press, Notes.SecondRole));
        if (first is null || second is null)
        {
            return Saying.Of(Notes.CompareForm(answerer), answerer.Knowledge.Version);
        }

        if (string.Equals(first, second, StringComparison.Ordinal))
        {
            return Saying.Of(Notes.SameRole, answerer.Knowledge.Version);
        }

        var target = $"compare:{first}:{second}";
        return answerer.Open(target, respondent.Today) is { } answer
            ? await ShowAsync(answerer, press, answer, BackOf(press), notice: null, cancellation)
            : Saying.Of(Notes.Gone(answerer, target, respondent.Today, BackOf(press)), answerer.Knowledge.Version);
    }

    private async Task<Saying> ThumbAsync(Answerer answerer, Press press, ButtonValue button, CancellationToken cancellation)
    {
        var isUp = press.Action.Verb == CardVerbs.Up;
        var delivery = button.Delivery ?? $"{press.Place.ConversationId}-{press.MessageId}";

        // A card that was opened in place of another, or inserted by the message extension, has no row before somebody has an opinion of it.
        var content = new NewDelivery(
            press.Place.Workspace, delivery, $"{press.Place.ConversationId}@{press.Actor.Id}", new DeliveryNote(button.Target).Write(), button.KnowledgeVersion);
        await store.Deliveries.EnsureAsync(content, press.MessageId ?? "", cancellation);
        await store.Feedback.SetAsync(
            new Feedback(press.Place.Workspace, delivery, press.Actor.Id, isUp ? Thumb.Up : Thumb.Down, Text: null), cancellation);
        return Saying.Of(Notes.Thanks(new ThumbValue(isUp, button with { Delivery = delivery }), BackOf(press)), answerer.Knowledge.Version);
    }

    /// <summary>The words are stored with the thumb; then the card is shown again that they are about, where it opens.</summary>
    private async Task<Saying> WhyAsync(Answerer answerer, Press press, ButtonValue button, CancellationToken cancellation)
    {
        var text = press.Action.Inputs.GetValueOrDefault(Notes.WhyText)?.Trim();
        if (button.Delivery is not { } delivery)
        {
            return Unreadable(answerer);
        }

        if (string.IsNullOrEmpty(text))
        {
            return Saying.Of(Notes.NoWord, answerer.Knowledge.Version);
        }

        if (!await store.Feedback.ExplainAsync(press.Place.Workspace, delivery, press.Actor.Id, text, cancellation))
        {
            return Unreadable(answerer);
        }

        return press.Shown == CardPlace.InPlace && BackTrail.First(press.Action.Back) is { } shown && answerer.Open(shown, respondent.Today) is { } answer
            ? await ShowAsync(answerer, press, answer, BackTrail.Rest(press.Action.Back), Sayings.ThanksForWhy, cancellation)
            : Saying.Of(Notes.ThanksForWhy, answerer.Knowledge.Version);
    }

    /// <summary>
    /// A card, and what the conversation is about with it. A card in a message is for all to read and talk about; one in place of
    /// another is seen by one person alone: in a personal chat that is everybody there, and "what skills does she need?" means the card
    /// that they look at; among others it would be a subject that nobody else knows of.
    /// </summary>
    private async Task<Saying> ShowAsync(Answerer answerer, Press press, Answer answer, string? back, string? notice, CancellationToken cancellation)
    {
        ConversationContext? context = null;
        if (press.Shown == CardPlace.Message || press.Place.Kind == ConversationKind.Personal)
        {
            var before = await memory.RecallAsync(press.Place.Workspace, press.Place.ConversationId, cancellation);
            context = Answerer.ContextAfter(answer, before);
        }

        return new Saying(
            id => renderer.Message(
                answer, new CardSetting(answerer, id) { Place = press.Shown, Back = back, Notice = notice, HasFeedbackLoop = press.Shown == CardPlace.Message }),
            new DeliveryNote(answer.Target, context),
            answer.KnowledgeVersion);
    }

    /// <summary>What the button leads back to; in a message of its own nothing, as what was shown before still stands above it.</summary>
    private static string? BackOf(Press press) => press.Shown == CardPlace.InPlace ? press.Action.Back : null;

    private static string? Chosen(Press press, string input)
    {
        const string Role = "role:";
        return press.Action.Inputs.GetValueOrDefault(input) is { } value && value.StartsWith(Role, StringComparison.Ordinal) && value.Length > Role.Length
            ? value[Role.Length..]
            : null;
    }

    private static bool IsId(string delivery) => delivery.Length is > 0 and <= MostOfDelivery;
}
