using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>How an answer is shown. Immutable.</summary>
/// <param name="DeliveryId">The message's delivery, which its buttons carry; as the store makes them.</param>
/// <param name="Answerer">Who answered: the one that the answer came from.</param>
public sealed record MessageSetting(string DeliveryId, Answerer Answerer)
{
    /// <summary>Whether one person alone sees the message: it offers "Share to channel", and may mention people without notifying them.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>A line on top, plain text of ours: <see cref="Notes.Changed"/>. Null for none.</summary>
    public string? Notice { get; init; }

    /// <summary>The id of the user who shared the answer; null where it is not shared.</summary>
    public string? SharedBy { get; init; }

    /// <summary>The id of the user whose button opened it for all to see; null where nobody's did.</summary>
    public string? OpenedBy { get; init; }
}

/// <summary>
/// Turns answers into Slack's messages and modals, within all of Slack's limits. What depends on the knowledge alone is written once
/// and kept for as long as the answer is. Thread-safe, without locks.
/// </summary>
public sealed class AnswerRenderer
{
    // An answer that opens again is one record for all who ask, but copied with each question's confidence: its text is what stays
    // the same object, and goes when the knowledge does.
    private readonly ConditionalWeakTable<string, Prepared> _channel = [];
    private readonly ConditionalWeakTable<string, Prepared> _private = [];
    private readonly ConditionalWeakTable<string, Prepared> _modal = [];

    /// <summary>Whether there are tips a day, so that help names them.</summary>
    public bool HasTips { get; init; }

    /// <summary>An answer as a message.</summary>
    public SlackMessage Message(Answer answer, MessageSetting setting)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(setting);
        var (text, blocks) = Write(answer, setting, setting.IsPrivate ? CardPlace.Private : CardPlace.Channel);
        return setting.Notice is null && setting.SharedBy is null && setting.OpenedBy is null
            ? new SlackMessage(text, blocks)
            : new SlackMessage(setting.Notice is null ? text : $"{SlackText.EscapedWithin(setting.Notice, 300)}\n{text}", [.. Top(setting), .. blocks]);
    }

    /// <summary>An answer as a modal; its buttons open the next answer in its place.</summary>
    public SlackView Modal(Answer answer, MessageSetting setting)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(setting);
        var (_, blocks) = Write(answer, setting, CardPlace.Modal);
        return new SlackView(SlackViewKind.Modal, TitleOf(answer.Kind), [.. Top(setting), .. blocks])
        {
            CallbackId = ActionIds.CardView,
            Close = "Close",
        };
    }

    private (string Text, ImmutableArray<Block> Blocks) Write(Answer answer, MessageSetting setting, CardPlace place)
    {
        if (answer.Target is null || !DeliveryTemplate.Fits(setting.DeliveryId))
        {
            return (Text(answer), new CardComposer(answer, place, setting.Answerer, setting.DeliveryId, HasTips).Compose());
        }

        var kept = place switch { CardPlace.Channel => _channel, CardPlace.Private => _private, _ => _modal };
        if (!kept.TryGetValue(answer.Text, out var prepared) || !prepared.Is(answer))
        {
            var blocks = new CardComposer(answer, place, setting.Answerer, DeliveryTemplate.Hole, HasTips).Compose();
            prepared = new Prepared(answer, new BlockTemplate(Text(answer), blocks));
            kept.AddOrUpdate(answer.Text, prepared);
        }

        return (prepared.Template.Text, [new PreparedBlocks(prepared.Template, setting.DeliveryId)]);
    }

    /// <summary>With room for a notice.</summary>
    private static string Text(Answer answer) => SlackText.EscapedWithin(FallbackText.Of(answer), Limits.Text - 400);

    private static IEnumerable<Block> Top(MessageSetting setting)
    {
        if (By("Shared by", setting.SharedBy) is { } shared)
        {
            yield return shared;
        }

        if (By("Opened by", setting.OpenedBy) is { } opened)
        {
            yield return opened;
        }

        if (setting.Notice is not null)
        {
            yield return new ContextBlock(Fit.Within(setting.Notice, 300));
        }
    }

    /// <summary>The one mention in mark-up: of who pressed the button, whose id Slack gave us.</summary>
    private static ContextBlock? By(string what, string? user) =>
        user is not null && HolderLines.IsId(user, 'U', 'W') ? new ContextBlock([new TextObject($"{what} <@{user}>", IsMarkdown: true)]) : null;

    private static string TitleOf(AnswerKind kind) => kind switch
    {
        AnswerKind.Role => "Role",
        AnswerKind.Owner => "Who owns it",
        AnswerKind.Comparison => "Side by side",
        AnswerKind.Topic => "Topic",
        AnswerKind.List => "Roles",
        AnswerKind.Help => "Help",
        _ => "MLOps roles",
    };

    private sealed class Prepared(Answer answer, BlockTemplate template)
    {
        private readonly string _title = answer.Title;
        private readonly ImmutableArray<AnswerBlock> _blocks = answer.Blocks;

        public BlockTemplate Template { get; } = template;

        /// <summary>Whether it was made for this answer or a copy of it that differs in confidence alone.</summary>
        public bool Is(Answer other) => ReferenceEquals(_title, other.Title) && _blocks == other.Blocks;
    }
}
