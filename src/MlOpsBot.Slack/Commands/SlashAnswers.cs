using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;

namespace MlOpsBot.Slack.Commands;

/// <summary>
/// Answers the slash command, whatever it is called in the workspace: a question, or one of a few words. But for settings and tips it asks
/// no database and waits for nothing, so that the answer is Slack's own response. Thread-safe.
/// </summary>
/// <param name="answerer">What answers.</param>
/// <param name="renderer">Turns answers into messages.</param>
/// <param name="describeSettings">Shows a channel's rules.</param>
/// <param name="orderTips">Does what was ordered about tips.</param>
/// <param name="answered">Notes what was answered.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where an operator reads what failed.</param>
public sealed class SlashAnswers(
    CurrentAnswerer answerer,
    AnswerRenderer renderer,
    DescribeSettings describeSettings,
    OrderTips orderTips,
    AnsweredQuestions answered,
    TimeProvider clock,
    ILogger<SlashAnswers> log)
{
    /// <summary>How long settings and tips may take: Slack waits three seconds for the answer to a command.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    /// <summary>Conversations of people with the command that are remembered: one for each person and channel.</summary>
    private const int MostConversations = 20_000;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_json;

    private readonly byte[] _run = RandomNumberGenerator.GetBytes(8);
    private readonly RecentConversations _conversations = new(MostConversations, clock);
    private long _answers;

    /// <summary>What is answered to whoever asks more than may be asked.</summary>
    internal static SlackReply TooMuch { get; } = Reply(Notes.TooMuch);

    /// <summary>Answers, privately; what changes a channel's tips, for everybody there to see.</summary>
    public Task<SlackReply> AnswerAsync(SlashCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var now = answerer();
        var words = CommandWords.Read(SlackText.QuestionOf(command.Text, botUserId: null));
        switch (words.Verb)
        {
            case CommandVerb.Settings:
                return WithinPatienceAsync(
                    command, "settings", Notes.Failed, async either => Reply(await describeSettings(command, either)), cancellation);
            case CommandVerb.Tips:
                return WithinPatienceAsync(command, "tips", TipMessages.TookTooLong, either => TipsAsync(command, words.Rest, either), cancellation);
        }

        var today = clock.UtcToday();
        var start = Stopwatch.GetTimestamp();
        var answer = words.Verb switch
        {
            CommandVerb.Ask or CommandVerb.Compare => Ask(now, command, words.Question, today),
            CommandVerb.Roles => now.Open("list:roles", today)!,
            _ => now.Open("help", today)!,
        };
        var took = Stopwatch.GetElapsedTime(start);
        var reply = Reply(renderer.Message(answer, new MessageSetting(NextId(), now) { IsPrivate = true }));
        answered.Note(new AnsweredQuestion(SlackInstallation.Platform, command.Text, Stopwatch.GetElapsedTime(start)), answer, took);
        return Task.FromResult(reply);
    }

    /// <summary>
    /// A delivery's id, in the form of <see cref="NewDelivery.NewId"/>. It stands in no table before somebody presses a thumb, so it
    /// has to be the only one of its kind, not one that nobody can guess.
    /// </summary>
    private string NextId()
    {
        Span<byte> id = stackalloc byte[16];
        _run.CopyTo(id);
        BinaryPrimitives.WriteInt64LittleEndian(id[8..], Interlocked.Increment(ref _answers));
        return Base64Url.EncodeToString(id);
    }

    private Answer Ask(Answerer now, SlashCommand command, string text, DateOnly today)
    {
        var id = $"{command.TeamId}:{command.ChannelId}:{command.UserId}";
        var context = _conversations.Recall(id);
        var answer = now.Ask(new Question(text, today, context));
        _conversations.Remember(id, Answerer.ContextAfter(answer, context));
        return answer;
    }

    private async Task<SlackReply> TipsAsync(SlashCommand command, string words, CancellationToken cancellation)
    {
        var said = await orderTips(command, words, NextId(), cancellation);
        return Reply(said.Message, said.IsForAll);
    }

    /// <summary>What asks the store, and Slack, is given up in time.</summary>
    private async Task<SlackReply> WithinPatienceAsync(
        SlashCommand command, string about, SlackMessage otherwise, Func<CancellationToken, Task<SlackReply>> answer, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await answer(either.Token);
        }
        catch (Exception exception) when (exception is StorageException || (exception is OperationCanceledException && patience.IsCancellationRequested))
        {
            log.LogError("The {Thing} of a channel could not be shown in workspace {Team}: {Reason}", about, command.TeamId, exception.Message);
            return Reply(otherwise);
        }
    }

    private static SlackReply Reply(SlackMessage message, bool isForAll = false)
    {
        // One pair for each thread, so that writing an answer costs its own bytes alone.
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        var json = s_json ??= new Utf8JsonWriter(buffer, BlockKitJson.WriterOptions);
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("response_type"u8, isForAll ? "in_channel"u8 : "ephemeral"u8);
        BlockKitJson.WriteMessage(json, message);
        json.WriteEndObject();
        json.Flush();
        return new SlackReply(SlackReplyKind.Taken, buffer.WrittenSpan.ToArray());
    }
}
