using System.Text.Json.Nodes;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Conversing;

public sealed class ButtonTests : TalkingTests
{
    [Fact]
    public async Task A_button_opens_its_card_in_place_and_back_leads_back()
    {
        var answer = await Robin.SayAsync("who owns model monitoring?", Bot.Teams.Group);
        var opened = await Robin.PressAsync(answer.Card!, CardVerbs.Open);
        opened.Status.ShouldBe(200);
        opened.Card!.Read().ShouldNotBe(answer.Card!.Read());
        var back = await Robin.PressAsync(opened.Card, "‹ Back");
        back.Card!.Read().ShouldContain("odel monitoring");
        await Bot.RestAsync();
        Bot.Teams.World.BotPosts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task In_a_personal_chat_the_next_question_may_refer_to_the_card_that_was_opened()
    {
        await OpenAsync("role:data-engineer", Bot.Teams.World.Personal(Robin));
        (await Robin.SayAsync("and what skills does she need?")).Card!.Read().ShouldContain("Data Engineer");
    }

    [Fact]
    public async Task Among_others_a_card_that_one_person_opened_changes_nothing_for_the_conversation()
    {
        await Robin.SayAsync("what does an ml engineer do?", Bot.Teams.Group);
        await OpenAsync("role:data-engineer", Bot.Teams.Group);
        var answer = await Bot.Teams.Kim.SayAsync("and what skills does she need?", Bot.Teams.Group);
        answer.Card!.Read().ShouldContain("ML Engineer");
    }

    [Fact]
    public async Task A_card_that_has_changed_since_says_so()
    {
        var opened = await OpenAsync("role:data-engineer", Bot.Teams.Group, fingerprint: "of-long-ago");
        opened.Card!.Read().ShouldContain(Notes.Changed);
    }

    [Fact]
    public async Task A_card_that_is_gone_says_so_and_offers_others()
    {
        var gone = await OpenAsync("role:webmaster", Bot.Teams.Group);
        gone.Card!.Read().ShouldContain("no longer");
        gone.Card.Buttons.Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task The_way_back_leads_past_a_card_that_is_gone()
    {
        var gone = await OpenAsync("role:webmaster", Bot.Teams.Group);
        var roles = await Robin.PressAsync(gone.Card!, Sayings.AllRoles.Label);
        (await Robin.PressAsync(roles.Card!, "‹ Back")).Card!.Read().ShouldContain("You can ask");
    }

    [Fact]
    public async Task Two_roles_that_were_chosen_are_compared_in_the_place_of_the_form()
    {
        var form = await Robin.SayAsync("compare");
        var compared = await Robin.PressAsync(form.Card!, CardVerbs.Compare, (Notes.FirstRole, "role:data-engineer"), (Notes.SecondRole, "role:ml-engineer"));
        compared.Card!.Read().ShouldContain("Data Engineer");
        compared.Card.Read().ShouldContain("ML Engineer");
        (await Robin.PressAsync(form.Card!, CardVerbs.Compare, (Notes.FirstRole, "role:data-engineer"), (Notes.SecondRole, "role:data-engineer"))).Text.ShouldBe(Notes.SameRole.Text);
        (await Robin.PressAsync(form.Card!, CardVerbs.Compare)).Card!.Inputs.Length.ShouldBe(2);
        (await Robin.PressAsync(form.Card!, CardVerbs.Compare, (Notes.FirstRole, "role:data-engineer"), (Notes.SecondRole, "role:nobody"))).Card!.Read().ShouldContain("no longer");
    }

    [Fact]
    public async Task A_thumb_on_a_card_that_was_opened_is_stored_with_the_word_why_and_the_card_comes_back()
    {
        var opened = await OpenAsync("role:data-engineer", Bot.Teams.Group);
        var thanks = await Robin.PressAsync(opened.Card!, CardVerbs.Down);
        var feedback = (await FeedbackAsync()).ShouldHaveSingleItem();
        (feedback.UserId, feedback.Thumb, feedback.Text).ShouldBe((Robin.Id, Thumb.Down, null));
        var back = await Robin.PressAsync(thanks.Card!, CardVerbs.Why, (Notes.WhyText, "  The owner has changed.  "));
        (await FeedbackAsync()).ShouldHaveSingleItem().Text.ShouldBe("The owner has changed.");
        back.Card!.Read().ShouldContain(Sayings.ThanksForWhy);
        back.Card.Read().ShouldContain("Data Engineer");

        var row = await Bot.Store.Deliveries.FindAsync(Bot.Tenant, feedback.DeliveryId, Cancellation);
        DeliveryNote.Read(row!.Content.Target).Target.ShouldBe("role:data-engineer");
    }

    [Fact]
    public async Task A_thumb_that_is_sent_twice_counts_once_and_a_changed_mind_counts_as_it_is_now()
    {
        var opened = await OpenAsync("role:data-engineer", Bot.Teams.Group);
        await Robin.PressAsync(opened.Card!, CardVerbs.Down);
        await Robin.PressAsync(opened.Card!, CardVerbs.Down);
        await Robin.PressAsync(opened.Card!, CardVerbs.Up);
        (await FeedbackAsync()).ShouldHaveSingleItem().Thumb.ShouldBe(Thumb.Up);
    }

    [Fact]
    public async Task Words_about_a_thumb_that_nobody_gave_are_not_stored()
    {
        var value = new ButtonValue("role:data-engineer", "k", null, NewDelivery.NewId());
        var answer = await PressAsync(Data(value, (Notes.WhyText, "hello")), CardVerbs.Why, Bot.Teams.Group.Id);
        answer.Text.ShouldBe(Notes.Unreadable.Text);
        (await FeedbackAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_older_client_gets_the_card_in_a_message_of_its_own()
    {
        var answer = await Robin.SayAsync("who owns model monitoring?", Bot.Teams.General);
        var opened = await Robin.SubmitAsync(answer.Card!, CardVerbs.Open);
        opened.Conversation.ShouldBe(answer.Conversation);
        opened.Card.ShouldNotBeNull();
        opened.Card!.Buttons.ShouldNotContain(button => button.Title.StartsWith('‹'));
        opened.HasFeedbackLoop.ShouldBeTrue();
    }

    [Fact]
    public async Task An_older_clients_thumb_and_word_are_stored_and_thanked_for()
    {
        var opened = await OpenAsync("role:data-engineer", Bot.Teams.Group);
        var thanks = await Robin.SubmitAsync(opened.Card!, CardVerbs.Down);
        (await FeedbackAsync()).ShouldHaveSingleItem().Thumb.ShouldBe(Thumb.Down);
        (await Robin.SubmitAsync(thanks.Card!, CardVerbs.Why, (Notes.WhyText, "  "))).Text.ShouldBe(Notes.NoWord.Text);
        (await Robin.SubmitAsync(thanks.Card!, CardVerbs.Why, (Notes.WhyText, "Ask Kim."))).Text.ShouldBe(Notes.ThanksForWhy.Text);
        (await FeedbackAsync()).ShouldHaveSingleItem().Text.ShouldBe("Ask Kim.");
    }

    [Fact]
    public async Task Thanks_that_cannot_be_posted_are_no_failure()
    {
        var opened = await OpenAsync("role:data-engineer", Bot.Teams.Group);
        Bot.Teams.Faults.Next("post", Fault.ServerError);
        await Robin.SendSubmitAsync(opened.Card!, CardVerbs.Up);
        await Bot.RestAsync();
        (await FeedbackAsync()).ShouldHaveSingleItem().Thumb.ShouldBe(Thumb.Up);
        (await Bot.Store.Inbox.ListAsync(WorkState.Done, 10, Cancellation))[0].Reason.ShouldNotBeNull().ShouldStartWith("perhaps not thanked");
    }

    [Theory]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"open","data":{"b":"no JSON"}}}""", 200)]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"frobnicate","data":{}}}""", 200)]
    [InlineData("""{"action":{"type":"Action.Execute","verb":7,"data":[1]}}""", 200)]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"up","data":{"verb":"up","b":{"k":"1","d":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}}}}""", 200)]
    [InlineData("""{"action":"open"}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    public async Task What_is_no_button_of_ours_is_answered_with_a_polite_word(string value, int status)
    {
        await Robin.SayAsync("hi", Bot.Teams.Group);
        var answer = await Robin.InvokeAsync(Bot.Teams.Group.Id, "adaptiveCard/action", JsonNode.Parse(value)!);
        answer.Status.ShouldBe(200);
        answer.Body.GetProperty("statusCode").GetInt32().ShouldBe(status);
        answer.Text.ShouldBe(Notes.Unreadable.Text);
        (await FeedbackAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invoke_that_nobody_knows_is_answered_as_not_implemented()
        => (await Robin.InvokeAsync(Bot.Teams.Group.Id, "config/fetch", new JsonObject())).Status.ShouldBe(501);

    private async Task<System.Collections.Immutable.ImmutableArray<Feedback>> FeedbackAsync() => await Bot.Store.Feedback.ListAsync(Bot.Tenant, 10, Cancellation);

    private async Task<InvokeAnswer> OpenAsync(string target, TeamsChat chat, string? fingerprint = null)
    {
        var back = new ButtonValue(target, "some-version", fingerprint, NewDelivery.NewId());
        var data = Data(back);
        data["back"] = "help";
        return await PressAsync(data, CardVerbs.Open, chat.Id);
    }

    private static JsonObject Data(ButtonValue button, params (string Name, string Value)[] inputs)
    {
        var data = new JsonObject { ["b"] = JsonNode.Parse(button.Write()) };
        foreach (var (name, value) in inputs)
        {
            data[name] = value;
        }

        return data;
    }

    private async Task<InvokeAnswer> PressAsync(JsonObject data, string verb, string conversation)
    {
        var action = new JsonObject { ["type"] = "Action.Execute", ["title"] = "Button", ["verb"] = verb, ["data"] = data };
        return await Robin.InvokeAsync(conversation, "adaptiveCard/action", new JsonObject { ["action"] = action }, "1700000000000");
    }
}
