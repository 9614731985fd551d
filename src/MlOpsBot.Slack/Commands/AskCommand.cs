using System.Buffers;
using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Slack.Requests;

namespace MlOpsBot.Slack.Commands;

/// <summary>
/// Answers the slash command, whatever it is called in the workspace: a question, or one of a few words. Asks no database, waits for
/// nothing and takes no lock of note, so that the answer is Slack's own response. Thread-safe.
/// </summary>
/// <param name="answerer">What answers.</param>
/// <param name="clock">The clock.</param>
public sealed class AskCommand(CurrentAnswerer answerer, TimeProvider clock)
{
    /// <summary>Conversations of people with the command that are remembered: one for each person and channel.</summary>
    private const int MostConversations = 20_000;

    private readonly RecentConversations _conversations = new(MostConversations, clock);

    /// <summary>Answers, privately.</summary>
    public Task<SlackReply> AnswerAsync(SlashCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var words = CommandWords.Read(command.Text);
        var now = answerer();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var answer = words.Verb switch
        {
            CommandVerb.Ask => Ask(now, command, words.Question, today),
            CommandVerb.Roles => now.Open("list:roles", today)!,
            _ => now.Open("help", today)!,
        };
        return Task.FromResult(new SlackReply(SlackReplyKind.Taken, Written(answer)));
    }

    private Answer Ask(Answerer now, SlashCommand command, string text, DateOnly today)
    {
        var id = $"{command.TeamId}:{command.ChannelId}:{command.UserId}";
        var context = _conversations.Recall(id);
        var answer = now.Ask(new Question(text, today, context));
        _conversations.Remember(id, Answerer.ContextAfter(answer, context));
        return answer;
    }

    private static ReadOnlyMemory<byte> Written(Answer answer)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("response_type"u8, "ephemeral"u8);
            writer.WriteString("text"u8, answer.Text);
            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}
