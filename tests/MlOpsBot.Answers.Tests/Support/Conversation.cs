namespace MlOpsBot.Answers.Tests.Support;

/// <summary>Asks one thing after the other, and remembers in between as a channel does.</summary>
internal sealed class Conversation(Answerer answerer)
{
    public ConversationContext? Context { get; private set; }

    /// <summary>A conversation with the shipped knowledge in which these things were said already.</summary>
    public static Conversation After(params ReadOnlySpan<string> said)
    {
        var conversation = new Conversation(Shipped.Answerer);
        foreach (var question in said)
        {
            conversation.Say(question);
        }

        return conversation;
    }

    public Answer Say(string question)
    {
        var answer = answerer.Ask(new Question(question, Shipped.Today, Context));

        // Help and "I don't know" have nothing to refer to: what was remembered stays.
        Context = Answerer.ContextAfter(answer, Context) ?? Context;
        return answer;
    }
}
