using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Shows the Home tab, and what to ask in the Messages tab. Both say how things are now, so both may be done twice.</summary>
internal sealed class HomeWork(SlackApi api, CurrentAnswerer current, KnowledgeNews news, TipOrders tips, TimeProvider time)
{
    private const string PromptsTitle = "Ask me who does what in machine-learning operations";

    /// <summary>Publishes the Home tab. Openings of one user are worked on in order, so that an older state does not come last.</summary>
    public async Task<WorkOutcome> OpenedAsync(SlackJob job, HomeOpened opened, CancellationToken cancellation)
    {
        var answerer = current();
        var home = HomeRenderer.Home(new HomeSetting(answerer, Today) { Change = news.Observe(answerer), HasTips = tips.Desk is not null });
        return (await api.PublishHomeAsync(job.Access, opened.Actor.User, home, cancellation)).ToOutcome();
    }

    /// <summary>Offers prompts in the Messages tab.</summary>
    public async Task<WorkOutcome> MessagesTabAsync(SlackJob job, MessagesTabOpened opened, CancellationToken cancellation)
    {
        var prompts = Prompts(current());
        var set = await api.SetSuggestedPromptsAsync(job.Access, opened.Channel, threadTs: null, PromptsTitle, prompts, cancellation);

        // An app that is no agent has no prompts; the tab works without.
        return set.Outcome == CallOutcome.Refused && !Refusals.IsToken(set.Error!)
            ? WorkOutcome.DoneBecause($"no prompts: {set.Error}")
            : set.ToOutcome();
    }

    /// <summary>At most four questions, each of which has a full answer when it is asked: the button sends its words, not an id.</summary>
    internal ImmutableArray<SuggestedPrompt> Prompts(Answerer answerer) =>
    [
        .. Examples.Of(answerer.Knowledge).Questions
            .Select(question => question.Label)
            .Append("Which roles are there?")
            .Where(question => answerer.Ask(new Question(question, Today)).Kind is not (AnswerKind.None or AnswerKind.Clarify or AnswerKind.Help))
            .Take(4)
            .Select(question => new SuggestedPrompt(question, question)),
    ];

    private DateOnly Today => time.UtcToday();
}
