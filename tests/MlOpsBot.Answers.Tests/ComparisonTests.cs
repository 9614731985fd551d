namespace MlOpsBot.Answers.Tests;

/// <summary>Two roles side by side.</summary>
public sealed class ComparisonTests
{
    [Theory]
    [InlineData("data engineer vs data scientist")]
    [InlineData("data engineer vs. data scientist")]
    [InlineData("data engineer versus data scientist")]
    [InlineData("data engineer or data scientist")]
    [InlineData("Data Engineer/Data Scientist difference")]
    [InlineData("difference between data engineer and data scientist")]
    [InlineData("What is the difference between a data engineer and a data scientist?")]
    [InlineData("how is a data engineer different from a data scientist")]
    [InlineData("how does a data engineer differ from a data scientist")]
    [InlineData("is a data engineer the same as a data scientist")]
    [InlineData("compare data engineer and data scientist")]
    [InlineData("compare the data engineer with the data scientist")]
    [InlineData("data engineers vs data scientists")]
    [InlineData("whats the diff between de and ds")]
    [InlineData("DE vs DS")]
    [InlineData("dataengineer vs datascientist")]
    [InlineData("data enginer vs data scientst")]
    [InlineData("data engineering vs data science")]
    [InlineData("data engineer or data scientist, which one do we need?")]
    [InlineData("do we need a data engineer or a data scientist?")]
    [InlineData("what sets a data engineer apart from a data scientist")]
    [InlineData("hey, can you tell me how a data engineer differs from a data scientist, please?")]
    public void Two_roles_that_are_set_against_each_other_are_compared_in_the_order_named(string question)
    {
        var answer = Shipped.Ask(question);

        answer.Kind.ShouldBe(AnswerKind.Comparison);
        answer.Cards.ShouldBe(["data-engineer", "data-scientist"]);
    }

    [Fact]
    public void Every_pair_of_roles_can_be_compared_by_name()
    {
        var roles = Shipped.Knowledge.Roles;

        roles.SelectMany(left => roles.Where(right => right != left).Select(right => (Question: $"{left.Name} vs {right.Name}", Left: left.Slug, Right: right.Slug)))
            .Select(pair => (pair, Answer: Shipped.Ask(pair.Question)))
            .Where(asked => asked.Answer.Kind != AnswerKind.Comparison || !asked.Answer.Cards.SequenceEqual([asked.pair.Left, asked.pair.Right]))
            .Select(asked => $"{asked.pair.Question}: {asked.Answer.Kind} {string.Join(' ', asked.Answer.Cards)}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Of_three_roles_the_first_two_are_compared() =>
        Shipped.Ask("data scientist vs ml engineer vs data engineer").Cards.ShouldBe(["data-scientist", "ml-engineer"]);

    [Fact]
    public void A_role_named_twice_is_not_compared_with_itself()
    {
        var answer = Shipped.Ask("data engineer vs DataOps engineer");

        answer.Kind.ShouldNotBe(AnswerKind.Comparison);
        answer.Cards[0].ShouldBe("data-engineer");
    }

    [Fact]
    public void A_comparison_has_both_columns_and_offers_both_cards_first()
    {
        var answer = Shipped.Ask("ml engineer vs mlops engineer");

        var table = answer.Comparison.ShouldNotBeNull();
        (table.Left, table.Right, table.LeftName, table.RightName).ShouldBe(("ml-engineer", "mlops-engineer", "ML Engineer", "MLOps Engineer"));
        table.Rows.ShouldAllBe(row => row.Left.Length > 0 && row.Right.Length > 0);
        answer.FollowUps.Take(2).Select(followUp => followUp.Target).ShouldBe(["role:ml-engineer", "role:mlops-engineer"]);
    }

    [Theory]
    [InlineData("compare:gardener:cook")]
    [InlineData("compare:cook:gardener")]
    public void What_one_card_says_of_the_difference_holds_in_both_directions(string target)
    {
        var answer = SmallKnowledge.Answerer().Open(target, Shipped.Today).ShouldNotBeNull();

        answer.Lead.ShouldContain("the gardener raises what the chef prepares.");
        answer.Blocks.Single(block => block.Heading == "Where one hands over to the other").Lines.ShouldHaveSingleItem().Label.ShouldBe("Greenhouse Gardener to Kitchen Chef");
        answer.Blocks.Single(block => block.Heading == "What they share").Lines.ShouldHaveSingleItem().Label.ShouldBe("Harvesting");
    }

    [Fact]
    public void Two_roles_that_no_source_compares_are_set_side_by_side_all_the_same()
    {
        var answer = SmallKnowledge.Answerer().Open("compare:beekeeper:cook", Shipped.Today).ShouldNotBeNull();

        answer.Lead.ShouldBe("The sources do not compare the two directly; this is what each of them does.");
        answer.Comparison!.Rows.Single(row => row.Aspect == "Skills").Left.ShouldBe("No source says.");
        answer.Comparison.Rows.Single(row => row.Aspect == "Phases").Left.ShouldBe("No source says.");
    }
}
