using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using MlOpsBot.Answers;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Benchmarks;

/// <summary>An answer to the bytes of a Slack message: kept cards, cards written anew, and the Home tab.</summary>
[MemoryDiagnoser]
public class SlackBenchmarks
{
    private const string Delivery = "0123456789-_abcdefghij";

    private readonly AnswerRenderer _renderer = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Answerer _answerer = ShippedQuestions.Answerer();
    private Question _question = null!;
    private Answer _answer = null!;

    /// <summary>A role's card, an owner, a comparison, and one of the answers that are written anew each time.</summary>
    [Params("what does a data engineer do?", "who owns model monitoring?", "data engineer vs data scientist", "who repairs the coffee machine?")]
    public string Text { get; set; } = string.Empty;

    [GlobalSetup]
    public void Ask()
    {
        _question = new Question(Text, new DateOnly(2026, 1, 1));
        _answer = _answerer.Ask(_question);
    }

    /// <summary>As a slash command is answered: the private message, in UTF-8.</summary>
    [Benchmark]
    public int Message() => Write(_renderer.Message(_answer, new MessageSetting(Delivery, _answerer) { IsPrivate = true }));

    /// <summary>Answering and writing together.</summary>
    [Benchmark]
    public int AskAndWrite() => Write(_renderer.Message(_answerer.Ask(_question), new MessageSetting(Delivery, _answerer) { IsPrivate = true }));

    /// <summary>The first time that a card is shown.</summary>
    [Benchmark]
    public int Anew() => Write(new AnswerRenderer().Message(_answer, new MessageSetting(Delivery, _answerer) { IsPrivate = true }));

    private int Write(SlackMessage message)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer, BlockKitJson.WriterOptions);
        writer.WriteStartObject();
        BlockKitJson.WriteMessage(writer, message);
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenCount;
    }
}
