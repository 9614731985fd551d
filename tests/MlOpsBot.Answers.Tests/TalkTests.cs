namespace MlOpsBot.Answers.Tests;

/// <summary>Help, greetings, thanks; job adverts and letters, as people paste them.</summary>
public sealed class TalkTests
{
    [Theory]
    [InlineData("help")]
    [InlineData("Help!")]
    [InlineData("what can you do?")]
    [InlineData("what can I ask")]
    [InlineData("who are you")]
    [InlineData("how does this work")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("???")]
    [InlineData("...")]
    [InlineData("🤖")]
    public void Help_is_given_where_it_is_asked_for_and_where_there_is_nothing_to_read(string text)
    {
        var answer = Shipped.Ask(text);

        answer.Kind.ShouldBe(AnswerKind.Help);
        answer.Title.ShouldBe("Ask me who does what");
        answer.FollowUps.ShouldContain(followUp => followUp.Target == "list:roles");
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("Hi there!")]
    [InlineData("hey")]
    [InlineData("good morning")]
    public void A_greeting_is_returned(string text) => (Shipped.Ask(text).Kind, Shipped.Ask(text).Title).ShouldBe((AnswerKind.Help, "Hello!"));

    [Theory]
    [InlineData("thanks")]
    [InlineData("Thank you so much!")]
    [InlineData("thx")]
    [InlineData("great, thanks a lot")]
    [InlineData("bye")]
    public void Thanks_are_welcome(string text) => (Shipped.Ask(text).Kind, Shipped.Ask(text).Title).ShouldBe((AnswerKind.Help, "You're welcome!"));

    [Theory]
    [InlineData("hi, what does a data engineer do?", "data-engineer")]
    [InlineData("thanks! and who is the data scientist?", "data-scientist")]
    [InlineData("hello, who owns model monitoring?", "monitoring-observability-engineer")]
    [InlineData("hi! what is MLOps?", "what-is-mlops")]
    [InlineData("can you help me: what is MLOps?", "what-is-mlops")]
    public void A_greeting_before_a_question_does_not_hide_it(string text, string card) => Missed(text, card).ShouldMissOnly("can you help me: what is MLOps?");

    [Fact]
    public void Help_says_how_much_there_is_to_ask_about()
    {
        var knowledge = Shipped.Knowledge;

        Shipped.Ask("help").Text.ShouldContain($"I know {knowledge.Roles.Length} roles, {knowledge.Activities.Length} activities and {knowledge.Topics.Length} topics");
    }

    [Theory]
    [InlineData("Senior Data Engineer (m/f/d) - Berlin, Remote", "data-engineer")]
    [InlineData("Lead MLOps Engineer - Platform Team", "mlops-engineer")]
    [InlineData("Junior Data Scientist, full time", "data-scientist")]
    [InlineData("Principal Machine Learning Engineer", "ml-engineer")]
    [InlineData("ML Model Deployment Specialist (Remote)", "model-deployment-specialist")]
    [InlineData("Staff Backend Engineer", "backend-engineer")]
    [InlineData("Freelance Solution Architect", "solution-architect")]
    [InlineData("AI Security Engineer", "security-engineer")]
    public void A_job_adverts_title_leads_to_the_role(string title, string role) => (Shipped.Ask(title).Kind, Shipped.Ask(title).Cards[0]).ShouldBe((AnswerKind.Role, role));

    [Theory]
    [InlineData("so what do product owners actually do?", "business-analyst-product-owner")]
    [InlineData("ok so basically what does a data engineer even do", "data-engineer")]
    [InlineData("hey, quick question: what does an ml engineer do all day", "ml-engineer")]
    [InlineData("I was wondering what a data scientist really does", "data-scientist")]
    [InlineData("can you please tell me about the devops engineer", "devops-engineer")]
    [InlineData("do data scientist a what does", "data-scientist")]
    [InlineData("does what data engineer do a", "data-engineer")]
    [InlineData("I am new here. What does a data engineer do?", "data-engineer")]
    [InlineData("We start a project next month. Nobody here knows: what does a data engineer do?", "data-engineer")]
    public void Spoken_lead_ins_other_sentences_and_a_wrong_order_do_not_matter(string question, string role) =>
        (Shipped.Ask(question).Kind, Shipped.Ask(question).Cards[0]).ShouldBe((AnswerKind.Role, role));

    [Theory]
    [InlineData("Who owns model monitoring?", "monitoring-observability-engineer")]
    [InlineData("What does a data engineer do?", "data-engineer")]
    [InlineData("What is the difference between a data engineer and a data scientist?", "data-engineer")]
    [InlineData("What is MLOps?", "what-is-mlops")]
    public void The_one_question_in_a_long_letter_is_answered_wherever_it_stands(string question, string card)
    {
        string[] before =
        [
            "Dear colleagues,", "I joined the bank three weeks ago and I am still finding my way around the building.", "My desk is on the fourth floor, next to the printer.",
        ];
        string[] after = ["The lift was out of order again this morning, and the canteen has closed.", "I look forward to your reply.", "Kind regards, Ada"];
        for (var place = 0; place <= 2; place++)
        {
            string[] sentences = place switch { 0 => [question, .. before, .. after], 1 => [.. before, question, .. after], _ => [.. before, .. after, question] };
            var letter = string.Join(' ', sentences);

            // A sentence of a letter has to have two words that say something, and this has one.
            Missed(letter, card).ShouldMissOnly(question == "What is MLOps?" ? letter : "");
        }
    }

    [Fact]
    public void A_long_letter_without_a_question_is_not_answered()
    {
        const string letter = """
            Dear all, the canteen will be closed on Friday because the floor is being polished. Please bring your own lunch, and keep the windows shut while the
            workers are here. The parking lot will be open again on Monday, and the bicycles that stand in the hall have to be gone by then. Kind regards, the house.
            """;

        Shipped.Ask(letter).Kind.ShouldBe(AnswerKind.None);
    }

    private static List<string> Missed(string text, string card) =>
        Shipped.Ask(text) is var answer && answer.Cards.FirstOrDefault() == card ? [] : [$"{text}: {answer.Kind} {string.Join(' ', answer.Cards)}"];
}
