namespace MlOpsBot.Answers.Tests;

/// <summary>How an answer came about.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public void An_explained_answer_is_the_answer_itself()
    {
        foreach (var question in QuestionSets.OnTopic.Concat(QuestionSets.OffTopic))
        {
            var answer = Shipped.Ask(question.Text);
            var explained = Shipped.Answerer.Explain(new Question(question.Text, Shipped.Today));

            explained.Answer.Text.ShouldBe(answer.Text, question.Id);
            (explained.Answer.Kind, explained.Answer.Confidence, explained.Answer.Activity, explained.Answer.Section).ShouldBe((answer.Kind, answer.Confidence, answer.Activity, answer.Section));
            explained.Explanation.Rule.ShouldEndWith(".");
            explained.Explanation.Intent.ShouldNotBeEmpty();
            explained.Explanation.Candidates.ShouldAllBe(candidate => Shipped.Knowledge.FindCard(candidate.Card)!.Name == candidate.Name && candidate.Why.Length > 0);
        }
    }

    [Fact]
    public void It_tells_what_each_word_was_taken_for()
    {
        var words = Explain("who owns the data enigneer").Words;

        words.Select(word => word.Text).ShouldBe(["who", "owns", "the", "data", "enigneer"]);
        words[0].Meaning.ShouldStartWith("asks who");
        words[1].Meaning.ShouldStartWith("asks for ownership");
        words[4].ReadAs.ShouldBe("engin");
        words[4].Meaning.ShouldContain("data-engineer");
        words[4].Meaning.ShouldContain("spelling corrected");
    }

    [Fact]
    public void It_tells_which_words_stand_in_no_card() => Explain("who owns the zeppelin").Words[^1].Meaning.ShouldBe("in no card");

    [Fact]
    public void It_names_the_roles_that_were_recognized() => Explain("de vs data scientist").Intent.ShouldStartWith("names Data Engineer; names Data Scientist; compares");

    [Fact]
    public void It_lists_the_cards_that_were_considered_with_the_one_that_answers()
    {
        var candidates = Explain("who owns model monitoring?").Candidates;

        candidates.Length.ShouldBeInRange(1, 6);
        candidates.ShouldContain(candidate => candidate.Card == "model-monitoring");
        candidates.ShouldAllBe(candidate => candidate.Coverage >= 0 && candidate.Coverage <= 1);
    }

    [Fact]
    public void It_tells_that_a_follow_up_leaned_on_what_was_said() => Shipped.Answerer
        .Explain(new Question("who else?", Shipped.Today, Conversation.After("who owns data quality").Context)).Explanation.Rule
        .ShouldBe("It asks who else has a part in the activity before.");

    private static Explanation Explain(string question) => Shipped.Answerer.Explain(new Question(question, Shipped.Today)).Explanation;
}
