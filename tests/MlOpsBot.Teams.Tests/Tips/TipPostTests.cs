using MlOpsBot.Storage.Tips;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Tips;

/// <summary>Tips as they are posted, and what becomes of them where that fails.</summary>
public sealed class TipPostTests : TippingTests
{
    [Fact]
    public async Task In_a_channel_a_tip_begins_a_thread_and_questions_below_it_are_about_its_card()
    {
        await Ada.SayAsync("tips on about data engineer", Channel);

        var tip = await TipOfAsync(23);

        tip.Conversation.ShouldBe(Channel.Thread(tip.Id));
        tip.HasFeedbackLoop.ShouldBeFalse();
        tip.Summary.ShouldNotBeEmpty();
        var row = await SettledAsync("2026-11-23");
        (row.State, row.Message).ShouldBe((TipDayState.Posted, tip.Id));

        // Long after an exchange would be over.
        Clock.Jump(TimeSpan.FromHours(3));
        (await Ben.SayAsync("and what skills does she need?", Channel, tip.Id)).Card!.Read().ShouldContain("Data Engineer: skills");
    }

    [Fact]
    public async Task In_group_and_personal_chats_a_tip_is_a_message_and_questions_after_it_are_about_its_card()
    {
        await Ada.SayAsync("tips on about data engineer", Teams.Group);
        await Ada.SayAsync("tips on about data engineer");
        var personal = Teams.World.Personal(Ada);

        var tip = await TipOfAsync(23, Teams.Group);
        (await SettledAsync("2026-11-23", personal)).State.ShouldBe(TipDayState.Posted);

        tip.Conversation.ShouldBe(Teams.Group.Id);
        Teams.World.BotPosts[^1].Card!.Buttons.ShouldNotBeEmpty();
        (await Ben.SayAsync("and what skills does she need?", Teams.Group)).Card!.Read().ShouldContain("Data Engineer: skills");
    }

    [Fact]
    public async Task A_tips_buttons_open_its_card_lead_back_and_take_an_opinion_and_take_it_back()
    {
        await Ada.SayAsync("tips on", Channel);
        var tip = await TipOfAsync(23);

        var opened = (await Ben.PressAsync(tip.Card!, "Open the card")).Card!;
        opened.Read().ShouldContain("‹ Back");
        var back = (await Ben.PressAsync(opened, "‹ Back")).Card!;
        back.Read().ShouldBe(tip.Card!.Read());

        var voted = (await Ben.PressAsync(back, "Less like this")).Card!;
        voted.Read().ShouldContain("Thanks for saying so");
        voted.Buttons.ShouldNotContain(button => button.Title == "More like this");
        (await Bot.Store.Tips.VotesAsync(Bot.Tenant, Channel.Id, Cancellation)).Values.ShouldBe([-1]);
        await Ben.PressAsync(voted, "Take it back");
        (await Bot.Store.Tips.VotesAsync(Bot.Tenant, Channel.Id, Cancellation)).Values.Where(vote => vote != 0).ShouldBeEmpty();
        Teams.World.BotPosts.Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_that_was_lost_leaves_a_doubt_and_no_second_post()
    {
        await Ada.SayAsync("tips on", Channel);
        Teams.Faults.Next("create", Fault.ErrorAfter);

        await DawnAsync(23);
        var row = await SettledAsync("2026-11-23");

        row.State.ShouldBe(TipDayState.Doubtful);
        await TipOfAsync(24);
        Teams.Calls.All.Count(call => call.Method == "create").ShouldBe(2);
    }

    [Fact]
    public async Task Being_asked_to_wait_is_no_doubt()
    {
        await Ada.SayAsync("tips on", Channel);
        Teams.Faults.Next("create", Fault.RateLimited(1));

        (await TipOfAsync(23)).Card.ShouldNotBeNull();

        (await SettledAsync("2026-11-23")).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task Where_nothing_can_be_posted_the_owner_is_told_once_and_the_next_word_there_resumes_it()
    {
        await Ada.SayAsync("hello");
        await Ada.SayAsync("tips on", Channel);
        Channel.IsBlocked = true;

        var since = Teams.World.LastChange;
        await DawnAsync(23);
        var told = await NextInAsync(Teams.World.Personal(Ada), since);

        told.Card!.Read().ShouldContain("Tips have stopped");
        told.Card.Read().ShouldContain("ML platform");
        (await SettledAsync("2026-11-23")).State.ShouldBe(TipDayState.Failed);
        (await UntilAsync(async () => (await SubscriptionAsync()).Suspension))!.Reason.ShouldBe("MessageWritesBlocked");

        Channel.IsBlocked = false;
        await Ben.SayAsync("who owns model monitoring?", Channel);
        (await SubscriptionAsync()).Suspension.ShouldBeNull();
        await TipOfAsync(24);
        Teams.World.BotPosts.Count(post => post.Conversation == Teams.World.Personal(Ada).Id).ShouldBe(2);
    }

    [Fact]
    public async Task Removed_from_a_team_all_of_its_channels_stop_and_added_again_all_go_on()
    {
        var other = Teams.World.AddChannelBeside(Channel, "Data");
        await Ada.SayAsync("hello");
        await Ada.InstallAsync(Channel);
        await Ada.SayAsync("tips on", Channel);
        await Ada.SayAsync("tips on", other);

        other.HasBot = false;
        await Ben.SendRemoveAsync(Channel);
        await Bot.RestAsync();

        (await SubscriptionAsync()).Suspension!.Reason.ShouldBe("removed");
        (await SubscriptionAsync(other)).Suspension!.Reason.ShouldBe("removed");
        Teams.World.BotPosts.Count(post => post.Read().Contains("Tips have stopped", StringComparison.Ordinal)).ShouldBe(2);

        other.HasBot = true;
        (await Ben.InstallAsync(Channel)).Card!.Read().ShouldContain("I am back, and the tips go on");
        await Bot.RestAsync();
        (await SubscriptionAsync(other)).Suspension.ShouldBeNull();
        await TipOfAsync(23, other);
        (await SettledAsync("2026-11-23")).State.ShouldBe(TipDayState.Posted);
    }

    [Theory]
    [InlineData("teamArchived", "team_archived", "teamUnarchived")]
    [InlineData("channelDeleted", "channel_deleted", "channelRestored")]
    public async Task What_is_archived_or_deleted_stops_and_goes_on_when_it_is_brought_back(string ends, string reason, string begins)
    {
        await Ada.SayAsync("tips on", Channel);
        await Ben.SendHappenedAsync(Channel, ends);
        await Bot.RestAsync();
        (await SubscriptionAsync()).Suspension!.Reason.ShouldBe(reason);

        await Ben.SendHappenedAsync(Channel, begins);
        await Bot.RestAsync();

        (await SubscriptionAsync()).Suspension.ShouldBeNull();
        await TipOfAsync(23);
    }

    [Fact]
    public async Task After_a_restart_tips_go_on()
    {
        await Ada.SayAsync("tips on", Channel);
        await Bot.StopAsync();
        await Bot.StartAgainAsync();

        (await TipOfAsync(23)).Card.ShouldNotBeNull();
    }
}
