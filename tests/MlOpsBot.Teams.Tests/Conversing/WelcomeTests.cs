using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Conversing;

public sealed class WelcomeTests : TalkingTests
{
    [Fact]
    public async Task Whoever_installs_theBot_is_welcomed_once_with_something_to_try()
    {
        var welcome = await Robin.InstallAsync();
        await Robin.SendInstallAsync();
        await Bot.RestAsync();
        Bot.Teams.World.BotPosts.ShouldHaveSingleItem();
        (await Robin.PressAsync(welcome.Card!, "Who owns")).Card.ShouldNotBeNull();
        (await Bot.Store.Inbox.ListAsync(WorkState.Done, 10, Cancellation)).Count(status => status.Reason == "welcomed before").ShouldBe(3);
    }

    [Fact]
    public async Task What_else_can_be_asked_is_found_again_after_the_first_of_the_welcomes_buttons()
    {
        var welcome = await Robin.InstallAsync();
        var opened = await Robin.PressAsync(welcome.Card!, "Who owns");
        var back = await Robin.PressAsync(opened.Card!, "‹ Back");
        back.Card!.Buttons.Select(button => button.Title).ShouldContain(welcome.Card!.Buttons[0].Title);

        var inTeam = await Robin.InstallAsync(Bot.Teams.General);
        (await Robin.PressAsync(inTeam.Card!, "What can I ask?")).Card!.Buttons.ShouldNotContain(button => button.Title.StartsWith('‹'), "it would lead to itself");
    }

    [Fact]
    public async Task Among_several_people_the_welcome_is_short()
    {
        var personal = await Robin.InstallAsync();
        var group = await Robin.InstallAsync(Bot.Teams.Group);
        var team = await Robin.InstallAsync(Bot.Teams.General);
        group.Card!.Read().Length.ShouldBeLessThan(personal.Card!.Read().Length);
        team.Card!.Read().Length.ShouldBeLessThan(personal.Card!.Read().Length);
        team.Conversation.ShouldBe(Bot.Teams.General.Id);
    }

    [Fact]
    public async Task After_a_removal_nothing_is_kept_and_a_new_install_is_welcomed_again()
    {
        await Robin.InstallAsync(Bot.Teams.General);
        await Robin.SayAsync("who owns model monitoring?", Bot.Teams.General);
        await Robin.SendRemoveAsync(Bot.Teams.General);
        await Bot.RestAsync();
        (await Bot.Store.References.ListAsync(Bot.Tenant, 10, cancellation: Cancellation)).ShouldBeEmpty();

        await Robin.InstallAsync(Bot.Teams.General);
        await Bot.RestAsync();
        Bot.Teams.World.BotPosts.Count(post => post.Conversation == Bot.Teams.General.Id).ShouldBe(2);
        (await Bot.Store.References.ListAsync(Bot.Tenant, 10, cancellation: Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_welcome_that_was_refused_is_the_next_announcements()
    {
        Bot.Teams.Faults.Next("post", Fault.Error(403, "BotNotInConversationRoster"));
        await Robin.InstallAsync();
        await Bot.RestAsync();
        Bot.Teams.World.BotPosts.ShouldHaveSingleItem();
        (await Bot.Store.References.ListAsync(Bot.Tenant, 10, cancellation: Cancellation)).ShouldHaveSingleItem().Suspension.ShouldBeNull();
    }

    [Fact]
    public async Task A_welcome_in_doubt_is_not_said_again()
    {
        Bot.Teams.Faults.Next("post", Fault.ErrorAfter);
        await Robin.SendInstallAsync();
        await Bot.RestAsync();
        Bot.Teams.World.BotPosts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Where_to_write_is_known_after_a_restart()
    {
        await Robin.InstallAsync(Bot.Teams.Group);
        await Bot.StopAsync();
        await Bot.StartAgainAsync();
        (await Bot.Store.References.FindAsync(Bot.Tenant, Bot.Teams.Group.Id, Cancellation))!.Reference.ShouldContain(Bot.Teams.Group.Id);
    }
}
