using Microsoft.Extensions.Logging;
using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Measuring;

/// <summary>
/// Counts each question that was answered and says it in one line: nobody's name, and what was asked only where an operator wants it.
/// Thread-safe.
/// </summary>
/// <param name="words">Whether what was asked is logged.</param>
/// <param name="log">Where an operator reads.</param>
public sealed class AnsweredQuestions(QuestionWords words, ILogger<AnsweredQuestions> log)
{
    /// <summary>The event of the line. The name is for those who search for it, and stays.</summary>
    public static EventId Event { get; } = new(1001, "QuestionAnswered");

    /// <summary>A question was answered, and the answer delivered.</summary>
    /// <param name="question">Which.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="took">Understanding and retrieval.</param>
    public void Note(AnsweredQuestion question, Answer answer, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ChatMeter.Answered(question.Platform, answer.Kind, took, question.Delivered);
        if (!log.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var (kind, card) = (answer.Kind.Name(), answer.Cards.IsEmpty ? "none" : answer.Cards[0]);
        var (answered, delivered) = ((long)took.TotalMicroseconds, (long)question.Delivered.TotalMilliseconds);
        if (words.AreLogged)
        {
            log.LogInformation(
                Event,
                "Answered {Platform} {Kind} card {Card} section {Section} in {TookMicroseconds} us, delivered after {DeliveredMilliseconds} ms, attempt {Attempt}: {Question}",
                question.Platform, kind, card, answer.Section, answered, delivered, question.Attempt, question.Words);
        }
        else
        {
            log.LogInformation(
                Event,
                "Answered {Platform} {Kind} card {Card} section {Section} in {TookMicroseconds} us, delivered after {DeliveredMilliseconds} ms, attempt {Attempt}",
                question.Platform, kind, card, answer.Section, answered, delivered, question.Attempt);
        }
    }
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
