using Microsoft.Extensions.Logging;
using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Measuring;

/// <summary>
/// Counts each question that was answered and says it in one line: nobody's name, and what was asked only where an operator wants it.
/// Thread-safe.
/// </summary>
/// <param name="words">Whether what was asked is logged.</param>
/// <param name="log">Where an operator reads.</param>
public sealed partial class AnsweredQuestions(QuestionWords words, ILogger<AnsweredQuestions> log)
{
    // The event's number and name are for those who search for it, and stay.
    private const int EventId = 1001;
    private const string EventName = "QuestionAnswered";

    private const string Line =
        "Answered {Platform} {Kind} card {Card} section {Section} in {TookMicroseconds} us, delivered after {DeliveredMilliseconds} ms, attempt {Attempt}";

    /// <summary>A question was answered, and the answer delivered.</summary>
    /// <param name="question">Which.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="took">Understanding and retrieval.</param>
    public void Note(AnsweredQuestion question, Answer answer, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ChatMeter.Answered(question.Platform, answer.Kind, took, question.Delivered);
        var (kind, card, section) = (answer.Kind.Name(), answer.Cards.IsEmpty ? "none" : answer.Cards[0], answer.Section ?? "none");
        var (answered, delivered) = ((long)took.TotalMicroseconds, (long)question.Delivered.TotalMilliseconds);
        if (words.AreLogged)
        {
            LogWithWords(question.Platform, kind, card, section, answered, delivered, question.Attempt, question.Words);
        }
        else
        {
            Log(question.Platform, kind, card, section, answered, delivered, question.Attempt);
        }
    }

#pragma warning disable SYSLIB1025 // One event, with what was asked or without.
    [LoggerMessage(EventId, LogLevel.Information, Line, EventName = EventName)]
    private partial void Log(string platform, string kind, string card, string section, long tookMicroseconds, long deliveredMilliseconds, int attempt);

    [LoggerMessage(EventId, LogLevel.Information, Line + ": {Question}", EventName = EventName)]
    private partial void LogWithWords(
        string platform, string kind, string card, string section, long tookMicroseconds, long deliveredMilliseconds, int attempt, string question);
#pragma warning restore SYSLIB1025
}

/// <summary>Whether what people ask is logged. Immutable.</summary>
/// <param name="AreLogged">True: the words stand in the log. False unless an operator says otherwise.</param>
public sealed record QuestionWords(bool AreLogged);

/// <summary>A question that was answered, as far as it is noted.</summary>
/// <param name="Platform">Where it was asked: <c>slack</c>, <c>teams</c>, <c>page</c>.</param>
/// <param name="Words">What was asked.</param>
/// <param name="Delivered">From its receipt to the delivery of the answer.</param>
/// <param name="Attempt">Which attempt delivered it, from 1.</param>
public readonly record struct AnsweredQuestion(string Platform, string Words, TimeSpan Delivered, int Attempt = 1);
