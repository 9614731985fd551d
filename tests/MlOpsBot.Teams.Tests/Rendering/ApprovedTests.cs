using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Tests.Tips;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>Whole messages are as they were approved (<see cref="Approved"/>).</summary>
public sealed class ApprovedTests
{
    private static readonly CardRenderer s_renderer = new() { HasTips = true };

    private static readonly Approved s_approved = new("MlOpsBot.Teams.Tests");

    private static CardSetting Setting => new(Bakery.Answerer, SampleAnswers.Delivery);

    [Theory]
    [MemberData(nameof(SampleAnswers.EachSort), MemberType = typeof(SampleAnswers))]
    public void A_card_in_a_message_is_as_approved(string name, string target) => Approve(name, s_renderer.Message(SampleAnswers.OfBakery(target), Setting with { HasFeedbackLoop = true }));

    [Fact]
    public void A_card_that_changed_says_so_leads_back_and_asks_for_an_opinion_itself() =>
        Approve("role-changed", s_renderer.Message(SampleAnswers.OfBakery("role:seller"), Setting with { Place = CardPlace.InPlace, Notice = Notes.Changed, Back = "role:baker\nlist:roles" }));

    [Fact]
    public void An_inserted_card_is_as_approved() => Approve("owner-inserted", s_renderer.Message(SampleAnswers.OfBakery("owner:sourdough-care"), new CardSetting(Bakery.Answerer, null) { Place = CardPlace.Inserted }));

    [Fact]
    public void A_card_in_a_dialog_is_as_approved() => Approve("role-dialog", s_renderer.Message(SampleAnswers.OfBakery("role:baker"), new CardSetting(Bakery.Answerer, null) { Place = CardPlace.Dialog }));

    [Fact]
    public void Not_knowing_is_as_approved()
    {
        var answer = Bakery.Answerer.Ask(new Question("who repairs <at>everyone</at> **the** [bicycle](https://example.com)?", SampleAnswers.Today));
        answer.Kind.ShouldBe(AnswerKind.None);
        Approve("none", s_renderer.Message(answer, Setting));
    }

    [Fact]
    public void A_choice_is_as_approved() => Approve("clarify", s_renderer.Message(SampleAnswers.Choice, Setting with { HasFeedbackLoop = true }));

    [Fact]
    public void The_notes_are_as_approved()
    {
        Approve("welcome", Notes.Welcome(Bakery.Answerer, ConversationKind.Personal, hasTips: true));
        Approve("welcome-channel", Notes.Welcome(Bakery.Answerer, ConversationKind.Channel, hasTips: true));
        Approve("compare", Notes.CompareForm(Bakery.Answerer));
        Approve("gone", Notes.Gone(Bakery.Answerer, "role:bread-bakers", SampleAnswers.Today, "list:roles"));
        Approve("thanks", Notes.Thanks(new ThumbValue(true, new ButtonValue("role:baker", "000000000001", null, SampleAnswers.Delivery)), "role:baker"));
        Approve("busy", Notes.Busy);
    }

    [Fact]
    public void A_tip_and_what_is_said_about_tips_are_as_approved()
    {
        foreach (var (name, message) in SampleTips.All(Bakery.Answerer).Where(sample => sample.Name is "tip" or "tip-voted" or "tip-status" or "tip-form"))
        {
            Approve(name, message);
        }
    }

    private static void Approve(string name, TeamsMessage message) => s_approved.Check(name, new Payload(name, message).Activity);
}
