using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>Whole messages are as they were approved (<see cref="Approved"/>).</summary>
public sealed class ApprovedTests
{
    private static readonly AnswerRenderer s_renderer = new() { HasTips = true };

    private static readonly Approved s_approved = new("MlOpsBot.Slack.Tests");

    private static readonly ChannelRule s_defaults = new(AnswerPlace.Thread, FollowThreads: false, SilentOnNone: false);

    private static MessageSetting Setting => new(SampleAnswers.Delivery, Bakery.Answerer);

    [Theory]
    [MemberData(nameof(SampleAnswers.EachSort), MemberType = typeof(SampleAnswers))]
    public void A_card_in_a_channel_is_as_approved(string name, string target) => Approve(name, Payloads.Json(s_renderer.Message(SampleAnswers.OfBakery(target), Setting)));

    [Fact]
    public void A_private_card_offers_to_share_it() => Approve("owner-private", Payloads.Json(s_renderer.Message(SampleAnswers.OfBakery("owner:sourdough-care"), Setting with { IsPrivate = true })));

    [Fact]
    public void A_card_that_changed_says_so_and_who_opened_it() =>
        Approve("role-changed", Payloads.Json(s_renderer.Message(SampleAnswers.OfBakery("role:seller"), Setting with { OpenedBy = "U0000000009", Notice = Notes.Changed })));

    [Fact]
    public void Not_knowing_is_as_approved() => Approve("none", Payloads.Json(s_renderer.Message(Asked("who repairs <!channel> *the* &amp; bicycle?", AnswerKind.None), Setting)));

    [Fact]
    public void A_choice_is_as_approved() => Approve("clarify", Payloads.Json(s_renderer.Message(SampleAnswers.Choice, Setting)));

    [Fact]
    public void The_home_tab_is_as_approved() => Approve("home", Payloads.Json(HomeRenderer.Home(new HomeSetting(Bakery.Answerer, SampleAnswers.Today) { HasTips = true })));

    [Fact]
    public void A_modal_is_as_approved() => Approve("modal", Payloads.Json(s_renderer.Modal(SampleAnswers.OfBakery("compare:baker:miller"), Setting)));

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

    private static Answer Asked(string question, AnswerKind kind)
    {
        var answer = Bakery.Answerer.Ask(new Question(question, SampleAnswers.Today));
        answer.Kind.ShouldBe(kind);
        return answer;
    }

    private static void Approve(string name, string json) => s_approved.Check(name, json);
}
