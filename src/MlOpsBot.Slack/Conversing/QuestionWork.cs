using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Answers what somebody wrote: a mention, a direct message, or a follow-up in a thread that the bot is part of.</summary>
/// <remarks>
/// <para><b>The life of a question</b>, and what a crash leaves behind at each step:</para>
/// <list type="number">
/// <item>Slack sends it; it is recorded under its event id and its channel and <c>ts</c>, then acknowledged. Before the record: Slack sends it again.</item>
/// <item>A worker claims it, the earliest open one of its conversation. From here to the end: the lease runs out, and the next worker begins again.</item>
/// <item>It is answered out of the knowledge, with what the conversation was about. Nothing is written, so nothing is left.</item>
/// <item>The intent is written: the message's id, its place, and what the conversation will be about. The next worker finds it and looks for the message (see <see cref="Courier"/>).</item>
/// <item>The message is posted. The next worker finds it in the channel's history and goes on with the next step.</item>
/// <item>It is recorded as posted. The next worker reads that and goes on.</item>
/// <item>What the conversation is about now is written: what the intent says, not what would be answered now, so it may be written twice.</item>
/// <item>The event is settled, its words are dropped, and the next of the conversation may be claimed.</item>
/// </list>
/// </remarks>
internal sealed class QuestionWork(
    SlackCourier courier,
    Whisperer whisperer,
    SlackApi api,
    Store store,
    ChannelSettings settings,
    ConversationMemory memory,
    Respondent respondent,
    Punctuality punctuality,
    AnswerRenderer renderer,
    TipWork tips,
    CurrentAnswerer current,
    AnsweredQuestions answered,
    Current<SlackOptions> options,
    TimeProvider time)
{
    // Of its own, so that it is not taken for an answer that was begun.
    private const int ShedStep = 20;

    private static readonly TimeSpan s_longestStatus = TimeSpan.FromSeconds(1);

    public async Task<WorkOutcome> RunAsync(SlackJob job, QuestionAsked asked, CancellationToken cancellation)
    {
        var setting = await SettingAsync(job, asked, cancellation);
        if (setting.Unaddressed is { } reason)
        {
            return WorkOutcome.DoneBecause(reason);
        }

        // An earlier attempt has begun to answer: then no second thoughts about whether to.
        var earlier = await store.Deliveries.FindAsync(job.Claim, step: 0, cancellation)
            ?? await store.Deliveries.FindAsync(job.Claim, Whisperer.FirstStep + 1, cancellation);
        if (earlier is null && await punctuality.CheckAsync(job.Claim, asked.Channel, options.Value.QuestionsWaitingPerChannel, cancellation) is { } lateness)
        {
            return await ShedAsync(job, asked, setting, lateness, cancellation);
        }

        var answerer = current();
        var text = AskedWords.Of(asked.Text, job.Access.BotUserId);
        if (!setting.IsFollowUp && CommandWords.Read(text) is { Verb: CommandVerb.Tips, Rest: var order })
        {
            var place = setting.IsPrivate ? new DeliveryPlace(asked.Channel, setting.Thread, asked.Actor.User) : new DeliveryPlace(asked.Channel, setting.Thread);
            return await tips.OrderedAsync(job, asked, place, order, cancellation);
        }

        var reply = await respondent.AskAsync(answerer, job.Workspace, setting.Conversation.Write(), text, cancellation);
        var (answer, context) = reply;
        if (earlier is null && IsLeftUnsaid(answer, setting))
        {
            return WorkOutcome.DoneBecause("no answer, and silent about that here");
        }

        if (setting is { IsDirect: true, Thread: { } thread } && earlier is null)
        {
            await SayWorkingAsync(job, asked.Channel, thread, cancellation);
        }

        var posting = setting.IsPrivate
            ? await TellAsync(job, asked, setting, answerer, answer, context, notice: null, cancellation)
            : await PostAsync(job, asked, setting, answerer, answer, context, cancellation);
        if (posting.Note is { } note)
        {
            answered.Note(new AnsweredQuestion(SlackInstallation.Platform, text, time.GetUtcNow() - job.Claim.RecordedAt, job.Claim.Attempt), answer, reply.Took);
            await memory.RememberAsync(job.Workspace, setting.Conversation.Write(), note.Context, cancellation);
            if (asked.IsMention && !setting.IsPrivate)
            {
                await tips.CameAgainAsync(job, asked.Channel, cancellation);
            }
        }

        return posting.ToOutcome();
    }

    /// <summary>Where the question stands, by what rules, and whether it is one for the bot at all.</summary>
    private async Task<Setting> SettingAsync(SlackJob job, QuestionAsked asked, CancellationToken cancellation)
    {
        var bot = job.Access.BotUserId;
        if (asked.ChannelKind == ChannelKind.Direct)
        {
            var conversation = new DeliveryPlace(asked.Channel, asked.ThreadTs);
            return new Setting(conversation, asked.ThreadTs) { IsDirect = true };
        }

        var rule = await settings.EffectiveAsync(job.Workspace, asked.Channel, cancellation);
        var thread = asked.ThreadTs ?? asked.Ts;
        var isPrivate = rule.AnswerIn == AnswerPlace.Private;
        var setting = new Setting(
            isPrivate ? new DeliveryPlace(asked.Channel, asked.ThreadTs, asked.Actor.User) : new DeliveryPlace(asked.Channel, thread),
            isPrivate ? asked.ThreadTs : thread)
        {
            IsPrivate = isPrivate,
            IsSilentOnNone = rule.SilentOnNone == true,
        };
        if (asked.IsMention || (bot is not null && (asked.Text.Contains($"<@{bot}>", StringComparison.Ordinal) || asked.Text.Contains($"<@{bot}|", StringComparison.Ordinal))))
        {
            return setting;
        }

        setting = setting with { IsFollowUp = true };
        if (asked.ThreadTs is null || rule.FollowThreads != true)
        {
            return setting with { Unaddressed = "not addressed to the bot" };
        }

        return SlackText.MentionsOthers(asked.Text, bot) || !await IsPartOfAsync(job.Workspace, setting.Conversation, new DeliveryPlace(asked.Channel, thread), cancellation)
            ? setting with { Unaddressed = "among others in a thread" }
            : setting;
    }

    private async Task<bool> IsPartOfAsync(WorkspaceKey workspace, DeliveryPlace conversation, DeliveryPlace thread, CancellationToken cancellation)
        => await memory.RecallAsync(workspace, conversation.Write(), cancellation) is not null
            || await store.Deliveries.HasPostedInAsync(workspace, thread.Write(), cancellation);

    private async Task<WorkOutcome> ShedAsync(SlackJob job, QuestionAsked asked, Setting setting, Lateness lateness, CancellationToken cancellation)
    {
        if (setting.IsFollowUp)
        {
            return WorkOutcome.DoneBecause(lateness.Reason);
        }

        var parcel = new Parcel(setting.Conversation, DeliveryNote.None, current().Knowledge.Version, _ => lateness.IsTooLate ? Notes.Late : Notes.Busy) { Step = ShedStep };
        var posting = await whisperer.TellAsync(job, ListenerOf(asked, setting), parcel, cancellation);
        return posting.Note is null ? posting.ToOutcome() : WorkOutcome.DoneBecause($"told to ask again: {lateness.Reason}");
    }

    /// <summary>Whether saying nothing is the better answer: nobody asked the bot, or the channel wants it so.</summary>
    private static bool IsLeftUnsaid(Answer answer, Setting setting) => answer.Kind switch
    {
        AnswerKind.None => setting.IsFollowUp || setting.IsSilentOnNone,

        // "Thanks!" and "good morning" in a thread are said to people.
        AnswerKind.Help => setting.IsFollowUp,
        _ => false,
    };

    private async Task SayWorkingAsync(SlackJob job, string channel, string thread, CancellationToken cancellation)
    {
        // A courtesy: the answer does not wait for it for long, and its own arrival ends it.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_longestStatus);
        try
        {
            await api.SetStatusAsync(job.Access, channel, thread, "is looking it up…", limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Without it then.
        }
    }

    private async Task<Posting> PostAsync(
        SlackJob job, QuestionAsked asked, Setting setting, Answerer answerer, Answer answer, ConversationContext? context, CancellationToken cancellation)
    {
        var parcel = new Parcel(
            new DeliveryPlace(asked.Channel, setting.Thread),
            new DeliveryNote(answer.Target, context),
            answer.KnowledgeVersion,
            id => renderer.Message(answer, new MessageSetting(id, answerer)));
        var posting = await courier.DeliverAsync(job, parcel, cancellation);
        return posting.Refusal is { } code && !Refusals.IsToken(code) && !setting.IsDirect
            ? await TellAsync(job, asked, setting, answerer, answer, context, Remarks.NotPostedThere, cancellation)
            : posting;
    }

    private Task<Posting> TellAsync(
        SlackJob job, QuestionAsked asked, Setting setting, Answerer answerer, Answer answer, ConversationContext? context, string? notice, CancellationToken cancellation)
    {
        var parcel = new Parcel(
            setting.Conversation,
            new DeliveryNote(answer.Target, context),
            answer.KnowledgeVersion,
            id => renderer.Message(answer, new MessageSetting(id, answerer) { IsPrivate = true, Notice = notice }));
        return whisperer.TellAsync(job, ListenerOf(asked, setting), parcel, cancellation);
    }

    private static Listener ListenerOf(QuestionAsked asked, Setting setting)
        => new(asked.Actor.User, asked.Channel, setting.IsDirect ? setting.Thread : asked.ThreadTs);

    /// <summary>How a question is to be answered. Immutable.</summary>
    /// <param name="Conversation">Under what its context is kept.</param>
    /// <param name="Thread">The thread that the answer goes to; null for none.</param>
    private sealed record Setting(DeliveryPlace Conversation, string? Thread)
    {
        public bool IsDirect { get; init; }

        public bool IsPrivate { get; init; }

        public bool IsSilentOnNone { get; init; }

        /// <summary>Whether it names nobody: it may be meant for the bot, or for the people around.</summary>
        public bool IsFollowUp { get; init; }

        /// <summary>Why it is none of the bot's business; null if it is.</summary>
        public string? Unaddressed { get; init; }
    }
}
