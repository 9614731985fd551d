using System.Diagnostics;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Serving;

namespace MlOpsBot.Playground;

/// <summary>One question and its answer, with all that is needed to show them.</summary>
/// <param name="Question">What was asked, or what the button said.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Took">How long answering took.</param>
/// <param name="Conversation">Id to go on with.</param>
/// <param name="Explanation">How the answer came about, where that was asked for.</param>
/// <param name="State">The knowledge it was answered from.</param>
/// <param name="Permalink">Address of the page with this answer.</param>
public sealed record Exchange(
    string Question, Answer Answer, TimeSpan Took, string Conversation, Explanation? Explanation, KnowledgeState State, string Permalink);

/// <summary>Asks on behalf of somebody at the playground. Thread safe.</summary>
/// <param name="knowledge">What answers.</param>
/// <param name="conversations">What was talked about before.</param>
/// <param name="answered">Notes what was answered.</param>
/// <param name="clock">The clock.</param>
public sealed class ExchangeDesk(LiveKnowledge knowledge, RecentConversations conversations, AnsweredQuestions answered, TimeProvider clock)
{
    private DateOnly Today => DateOnly.FromDateTime(clock.GetLocalNow().Date);

    /// <summary>Answers a question.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="conversation">Id of the conversation that it goes on with, or null.</param>
    /// <param name="explain">Whether to tell how the answer came about.</param>
    public Exchange Ask(string text, string? conversation, bool explain)
    {
        var state = knowledge.State;
        var id = conversation ?? RecentConversations.NewId();
        var question = new Question(text, Today, conversations.Recall(id));
        var start = Stopwatch.GetTimestamp();
        var answer = state.Answerer.Ask(question);
        var took = Stopwatch.GetElapsedTime(start);
        conversations.Remember(id, Answerer.ContextAfter(answer, question.Context));
        answered.Note(new AnsweredQuestion("page", text, took), answer, took);
        var explanation = explain ? state.Answerer.Explain(question).Explanation : null;
        return new Exchange(text, answer, took, id, explanation, state, $"/?q={Uri.EscapeDataString(text)}");
    }

    /// <summary>Opens what a button stands for; null where its card is gone.</summary>
    /// <param name="target">The button's target.</param>
    /// <param name="label">What the button said, or null.</param>
    /// <param name="conversation">Id of the conversation that it goes on with, or null.</param>
    public Exchange? Open(string target, string? label, string? conversation)
    {
        var state = knowledge.State;
        var id = conversation ?? RecentConversations.NewId();
        var start = Stopwatch.GetTimestamp();
        if (state.Answerer.Open(target, Today) is not { } answer)
        {
            return null;
        }

        var took = Stopwatch.GetElapsedTime(start);
        conversations.Remember(id, Answerer.ContextAfter(answer, conversations.Recall(id)));
        return new Exchange(label ?? answer.Title, answer, took, id, null, state, $"/?open={Uri.EscapeDataString(target)}");
    }
}
