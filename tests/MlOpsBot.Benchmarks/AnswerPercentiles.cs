using System.Diagnostics;
using System.Globalization;

namespace MlOpsBot.Benchmarks;

/// <summary>
/// What understanding, retrieval and decision cost for a question on the shipped knowledge, one thread, each question timed by itself.
/// Long letters are counted apart: they are many sentences, each read as a question.
/// </summary>
internal static class AnswerPercentiles
{
    private const int WarmUpRounds = 60;
    private const int MeasuredRounds = 60;
    private const int LetterCharacters = 200;

    public static void Run()
    {
        var answerer = ShippedQuestions.Answerer();
        var questions = ShippedQuestions.All();
        Console.WriteLine("Questions of tests/questions on the shipped knowledge, one thread");
        Console.WriteLine();
        Console.WriteLine("| questions            | count | p50 µs | p90 µs | p99 µs | max µs | B/question |");
        Console.WriteLine("|:---------------------|------:|-------:|-------:|-------:|-------:|-----------:|");
        Console.WriteLine(Row("questions", answerer, [.. questions.Where(question => question.Text.Length < LetterCharacters)]));
        Console.WriteLine(Row("letters (200+ chars)", answerer, [.. questions.Where(question => question.Text.Length >= LetterCharacters)]));
    }

    private static string Row(string title, Answers.Answerer answerer, Answers.Question[] questions)
    {
        var times = new double[MeasuredRounds * questions.Length];
        for (var round = 0; round < WarmUpRounds; round++)
        {
            foreach (var question in questions)
            {
                answerer.Ask(question);
            }
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            answerer.Ask(questions[i % questions.Length]);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(times);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {title,-20} | {questions.Length,5} | {At(times, 0.5),6:0.0} | {At(times, 0.9),6:0.0} | {At(times, 0.99),6:0.0} | {times[^1],6:0} | {allocated / times.Length,10} |");
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
