using System.Collections.Concurrent;

namespace MlOpsBot.Answers.Tests;

/// <summary>One answerer serves all, at the same time and one after the other.</summary>
public sealed class SharingTests
{
    private static readonly string[] _questions = [.. QuestionSets.OnTopic.Concat(QuestionSets.OffTopic).Select(question => question.Text)];

    [Fact]
    public void Many_threads_at_once_get_the_answers_that_one_thread_gets()
    {
        var first = new Answerer(Shipped.Knowledge);
        var alone = _questions.Select(question => Line(first, question)).ToList();
        var shared = new Answerer(Shipped.Knowledge);
        var differing = new ConcurrentBag<string>();

        Parallel.For(0, _questions.Length * 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number =>
        {
            // Every pass goes through the questions in another order, so that threads meet over unwritten answers.
            var at = (int)((number * 7919L) % _questions.Length);
            if (Line(shared, _questions[at]) != alone[at])
            {
                differing.Add(_questions[at]);
            }
        });

        differing.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_asked_before_changes_no_answer()
    {
        var answerer = new Answerer(Shipped.Knowledge);
        var first = _questions.Select(question => Line(answerer, question)).ToList();

        _questions.Reverse().Select(question => Line(answerer, question)).Reverse().ShouldBe(first);
    }

    [Fact]
    public void Two_answerers_on_one_thread_do_not_disturb_each_other()
    {
        var garden = SmallKnowledge.Answerer();
        var before = (Line(Shipped.Answerer, "what does a data engineer do"), Line(garden, "what does a greenhouse gardener do"));

        for (var i = 0; i < 5; i++)
        {
            Line(Shipped.Answerer, "who owns model monitoring in production, and who else?");
            Line(garden, "who owns harvesting?");
        }

        (Line(Shipped.Answerer, "what does a data engineer do"), Line(garden, "what does a greenhouse gardener do")).ShouldBe(before);
        garden.Ask("what does a data engineer do").Kind.ShouldBe(AnswerKind.None);
        Shipped.Ask("what does a greenhouse gardener do").Kind.ShouldNotBe(AnswerKind.Role);
    }

    [Fact]
    public void A_long_letter_or_an_explanation_in_between_changes_nothing()
    {
        var letter = string.Concat(Enumerable.Repeat("Nobody here knows who does what, and the model is biased. ", 400));
        var before = Line(Shipped.Answerer, "who owns data quality?");

        Shipped.Ask(letter);
        Shipped.Answerer.Explain(new Question("data engineer vs data scientist", Shipped.Today));
        Shipped.Answerer.Explain(new Question(letter, Shipped.Today));

        Line(Shipped.Answerer, "who owns data quality?").ShouldBe(before);
    }

    private static string Line(Answerer answerer, string question)
    {
        var answer = answerer.Ask(question);
        return $"{answer.Kind} {answer.Confidence} {string.Join(' ', answer.FollowUps.Select(followUp => followUp.Target))}\n{answer.Text}";
    }
}
