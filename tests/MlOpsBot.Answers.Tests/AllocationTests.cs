namespace MlOpsBot.Answers.Tests;

/// <summary>What an answer costs in memory, counted, not timed.</summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const double MostBytes = 4 * 1024;
    private const int Rounds = 5;

    [Fact]
    public void A_warm_answer_to_a_question_of_ours_allocates_at_most_4_KB_on_average() => Average("on topic", [.. QuestionSets.OnTopic]).ShouldBeLessThanOrEqualTo(MostBytes);

    [Fact]
    public void A_warm_answer_to_any_question_of_the_sets_allocates_at_most_4_KB_on_average() =>
        Average("all", [.. QuestionSets.OnTopic, .. QuestionSets.OffTopic]).ShouldBeLessThanOrEqualTo(MostBytes);

    [Theory]
    [InlineData("what does a data engineer do")]
    [InlineData("who owns model monitoring?")]
    [InlineData("ml engineer vs mlops engineer")]
    [InlineData("mle skills")]
    [InlineData("what is mlops")]
    [InlineData("list all roles")]
    public void A_warm_answer_that_the_book_has_allocates_little_more_than_its_own_record(string question) => Of(new Question(question, Shipped.Today)).ShouldBeLessThan(1024);

    private double Average(string what, IReadOnlyList<SetQuestion> questions)
    {
        var bytes = questions.Select(question => Of(new Question(question.Text, Shipped.Today))).ToList();

        output.WriteLine($"{what}: {bytes.Average():0} bytes on average of {bytes.Count}, {bytes.Max()} at most");
        return bytes.Average();
    }

    /// <summary>The bytes of the thriftiest of several rounds: the runtime itself allocates now and then while it compiles better code.</summary>
    private static long Of(Question question)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Shipped.Answerer.Ask(question);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
