using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Rendering;

/// <summary>The small messages around answers: what is said, mostly privately, when something was done or cannot be. Thread-safe.</summary>
public static class Notes
{
    /// <summary>The notice on a card that is not what the button's message showed (<see cref="MessageSetting.Notice"/>).</summary>
    public const string Changed = Sayings.Changed;

    /// <summary>Thanks for a thumb, with a way to say why.</summary>
    /// <param name="thumb">The thumb as it came, with the delivery that the form's text is stored for.</param>
    public static SlackMessage Thanks(ThumbValue thumb)
    {
        ArgumentNullException.ThrowIfNull(thumb);
        var text = thumb.IsUp ? Sayings.ThanksForUp : Sayings.ThanksForDown;
        return new SlackMessage(text, [Says(text), new ActionsBlock([new Button(ActionIds.Why, "Say why", thumb.Write())])]);
    }

    /// <summary>Thanks for the word why.</summary>
    public static SlackMessage ThanksForWhy { get; } = Plain(Sayings.ThanksForWhy);

    /// <summary>Too many questions wait: nothing is answered now.</summary>
    public static SlackMessage Busy { get; } = Plain(Sayings.Busy);

    /// <summary>Somebody asks more than may be asked.</summary>
    public static SlackMessage TooMuch { get; } = Plain(Sayings.TooMuch);

    /// <summary>A question that was kept waiting for so long that its answer would come out of the blue.</summary>
    public static SlackMessage Late { get; } = Plain(Sayings.Late);

    /// <summary>Something failed on our side.</summary>
    public static SlackMessage Failed { get; } = Plain(Sayings.Failed);

    /// <summary>A button that is none of ours, or cannot be read.</summary>
    public static SlackMessage Unreadable { get; } = Plain("I cannot tell what that button stands for. Please ask again: mention me, or type /mlops and your question.");

    /// <summary>Who pressed it may not change settings.</summary>
    /// <param name="administratorsOnly">Whether administrators and owners alone may; else every full member.</param>
    public static SlackMessage NotAllowed(bool administratorsOnly) => Plain(administratorsOnly
        ? "Only administrators and owners of this workspace may change how I answer in a channel."
        : "Only full members of this workspace may change how I answer in a channel; guests and people of other workspaces may not.");

    /// <summary>Instead of settings that cannot be changed now.</summary>
    public static SlackMessage CannotTellWho { get; } = Plain("I could not find out just now whether you may change that. Please try again.");

    /// <summary>Instead of a modal that Slack would not open any more.</summary>
    public static SlackMessage PressAgain { get; } = Plain("That took me too long: Slack opens a window only within three seconds. Please press again.");

    /// <summary>The private message in whose place an answer was shared.</summary>
    public static SlackMessage Shared { get; } = Plain("Shared to the channel.");

    /// <summary>An answer could not be shared.</summary>
    public static SlackMessage NotShared { get; } = Plain("I could not post to this channel. Invite me with /invite, then share again.");

    /// <summary>A button whose card is gone, with a way on.</summary>
    /// <param name="answerer">Who answers now.</param>
    public static SlackMessage Gone(Answerer answerer)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        var values = new CardValues(answerer, delivery: null);
        return new SlackMessage(
            $"{Sayings.Gone} use the buttons below, or type /mlops roles.",
            [
                Says(Sayings.Gone),
                new ActionsBlock(
                [
                    new Button(ActionIds.Open(0), Sayings.AllRoles.Label, values.Open(Sayings.AllRoles.Target)),
                    new Button(ActionIds.Open(1), Sayings.Help.Label, values.Open(Sayings.Help.Target)),
                ]),
            ]);
    }

    /// <summary>A channel's rules as they are, with a way to change them.</summary>
    /// <param name="current">The channel and what it says itself.</param>
    /// <param name="defaults">What holds where it says nothing.</param>
    /// <param name="mayChange">Whether who asked may change them.</param>
    public static SlackMessage Settings(RuleValue current, ChannelRule defaults, bool mayChange)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(defaults);
        var lines = RuleLines.Of(current.Rule, defaults);
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.Add(new HeaderBlock("How I answer in this channel"));
        blocks.Add(new RichTextBlock([new RichTextList([.. lines.Select(line => RichLines.Plain(line))])]));
        blocks.Add(mayChange
            ? new ActionsBlock([new Button(ActionIds.SettingsEdit, "Change", current.Write())])
            : new ContextBlock("Not everybody may change this: ask a member of this workspace, or one of its administrators."));

        return new SlackMessage($"How I answer in this channel: {string.Join(" ", lines)}", blocks.ToImmutable());
    }

    /// <summary>Rules are asked for where there are none.</summary>
    public static SlackMessage NoSettings { get; } = Plain(
        "In direct messages I always answer in the same place, so there is nothing to set. Type /mlops settings in a channel to see how I answer there.");

    /// <summary>A channel's rules were changed, by whom, and how to take that back.</summary>
    /// <param name="user">Who changed them.</param>
    /// <param name="current">What holds now.</param>
    /// <param name="previous">What held before, for Undo.</param>
    /// <param name="defaults">What holds where the channel says nothing.</param>
    public static SlackMessage SettingsSaved(string user, RuleValue current, RuleValue previous, ChannelRule defaults)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(defaults);
        var lines = RuleLines.Of(current.Rule, defaults);
        RichTextRun who = HolderLines.IsId(user, 'U', 'W') ? new UserRun(user) : new TextRun("Somebody");
        return new SlackMessage(
            $"How I answer in this channel was changed. {string.Join(" ", lines)}",
            [
                new RichTextBlock(
                [
                    new RichTextSection([who, new TextRun(" changed how I answer in this channel:")]),
                    new RichTextList([.. lines.Select(line => RichLines.Plain(line))]),
                ]),
                new ActionsBlock([new Button(ActionIds.SettingsUndo, "Undo", previous.Write())]),
            ]);
    }

    private static SlackMessage Plain(string text) => new(text, [Says(text)]);

    private static SectionBlock Says(string text) => new(new TextObject(text));
}
