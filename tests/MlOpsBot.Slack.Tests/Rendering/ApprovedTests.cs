using System.Text.Encodings.Web;
using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>
/// Whole messages as they were approved, in <c>Approved/</c>. After a change that is meant, run with <c>MLOPSBOT_APPROVE=1</c>
/// and read the difference.
/// </summary>
public sealed class ApprovedTests
{
    private static readonly AnswerRenderer s_renderer = new();

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ChannelRule s_defaults = new(AnswerPlace.Thread, FollowThreads: false, SilentOnNone: false);

    private static MessageSetting Setting => new(SampleAnswers.Delivery, Bakery.Answerer);

    [Theory]
    [InlineData("role", "role:baker")]
    [InlineData("role-section", "role:baker#skills")]
    [InlineData("owner", "owner:sourdough-care")]
    [InlineData("comparison", "compare:baker:miller")]
    [InlineData("topic", "topic:what-is-bread")]
    [InlineData("list", "list:roles")]
    [InlineData("help", "help")]
    public void A_card_in_a_channel_is_as_approved(string name, string target) => Approve(name, Payloads.Json(s_renderer.Message(Open(target), Setting)));

    [Fact]
    public void A_private_card_offers_to_share_it() => Approve("owner-private", Payloads.Json(s_renderer.Message(Open("owner:sourdough-care"), Setting with { IsPrivate = true })));

    [Fact]
    public void A_card_that_changed_says_so_and_who_opened_it() =>
        Approve("role-changed", Payloads.Json(s_renderer.Message(Open("role:seller"), Setting with { OpenedBy = "U0000000009", Notice = Notes.Changed })));

    [Fact]
    public void Not_knowing_is_as_approved() => Approve("none", Payloads.Json(s_renderer.Message(Asked("who repairs <!channel> *the* &amp; bicycle?", AnswerKind.None), Setting)));

    [Fact]
    public void A_choice_is_as_approved()
    {
        var choice = new Answer
        {
            Kind = AnswerKind.Clarify,
            Cards = ["baker", "miller"],
            Title = "Which one do you mean?",
            Lead = "That could mean more than one thing. Pick one, or answer “the first one”.",
            Blocks = [new AnswerBlock(null, [new AnswerLine("Turns dough into loaves.", null, "Bread Baker", []), new AnswerLine("Grinds grain to flour.", null, "Stone Miller", [])])],
            FollowUps = [new FollowUp("Bread Baker", "role:baker"), new FollowUp("Stone Miller", "role:miller")],
            Text = "Which one do you mean?",
            KnowledgeVersion = "000000000001",
        };
        Approve("clarify", Payloads.Json(s_renderer.Message(choice, Setting)));
    }

    [Fact]
    public void The_home_tab_is_as_approved() => Approve("home", Payloads.Json(HomeRenderer.Home(new HomeSetting(Bakery.Answerer, SampleAnswers.Today))));

    [Fact]
    public void A_modal_is_as_approved() => Approve("modal", Payloads.Json(s_renderer.Modal(Open("compare:baker:miller"), Setting)));

    [Fact]
    public void The_forms_are_as_approved()
    {
        Approve("why", Payloads.Json(Forms.Why(new ThumbValue(false, new ButtonValue("role:baker", "000000000001", null, SampleAnswers.Delivery)))));
        Approve("settings", Payloads.Json(Forms.Settings(new RuleValue("C0123456789", new ChannelRule(AnswerPlace.Private, null, true)), s_defaults)));
    }

    [Fact]
    public void The_notes_are_as_approved()
    {
        var rule = new RuleValue("C0123456789", new ChannelRule(AnswerPlace.Private, null, null));
        Approve("settings-saved", Payloads.Json(Notes.SettingsSaved("U0000000001", rule, new RuleValue("C0123456789", s_defaults), s_defaults)));
        Approve("gone", Payloads.Json(Notes.Gone(Bakery.Answerer)));
        Approve("thanks", Payloads.Json(Notes.Thanks(new ThumbValue(true, new ButtonValue("role:baker", "000000000001", null, SampleAnswers.Delivery)))));
    }

    private static Answer Open(string target) => Bakery.Answerer.Open(target, SampleAnswers.Today)!;

    private static Answer Asked(string question, AnswerKind kind)
    {
        var answer = Bakery.Answerer.Ask(new Question(question, SampleAnswers.Today));
        answer.Kind.ShouldBe(kind);
        return answer;
    }

    private static void Approve(string name, string json)
    {
        var readable = JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, s_readable) + "\n";
        var path = Path.Combine(Repository.Root, "tests", "MlOpsBot.Slack.Tests", "Rendering", "Approved", $"{name}.json");
        if (Environment.GetEnvironmentVariable("MLOPSBOT_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, readable);
        }

        readable.ShouldBe(File.ReadAllText(path));
    }
}
