using System.Text.Json.Serialization;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Conversing;

/// <summary>
/// Something that Slack told us and that takes work: what is recorded in the inbox before Slack is answered, and read again by
/// whoever works on it, perhaps after a restart and perhaps by a later version of this program. So: add members, with a
/// default, and never rename one. Immutable.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(QuestionAsked), QuestionAsked.Kind)]
[JsonDerivedType(typeof(MessagePointedAt), MessagePointedAt.Kind)]
[JsonDerivedType(typeof(ButtonPressed), ButtonPressed.Kind)]
[JsonDerivedType(typeof(FormSubmitted), FormSubmitted.Kind)]
[JsonDerivedType(typeof(HomeOpened), HomeOpened.Kind)]
[JsonDerivedType(typeof(MessagesTabOpened), MessagesTabOpened.Kind)]
[JsonDerivedType(typeof(InstallationEnded), InstallationEnded.Kind)]
[JsonDerivedType(typeof(ChannelChanged), ChannelChanged.Kind)]
[JsonDerivedType(typeof(TipsStopped), TipsStopped.Kind)]
[JsonDerivedType(typeof(AskedTooMuch), AskedTooMuch.Kind)]
public abstract record SlackWork
{
    /// <summary>The <c>traceparent</c> of the receipt; null where nobody traced it.</summary>
    public string? Trace { get; init; }
}

/// <summary>What sort of conversation a channel is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelKind>))]
public enum ChannelKind
{
    /// <summary>A channel, public or private (Slack's <c>channel</c>, <c>group</c>).</summary>
    Channel,

    /// <summary>A direct message with the bot, which includes the agent's Messages tab (<c>im</c>).</summary>
    Direct,

    /// <summary>A direct message of several people (<c>mpim</c>).</summary>
    Group,
}

/// <summary>Who did something. Immutable.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Team">The id of the workspace the user belongs to, where Slack says it: in a shared channel it may be another than ours. Null if unsaid.</param>
public sealed record SlackActor(string User, string? Team = null);

/// <summary>Somebody wrote to the bot: a mention, a direct message, or a message in a thread or channel that the bot can read.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Channel">Where.</param>
/// <param name="ChannelKind">What sort of place.</param>
/// <param name="Ts">The message's <c>ts</c>.</param>
/// <param name="ThreadTs">The thread's <c>ts</c>; null outside of threads.</param>
/// <param name="Text">The message as Slack has it: escaped, with mentions.</param>
/// <param name="IsMention">Whether it came as <c>app_mention</c>.</param>
public sealed record QuestionAsked(
    SlackActor Actor, string Channel, ChannelKind ChannelKind, string Ts, string? ThreadTs, string Text, bool IsMention) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "question";
}

/// <summary>Somebody used the message shortcut "Who owns this?".</summary>
/// <param name="Actor">Who.</param>
/// <param name="Channel">Where the message stands.</param>
/// <param name="MessageTs">The message.</param>
/// <param name="ThreadTs">Its thread; null outside of threads.</param>
/// <param name="Text">The message's text as Slack has it.</param>
/// <param name="ResponseUrl">Where to answer privately, for 30 minutes.</param>
public sealed record MessagePointedAt(
    SlackActor Actor, string Channel, string MessageTs, string? ThreadTs, string Text, string ResponseUrl) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "shortcut";
}

/// <summary>Somebody pressed a button or chose an option (<c>block_actions</c>), in a message, a modal or the Home tab.</summary>
/// <param name="Actor">Who.</param>
/// <param name="ActionId">The element's <c>action_id</c>.</param>
/// <param name="Value">The button's value, or the chosen option's; empty for none.</param>
/// <param name="ActionTs">Slack's time of the action.</param>
/// <param name="Surface">Where the element stands.</param>
/// <param name="TriggerId">Opens a modal within three seconds; null if none came.</param>
/// <param name="ResponseUrl">Where to answer for 30 minutes; null outside of messages.</param>
public sealed record ButtonPressed(
    SlackActor Actor, string ActionId, string Value, string ActionTs, SlackSurface Surface, string? TriggerId, string? ResponseUrl) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "button";
}

/// <summary>Where an element stands that was pressed. Immutable.</summary>
/// <param name="Channel">The message's channel; null in modals and the Home tab.</param>
/// <param name="MessageTs">The message; null in modals and the Home tab.</param>
/// <param name="ThreadTs">The message's thread; null outside of threads.</param>
/// <param name="IsEphemeral">Whether only the presser sees the message.</param>
/// <param name="ViewId">The modal or Home tab; null in messages.</param>
/// <param name="ViewHash">Its <c>hash</c>; null in messages.</param>
/// <param name="IsHome">Whether it is the Home tab.</param>
public sealed record SlackSurface(
    string? Channel, string? MessageTs, string? ThreadTs, bool IsEphemeral, string? ViewId, string? ViewHash, bool IsHome);

/// <summary>Somebody sent a modal's form (<c>view_submission</c>).</summary>
/// <param name="Actor">Who.</param>
/// <param name="CallbackId">The form's <c>callback_id</c>.</param>
/// <param name="ViewId">The view.</param>
/// <param name="Metadata">The view's <c>private_metadata</c>.</param>
/// <param name="Values">What was entered, by <c>action_id</c>.</param>
public sealed record FormSubmitted(
    SlackActor Actor, string CallbackId, string ViewId, string Metadata, IReadOnlyDictionary<string, string> Values) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "form";
}

/// <summary>Somebody opened the Home tab.</summary>
/// <param name="Actor">Who.</param>
public sealed record HomeOpened(SlackActor Actor) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "home";
}

/// <summary>Somebody opened the agent's Messages tab.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Channel">The direct message's channel.</param>
public sealed record MessagesTabOpened(SlackActor Actor, string Channel) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "messages-tab";
}

/// <summary>The app was uninstalled, or the bot's tokens were revoked.</summary>
/// <param name="Reason">Slack's word: <c>app_uninstalled</c> or <c>tokens_revoked</c>.</param>
public sealed record InstallationEnded(string Reason) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "installation-ended";
}

/// <summary>What happened to a channel that the bot is or was in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelChange>))]
public enum ChannelChange
{
    /// <summary>Somebody came in; of interest where it is the bot.</summary>
    Joined,

    /// <summary>The bot went, or was removed.</summary>
    Left,

    /// <summary>It was archived.</summary>
    Archived,

    /// <summary>It was opened again.</summary>
    Unarchived,

    /// <summary>It was deleted.</summary>
    Deleted,
}

/// <summary>The bot came into a channel or went out of it, or the channel was closed or opened.</summary>
/// <param name="Channel">Which.</param>
/// <param name="Change">What happened.</param>
/// <param name="User">Who came in; null where it is not about somebody.</param>
public sealed record ChannelChanged(string Channel, ChannelChange Change, string? User) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "channel";
}

/// <summary>Tips cannot be posted any more in a channel; recorded by ourselves, so that whoever switched them on is told once.</summary>
/// <param name="Owner">Whom to tell.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Reason">Slack's word for it.</param>
public sealed record TipsStopped(string Owner, string Channel, string Reason) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "tips-stopped";
}

/// <summary>Somebody asked more than may be asked; recorded in the place of what they asked, so that they are told.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Channel">Where; null where that is no channel.</param>
/// <param name="ThreadTs">Its thread; null outside of threads.</param>
/// <param name="ResponseUrl">Where to answer privately, for 30 minutes; null for none.</param>
public sealed record AskedTooMuch(SlackActor Actor, string? Channel, string? ThreadTs, string? ResponseUrl) : SlackWork
{
    /// <summary>The inbox's word for it.</summary>
    public const string Kind = "too-much";

    /// <summary>What is said in the place of some work; null for work that is never too much.</summary>
    internal static AskedTooMuch? InPlaceOf(SlackWork work) => work switch
    {
        // What is not addressed to the bot is mostly left alone, and what it may cost is limited where it waits.
        QuestionAsked { IsMention: false, ChannelKind: not ChannelKind.Direct } => null,
        QuestionAsked asked => new AskedTooMuch(asked.Actor, asked.Channel, asked.ThreadTs, null),
        MessagePointedAt pointed => new AskedTooMuch(pointed.Actor, pointed.Channel, pointed.ThreadTs, pointed.ResponseUrl),
        ButtonPressed pressed when ActionIds.Asks(pressed.ActionId) => new AskedTooMuch(pressed.Actor, pressed.Surface.Channel, pressed.Surface.ThreadTs, pressed.ResponseUrl),
        _ => null,
    };
}
