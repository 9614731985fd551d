using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Conversing;

public sealed class QuestionTests : TalkingTests
{
    private protected override TeamsBotSettings Settings => new();

    [Fact]
    public async Task A_question_in_the_personal_chat_is_answered_with_a_card_that_asks_for_feedback()
    {
        var answer = await Robin.SayAsync("who owns model monitoring?");
        answer.Card!.Read().ShouldContain("Monitoring");
        answer.Text.ShouldBeEmpty();
        answer.Summary.ShouldContain("onitor");
        answer.HasFeedbackLoop.ShouldBeTrue();
    }

    [Fact]
    public async Task In_a_channel_the_answer_stands_in_the_thread_of_the_question()
    {
        var written = await Robin.SendSayAsync("who owns model monitoring?", Bot.Teams.General);
        var answer = await Robin.AnswerAsync(written);
        answer.Conversation.ShouldBe(Bot.Teams.General.Thread(written.Message.Id));
    }

    [Fact]
    public async Task A_follow_up_refers_to_what_its_own_thread_was_about()
    {
        var first = await Robin.SendSayAsync("what does a data engineer do?", Bot.Teams.General);
        await Robin.AnswerAsync(first);
        await Robin.SayAsync("what does an ml engineer do?", Bot.Teams.General);
        var followUp = await Robin.SayAsync("and what skills does she need?", Bot.Teams.General, first.Message.Id);
        followUp.Card!.Read().ShouldContain("Data Engineer");
    }

    [Theory]
    [InlineData("help")]
    [InlineData("hi")]
    [InlineData("")]
    public async Task Help_greetings_and_an_empty_mention_are_answered_with_what_can_be_asked(string text)
    {
        var help = await Robin.SayAsync(text, Bot.Teams.Group);
        help.Card!.Buttons.Length.ShouldBeGreaterThan(1);
        help.HasFeedbackLoop.ShouldBeFalse();
    }

    [Fact]
    public async Task The_commands_of_the_manifest_are_answered()
    {
        (await Robin.SayAsync("roles")).Card!.Read().ShouldContain("MLOps Engineer");
        (await Robin.SayAsync("Compare")).Card!.Inputs.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Typing_is_shown_while_an_answer_takes_noticeable_time()
    {
        Bot.Teams.Faults.Next("post", Fault.Slow(TimeSpan.FromSeconds(3)));
        await Robin.SayAsync("who owns model monitoring?");
        await Bot.RestAsync();
        Bot.Teams.World.Changes.Count(change => change.Kind == ChangeKind.Typing).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_is_quick_shows_no_typing_however_long_its_question_had_waited()
    {
        // Without a connector: whatever it would show ends in an exception.
        var typing = new Typing(null!, TimeProvider.System);
        var place = new TeamsPlace("tenant", "https://example.com/", "a:1", ConversationKind.Personal, "28:bot");
        (await typing.WhileAsync(place, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5), () => Task.FromResult(7), Cancellation)).ShouldBe(7);
    }

    [Fact]
    public async Task An_activity_that_is_sent_again_is_answered_once()
    {
        var written = await Robin.SendSayAsync("who owns model monitoring?");
        await Robin.AnswerAsync(written);
        await Bot.Teams.SendAsync((System.Text.Json.Nodes.JsonObject)Activities.Node(written.Message.Activity)!);
        await Bot.RestAsync();
        Bot.Teams.World.BotPosts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_surely_not_posted_is_posted_later()
    {
        Bot.Teams.Faults.Next("post", Fault.RateLimited(1), Fault.Answering(412));
        (await Robin.SayAsync("who owns model monitoring?")).Card.ShouldNotBeNull();
        await Bot.RestAsync();
        Bot.Teams.World.BotPosts.ShouldHaveSingleItem();
        (await Bot.Store.Inbox.CountAsync(TeamsPlace.Platform, Cancellation)).Done.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_post_that_nobody_knows_of_is_never_repeated_and_its_row_says_so(bool isCarriedOut)
    {
        Bot.Teams.Faults.Next("post", isCarriedOut ? Fault.ErrorAfter : Fault.ServerError);
        var written = await Robin.SendSayAsync("who owns model monitoring?");
        await Bot.RestAsync();
        Bot.Teams.World.BotPosts.Length.ShouldBe(isCarriedOut ? 1 : 0);
        Bot.Teams.Calls.All.Count(call => call.Method == "post").ShouldBe(1);
        (await Bot.Store.Deliveries.ListAsync(DeliveryState.Doubtful, 10, Cancellation)).ShouldHaveSingleItem().Content.Place.ShouldBe(written.Message.Conversation);
        (await Bot.Store.Inbox.ListAsync(WorkState.Doubtful, 10, Cancellation)).ShouldHaveSingleItem().Reason.ShouldNotBeNullOrEmpty();

        (await Robin.SayAsync("who owns data quality?")).Card.ShouldNotBeNull();
    }

    [Fact]
    public async Task Where_the_form_of_a_card_is_refused_the_words_are_posted()
    {
        Bot.Teams.Faults.Next("post", Fault.Error(400, "BadSyntax"));
        var answer = await Robin.SayAsync("who owns model monitoring?");
        answer.Card.ShouldBeNull();
        answer.Text.ShouldContain("onitor");
    }

    [Fact]
    public async Task Where_theBot_may_not_post_the_conversation_is_suspended_until_something_comes_from_there()
    {
        var group = Bot.Teams.Group;
        group.HasBot = false;
        await Robin.SendSayAsync("who owns model monitoring?", group);
        await Bot.RestAsync();
        var suspended = await Bot.Store.References.FindAsync(Bot.Tenant, group.Id, Cancellation);
        suspended!.Suspension!.Reason.ShouldBe("BotNotInConversationRoster");
        (await Bot.Store.Inbox.ListAsync(WorkState.GivenUp, 10, Cancellation)).ShouldHaveSingleItem().Reason.ShouldBe("BotNotInConversationRoster");

        group.HasBot = true;
        await Robin.SayAsync("who owns data quality?", group);
        (await Bot.Store.References.FindAsync(Bot.Tenant, group.Id, Cancellation))!.Suspension.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_blockedBot_and_a_conversation_that_is_gone_are_suspended_too(bool isBlocked)
    {
        var chat = Bot.Teams.World.Personal(Robin);
        (chat.IsBlocked, chat.IsGone) = (isBlocked, !isBlocked);
        await Robin.SendSayAsync("who owns model monitoring?");
        await Bot.RestAsync();
        (await Bot.Store.References.FindAsync(Bot.Tenant, chat.Id, Cancellation))!.Suspension.ShouldNotBeNull();
    }

    [Fact]
    public async Task How_to_write_into_a_channel_is_kept_for_the_channel_itself()
    {
        await Robin.SayAsync("who owns model monitoring?", Bot.Teams.General);
        await Robin.SayAsync("who owns data quality?", Bot.Teams.General);
        var reference = (await Bot.Store.References.ListAsync(Bot.Tenant, 10, cancellation: Cancellation)).ShouldHaveSingleItem();
        reference.Conversation.ShouldBe(Bot.Teams.General.Id);
        reference.Parent.ShouldBe(Bot.Teams.General.TeamId);
        reference.Reference.ShouldContain(Bot.Teams.ServiceUrl);
    }
}
