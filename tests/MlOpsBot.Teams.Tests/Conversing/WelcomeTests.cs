using MlOpsBot.Storage.Inbox;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Conversing;

public sealed class WelcomeTests : IAsyncLifetime
{
    private TeamsBot _bot = null!;

    private Person Robin => _bot.Teams.Robin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.StartAsync(new TeamsBotSettings { Teams = new FakeTeamsOptions { AnswerWithin = TimeSpan.FromSeconds(20) } });

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Whoever_installs_the_bot_is_welcomed_once_with_something_to_try()
    {
        var welcome = await Robin.InstallAsync();
        await Robin.SendInstallAsync();
        await _bot.RestAsync();
        _bot.Teams.World.BotPosts.ShouldHaveSingleItem();
        (await Robin.PressAsync(welcome.Card!, "Who owns")).Card.ShouldNotBeNull();
        (await _bot.Store.Inbox.ListAsync(EventState.Done, 10, Cancellation)).Count(status => status.Reason == "welcomed before").ShouldBe(3);
    }

    [Fact]
    public async Task What_else_can_be_asked_is_found_again_after_the_first_of_the_welcomes_buttons()
    {
        var welcome = await Robin.InstallAsync();
        var opened = await Robin.PressAsync(welcome.Card!, "Who owns");
        var back = await Robin.PressAsync(opened.Card!, "‹ Back");
        back.Card!.Buttons.Select(button => button.Title).ShouldContain(welcome.Card!.Buttons[0].Title);

        var inTeam = await Robin.InstallAsync(_bot.Teams.General);
        (await Robin.PressAsync(inTeam.Card!, "What can I ask?")).Card!.Buttons.ShouldNotContain(button => button.Title.StartsWith('‹'), "it would lead to itself");
    }

    [Fact]
    public async Task Among_several_people_the_welcome_is_short()
    {
        var personal = await Robin.InstallAsync();
        var group = await Robin.InstallAsync(_bot.Teams.Group);
        var team = await Robin.InstallAsync(_bot.Teams.General);
        group.Card!.Read().Length.ShouldBeLessThan(personal.Card!.Read().Length);
        team.Card!.Read().Length.ShouldBeLessThan(personal.Card!.Read().Length);
        team.Conversation.ShouldBe(_bot.Teams.General.Id);
    }

    [Fact]
    public async Task After_a_removal_nothing_is_kept_and_a_new_install_is_welcomed_again()
    {
        await Robin.InstallAsync(_bot.Teams.General);
        await Robin.SayAsync("who owns model monitoring?", _bot.Teams.General);
        await Robin.SendRemoveAsync(_bot.Teams.General);
        await _bot.RestAsync();
        (await _bot.Store.References.ListAsync(_bot.Tenant, 10, cancellation: Cancellation)).ShouldBeEmpty();

        await Robin.InstallAsync(_bot.Teams.General);
        await _bot.RestAsync();
        _bot.Teams.World.BotPosts.Count(post => post.Conversation == _bot.Teams.General.Id).ShouldBe(2);
        (await _bot.Store.References.ListAsync(_bot.Tenant, 10, cancellation: Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_welcome_that_was_refused_is_the_next_announcements()
    {
        _bot.Teams.Faults.Next("post", Fault.Error(403, "BotNotInConversationRoster"));
        await Robin.InstallAsync();
        await _bot.RestAsync();
        _bot.Teams.World.BotPosts.ShouldHaveSingleItem();
        (await _bot.Store.References.ListAsync(_bot.Tenant, 10, cancellation: Cancellation)).ShouldHaveSingleItem().Suspension.ShouldBeNull();
    }

    [Fact]
    public async Task A_welcome_in_doubt_is_not_said_again()
    {
        _bot.Teams.Faults.Next("post", Fault.ErrorAfter);
        await Robin.SendInstallAsync();
        await _bot.RestAsync();
        _bot.Teams.World.BotPosts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Where_to_write_is_known_after_a_restart()
    {
        await Robin.InstallAsync(_bot.Teams.Group);
        await _bot.StopAsync();
        await _bot.StartAgainAsync();
        (await _bot.Store.References.FindAsync(_bot.Tenant, _bot.Teams.Group.Id, Cancellation))!.Reference.ShouldContain(_bot.Teams.Group.Id);
    }
}
