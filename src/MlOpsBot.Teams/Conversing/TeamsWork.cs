using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MlOpsBot.Chat.Writing;

namespace MlOpsBot.Teams.Conversing;

/// <summary>
/// Something that Teams told us and that takes work: what is recorded in the inbox before Teams is answered, and read again by
/// whoever works on it, perhaps after a restart and perhaps by a later version of this program. So: add members, with a
/// default, and never rename one. Immutable.
/// </summary>
/// <param name="Place">Where it happened.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(QuestionAsked), QuestionAsked.Kind)]
[JsonDerivedType(typeof(CardSubmitted), CardSubmitted.Kind)]
[JsonDerivedType(typeof(BotAdded), BotAdded.Kind)]
[JsonDerivedType(typeof(BotRemoved), BotRemoved.Kind)]
[JsonDerivedType(typeof(PlaceChanged), PlaceChanged.Kind)]
[JsonDerivedType(typeof(TipsToTell), TipsToTell.Kind)]
[JsonDerivedType(typeof(AskedTooMuch), AskedTooMuch.Kind)]
public abstract record TeamsWork(TeamsPlace Place)
{
    /// <summary>The <c>traceparent</c> of the receipt; null where nobody traced it.</summary>
    public string? Trace { get; init; }
}

/// <summary>Somebody wrote to the bot: in a personal chat, or with a mention of it elsewhere.</summary>
/// <param name="Place">Where.</param>
/// <param name="Actor">Who.</param>
/// <param name="ActivityId">The message.</param>
/// <param name="Text">What was typed, without mentions of the bot and without mark-up.</param>
public sealed record QuestionAsked(TeamsPlace Place, TeamsActor Actor, string ActivityId, string Text) : TeamsWork(Place)
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "question";
}

/// <summary>Somebody pressed a button in a client that sends <c>Action.Submit</c>: a message with a value and no text.</summary>
/// <param name="Place">Where.</param>
/// <param name="Actor">Who.</param>
/// <param name="ActivityId">The message.</param>
/// <param name="ReplyToId">The message that the button stands on; null where the client does not say it.</param>
/// <param name="Action">What the button carries.</param>
public sealed record CardSubmitted(TeamsPlace Place, TeamsActor Actor, string ActivityId, string? ReplyToId, CardAction Action) : TeamsWork(Place)
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "submit";
}

/// <summary>Somebody asked more than may be asked; recorded in the place of what they asked, so that they are told.</summary>
/// <param name="Place">Where.</param>
/// <param name="Actor">Who.</param>
/// <param name="ReplyToId">The message that is too much; null where the client does not say it.</param>
public sealed record AskedTooMuch(TeamsPlace Place, TeamsActor Actor, string? ReplyToId) : TeamsWork(Place)
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "too-much";

    /// <summary>What is said in the place of some work; null for work that is never too much.</summary>
    internal static AskedTooMuch? InPlaceOf(TeamsWork work) => work switch
    {
        QuestionAsked asked => new AskedTooMuch(asked.Place, asked.Actor, asked.ActivityId),
        CardSubmitted submitted => new AskedTooMuch(submitted.Place, submitted.Actor, submitted.ReplyToId),
        _ => null,
    };
}

/// <summary>The bot was added to a conversation or a team; Teams says it in two ways, and again.</summary>
/// <param name="Place">Where; in a team its general channel.</param>
/// <param name="Actor">Who added it; null where Teams did not say it.</param>
public sealed record BotAdded(TeamsPlace Place, TeamsActor? Actor) : TeamsWork(Place)
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "added";
}

/// <summary>The bot was removed from a conversation or a team.</summary>
/// <param name="Place">Where.</param>
public sealed record BotRemoved(TeamsPlace Place) : TeamsWork(Place)
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "removed";
}

/// <summary>A channel or a team was archived, deleted or brought back.</summary>
/// <param name="Place">Where: the channel, or one of the team's.</param>
/// <param name="Reason">What happened, in a word.</param>
/// <param name="IsOpen">Whether something can be posted there now.</param>
public sealed record PlaceChanged(TeamsPlace Place, string Reason, bool IsOpen) : TeamsWork(Place)
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "changed";

    /// <summary>Whether it is about all channels of the team.</summary>
    public bool IsWholeTeam { get; init; }
}

/// <summary>Something about tips that a conversation is to be told without having asked: what somebody changed by a button, or that posting has stopped.</summary>
/// <param name="Place">Where.</param>
/// <param name="Message">What.</param>
public sealed record TipsToTell(TeamsPlace Place, ToldMessage Message) : TeamsWork(Place)
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "tips";

    /// <summary>The message that it replies to; null for none.</summary>
    public string? ReplyToId { get; init; }
}

/// <summary>What is to be told, as it is kept until then. Immutable.</summary>
/// <param name="Title">A few words.</param>
/// <param name="Lines">Paragraphs, each in parts.</param>
public sealed record ToldMessage(string Title, ImmutableArray<ImmutableArray<ToldPart>> Lines)
{
    /// <summary>What can be done about it; only orders and ways back.</summary>
    public ImmutableArray<ToldButton> Buttons { get; init; } = [];
}

/// <summary>A part of a paragraph. Immutable.</summary>
/// <param name="Text">The words; of a person, the name.</param>
/// <param name="IsStrong">Whether it stands out.</param>
public sealed record ToldPart(string Text, bool IsStrong);

/// <summary>A button below. Immutable.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Do">What it does; one of <see cref="TipActs"/>.</param>
/// <param name="Value">What that needs.</param>
public sealed record ToldButton(string Label, string Do, string Value);

/// <summary>
/// What a button of ours carries, in <c>Action.Execute</c> as in <c>Action.Submit</c>. Comes back through the client, so it is not to
/// be trusted with more than opening a card. Immutable.
/// </summary>
/// <param name="Verb">What to do; one of <see cref="CardVerbs"/>.</param>
/// <param name="Button">Ids alone, never text to be asked again; null where the verb needs none.</param>
public sealed record CardAction(string Verb, ButtonValue? Button)
{
    /// <summary>The button that leads back to what was shown before: its target; null for none.</summary>
    public string? Back { get; init; }

    /// <summary>What it does about tips; null where the verb is another.</summary>
    public TipPress? Tip { get; init; }

    /// <summary>What was entered or chosen on the card, by the input's id; each value is cut to 4,000 characters.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What a button does about tips. Comes back through the client: any text is safe. Immutable.</summary>
/// <param name="Do">What; one of <see cref="TipActs"/>. They stand on cards that were posted long ago: never rename one.</param>
/// <param name="Value">What that needs; at most 300 characters.</param>
public sealed record TipPress(string Do, string Value);

/// <summary>What buttons do about tips.</summary>
public static class TipActs
{
    /// <summary>Gives the order that the value says.</summary>
    public const string Order = "order";

    /// <summary>Gives the order to pause, until the day that was chosen on the card.</summary>
    public const string Pause = "pause";

    /// <summary>Shows the form.</summary>
    public const string Form = "form";

    /// <summary>Saves the form; the value is the version that it was filled in from.</summary>
    public const string Save = "save";

    /// <summary>Goes back to what was before the version that the value names.</summary>
    public const string Undo = "undo";

    /// <summary>More tips like this; the value is the card's slug.</summary>
    public const string More = "more";

    /// <summary>Fewer tips like this; the value is the card's slug.</summary>
    public const string Less = "less";
}

/// <summary>The verbs of our buttons. They stand on cards that were posted long ago: never rename one.</summary>
public static class CardVerbs
{
    /// <summary>Shows what the button's target opens.</summary>
    public const string Open = "open";

    /// <summary>The answer helped.</summary>
    public const string Up = "up";

    /// <summary>The answer did not help.</summary>
    public const string Down = "down";

    /// <summary>A word why, entered on the card.</summary>
    public const string Why = "why";

    /// <summary>Compares the two roles that were chosen on the card.</summary>
    public const string Compare = "compare";

    /// <summary>Does something about tips: <see cref="TipPress"/>.</summary>
    public const string Tips = "tips";

    /// <summary>Puts the card that a dialog shows into the message being written.</summary>
    public const string Insert = "insert";
}

/// <summary>How work is written into the store.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TeamsWork))]
[JsonSerializable(typeof(TeamsPlace))]
internal sealed partial class TeamsWorkJson : JsonSerializerContext;
