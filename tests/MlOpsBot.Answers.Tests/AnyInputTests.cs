using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MlOpsBot.Answers.Tests;

/// <summary>Any text is safe: always an answer, never an exception.</summary>
public sealed class AnyInputTests
{
    private const int Long = 100_000;

    /// <summary>Far above what any of these takes (under 5 ms warm), and far below what growth with the square of the length would.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private static readonly string[] _questionWords =
    [
        "who", "owns", "what", "does", "a", "the", "data", "engineer", "scientist", "ml", "ops", "mlops", "vs", "or", "and", "skills", "salary", "else", "second", "one", "she", "DE",
        "BE", "architect", "phase", "roles", "list", "help", "thanks", "how", "install", "laptop", "monitoring", "moniotring", "dataengineer", "?", "!", ".", ",", "\n", "–", "zyx", "42", "🤖", "nurse",
    ];

    public static TheoryData<string, string> LongTexts => new()
    {
        { "letters", new string('a', Long) },
        { "capitals", new string('W', Long) },
        { "question marks", new string('?', Long) },
        { "spaces", new string(' ', Long) },
        { "line breaks", new string('\n', Long) },
        { "null characters", new string('\0', Long) },
        { "zero-width spaces", new string('\u200b', Long) },
        { "zero-width joiners", Repeat("a\u200d", Long) },
        { "right-to-left overrides", Repeat("\u202eowns ", Long) },
        { "hebrew", Repeat("מי אחראי ", Long) },
        { "combining marks", "e" + new string('\u0301', Long) },
        { "words with combining marks", Repeat("e\u0301ngine\u0308er ", Long) },
        { "emoji", Repeat("👩‍🔬", Long) },
        { "flags", Repeat("🇪🇺", Long) },
        { "high surrogates", new string('\ud83d', Long) },
        { "low surrogates", new string('\udd16', Long) },
        { "surrogates the wrong way round", Repeat("\udd16\ud83d", Long) },
        { "mark-up", Repeat("<script>who owns model monitoring?</script>", Long) },
        { "markdown", Repeat("**[x](y)** `who` ", Long) },
        { "digits", Repeat("1234567890 ", Long) },
        { "single letters", Repeat("a b c d e f g ", Long) },
        { "compound characters that grow when normalized", new string('\ufdfa', Long) },
        { "ideographs", Repeat("机器学习运维", Long) },
        { "thai", Repeat("ใครเป็นเจ้าของ", Long) },
        { "one question again and again", Repeat("who owns model monitoring? ", Long) },
        { "a role again and again", Repeat("data engineer ", Long) },
        { "roles of one kind without end", Repeat("engineer architect analyst ", Long) },
        { "a name without end", "data" + Repeat("engineer", Long) },
        { "misspelt words", Repeat("moniotring gouvernance deployement ", Long) },
        { "commas", Repeat("who, owns, it, ", Long) },
        { "hyphens", Repeat("data-engineer-", Long) },
    };

    [Theory]
    [MemberData(nameof(LongTexts))]
    public void A_hundred_thousand_characters_are_answered_at_once(string what, string text)
    {
        text.Length.ShouldBeGreaterThanOrEqualTo(Long, what);
        var began = Stopwatch.GetTimestamp();

        ShouldHold(text);
        ShouldHold(text, Conversation.After("what does an architect do").Context);

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(_patience);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("who owns\0model monitoring")]
    [InlineData("\ud800")]
    [InlineData("\udc00 who owns model monitoring")]
    [InlineData("who\u200b owns\u200b model\u200b monitoring")]
    [InlineData("\ufeffwho owns model monitoring")]
    [InlineData("\u202ewho owns model monitoring\u202c")]
    [InlineData("{0} {1} %s ${x} {{x}}")]
    [InlineData("'; drop table cards; --")]
    [InlineData("..\\..\\organization.yaml")]
    [InlineData("role:data-engineer")]
    [InlineData("\"")]
    [InlineData("ﬁne-tuning")]
    [InlineData("İstanbul")]
    [InlineData("ß")]
    public void Odd_texts_are_answered(string text) => ShouldHold(text);

    [Fact]
    public void Invisible_characters_and_letter_forms_do_not_hide_a_question()
    {
        foreach (var text in new[] { "\ufeffwho owns model monitoring", "\u202ewho owns model monitoring\u202c", "ｗｈｏ owns ｍｏｄｅｌ monitoring", "*who owns model monitoring?*" })
        {
            Shipped.Ask(text).Activity.ShouldBe("model-monitoring", text);
        }
    }

    [Fact]
    public void A_question_is_read_past_the_place_where_a_very_long_text_is_cut()
    {
        var letter = "What does a data engineer do? " + Repeat("🤖 ", Long);

        Shipped.Ask(letter).Cards.FirstOrDefault().ShouldBe("data-engineer");
    }

    [Fact]
    public void Every_text_has_an_answer_that_opens_and_cites_what_it_has() =>
        Prop.ForAll<string?>(text => ShouldHold(text ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_row_of_characters_has_an_answer() =>
        Prop.ForAll<char[]>(letters => ShouldHold(new string(letters))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_mix_of_words_that_questions_are_made_of_has_an_answer_in_every_conversation()
    {
        ConversationContext?[] contexts =
        [
            null,
            .. new[] { "what does an architect do", "ml engineer vs mlops engineer", "who owns model monitoring?", "data engineer skills", "what is mlops", "list all roles" }
                .Select(said => Answerer.ContextAfter(Shipped.Ask(said))),
        ];
        var words = Gen.Elements(_questionWords).ArrayOf().Resize(14).ToArbitrary();

        Prop.ForAll(words, picked =>
        {
            foreach (var context in contexts)
            {
                ShouldHold(string.Join(' ', picked), context);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Every_target_opens_something_or_nothing() =>
        Prop.ForAll<string?, string?>((first, second) => Shipped.Open($"{first}:{second}") is null).QuickCheckThrowOnFailure();

    [Fact]
    public void Knowledge_without_a_single_card_still_answers()
    {
        var answerer = new Answerer(new KnowledgeBase([], [], [], [], [], "", Organization.Empty, "0"));

        foreach (var text in new[] { "", "help", "who owns model monitoring?", "list all roles", "what does an architect do", "hello", "the second one", "business roles", "roles in the design phase" })
        {
            var answer = answerer.Ask(text);
            answer.Text.ShouldNotBeEmpty();
            answer.Sources.ShouldBeEmpty();
            answer.FollowUps.ShouldAllBe(followUp => answerer.Open(followUp.Target, Shipped.Today) != null);
        }
    }

    [Fact]
    public void Cards_with_phrases_that_hold_no_word_are_answered_from_all_the_same()
    {
        var answerer = new Answerer(SmallKnowledge.Default(
            roles: roles => [roles[0] with { Aliases = ["", " ", "🤖", "?!"], Abbreviations = ["", "."], Asked = ["...", "", "who is the one"] }, .. roles.Skip(1)],
            synonyms: "\n#\n,\n=>\na =>\n=> b\nx, , y^\n^0.5\nof the => \n\ud800, beds"));

        answerer.Ask("what does a greenhouse gardener do").Cards.ShouldBe(["gardener"]);
        answerer.Ask("what does a beekeeper do").Cards.ShouldBe(["beekeeper"]);
        answerer.Ask("🤖").Text.ShouldNotBeEmpty();
        answerer.Ask("a of the").Text.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("Platform-Engineer")]
    [InlineData("Site/reliability/engineer")]
    public void A_role_whose_name_ends_in_words_joined_by_signs_is_found_by_it(string name)
    {
        var answerer = new Answerer(SmallKnowledge.Default(roles: roles => [roles[0] with { Name = name }, .. roles.Skip(1)]));

        answerer.Ask($"what does a {name} do").Cards.ShouldBe(["beekeeper"]);
    }

    private static void ShouldHold(string text, ConversationContext? context = null)
    {
        var question = new Question(text, Shipped.Today, context);
        var answer = Shipped.Answerer.Ask(question);
        var explained = Shipped.Answerer.Explain(question);

        answer.Text.ShouldNotBeNullOrWhiteSpace();
        answer.Title.ShouldNotBeNullOrWhiteSpace();
        answer.Lead.ShouldNotBeNullOrWhiteSpace();
        answer.Confidence.ShouldBeInRange(0, 1);
        answer.Cards.ShouldAllBe(card => Shipped.Knowledge.FindCard(card) != null);
        answer.FollowUps.ShouldAllBe(followUp => Shipped.Open(followUp.Target) != null && followUp.Label.Length <= 75);
        answer.Text.Length.ShouldBeLessThan(20_000);
        Encoding.UTF8.GetByteCount(answer.Text).ShouldBeGreaterThan(0);
        explained.Answer.Text.ShouldBe(answer.Text);
        (explained.Answer.Kind, explained.Answer.Confidence).ShouldBe((answer.Kind, answer.Confidence));
        explained.Explanation.Rule.ShouldNotBeEmpty();
    }

    private static string Repeat(string part, int length) => string.Concat(Enumerable.Repeat(part, (length / part.Length) + 1));
}
