using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Conversing;

public sealed class DispatchTests : IAsyncLifetime
{
    private const int Waiting = 3;

    private TeamsBot _bot = null!;

    private Person Robin => _bot.Teams.Robin;

    private TeamsChat Chat => _bot.Teams.World.Personal(Robin);

    private TeamsPlace Place => new(_bot.Tenant.Id, _bot.Teams.ServiceUrl, Chat.Id, ConversationKind.Personal, _bot.Teams.BotId);

    private TeamsActor Actor => new(Robin.Id);

    private WorkDispatcher Dispatcher => _bot.App.Services.GetRequiredService<WorkDispatcher>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.StartAsync(("QuestionsWaitingPerConversation", $"{Waiting}"));

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"of-tomorrow\"}")]
    [InlineData("{\"kind\":\"question\",\"actor\":7}")]
    public async Task What_cannot_be_read_is_given_up_and_the_next_goes_on(string payload)
    {
        await _bot.Store.Inbox.RecordAsync(new IncomingEvent(_bot.Tenant, "E1", "question", payload), Cancellation);
        (await Robin.SayAsync("who owns model monitoring?")).Read().ShouldContain("Monitoring");
        await _bot.RestAsync();
        (await ReasonsAsync(WorkState.GivenUp)).ShouldBe(["what was recorded cannot be read"]);
    }

    [Fact]
    public async Task Whoever_waits_is_told_when_the_last_attempt_has_failed_and_not_before()
    {
        CurrentAnswerer broken = () => throw new InvalidOperationException("a bug");
        var questions = ActivatorUtilities.CreateInstance<QuestionWork>(_bot.App.Services, broken);
        var dispatcher = ActivatorUtilities.CreateInstance<WorkDispatcher>(_bot.App.Services, questions);
        var claim = await ClaimAsync(new QuestionAsked(Place, Actor, "1", "who owns it?"), "E1");

        await Should.ThrowAsync<InvalidOperationException>(() => dispatcher.WorkAsync(claim with { Attempt = 9 }, Cancellation));
        _bot.Teams.World.BotPosts.ShouldBeEmpty();
        await Should.ThrowAsync<InvalidOperationException>(() => dispatcher.WorkAsync(claim with { Attempt = 10 }, Cancellation));
        var said = _bot.Teams.World.BotPosts.ShouldHaveSingleItem();
        (said.Conversation, said.ReplyToId, said.Text).ShouldBe((Chat.Id, "1", Notes.Failed.Text));
    }

    [Fact]
    public async Task A_question_of_long_ago_is_not_answered_out_of_the_blue_but_its_asker_told_so()
    {
        var asked = new QuestionAsked(Place, Actor, "1", "who owns model monitoring?");
        (await WorkAsync(asked, "E1", Punctuality.TooLate + TimeSpan.FromMinutes(1))).ShouldBe(WorkOutcome.DoneBecause("told to ask again: too late to be of use"));
        _bot.Teams.World.BotPosts.ShouldHaveSingleItem().Text.ShouldBe(Notes.Late.Text);

        (await WorkAsync(asked, "E2", Punctuality.TooLate - TimeSpan.FromMinutes(1))).ShouldBe(WorkOutcome.Done);
        _bot.Teams.World.BotPosts[^1].Card!.Read().ShouldContain("Monitoring");
    }

    [Fact]
    public async Task An_answer_that_was_begun_in_time_is_not_followed_by_second_thoughts()
    {
        var claim = await ClaimAsync(new QuestionAsked(Place, Actor, "1", "who owns model monitoring?"), "E1");
        _bot.Teams.Faults.Next("post", Fault.RateLimited(1));
        (await Dispatcher.WorkAsync(claim, Cancellation)).ShouldNotBe(WorkOutcome.Done);
        (await Dispatcher.WorkAsync(claim with { RecordedAt = claim.RecordedAt - Punctuality.TooLate - TimeSpan.FromMinutes(1) }, Cancellation)).ShouldBe(WorkOutcome.Done);
        _bot.Teams.World.BotPosts.ShouldHaveSingleItem().Card!.Read().ShouldContain("Monitoring");
    }

    [Fact]
    public async Task A_button_that_was_pressed_long_ago_opens_nothing_but_a_thumb_counts_however_late_it_is_heard()
    {
        var age = Punctuality.TooLate + TimeSpan.FromMinutes(1);
        var button = new ButtonValue("role:data-engineer", "k", null, NewDelivery.NewId());
        (await WorkAsync(new CardSubmitted(Place, Actor, "1", "0", new CardAction(CardVerbs.Open, button)), "E1", age)).ShouldBe(WorkOutcome.DoneBecause("too late to be of use"));
        _bot.Teams.World.BotPosts.ShouldBeEmpty();

        await WorkAsync(new CardSubmitted(Place, Actor, "2", "0", new CardAction(CardVerbs.Up, button)), "E2", age);
        var thumb = (await _bot.Store.Feedback.ListAsync(Place.Workspace, 10, Cancellation)).ShouldHaveSingleItem();
        (thumb.UserId, thumb.Thumb).ShouldBe((Robin.Id, Thumb.Up));
    }

    [Fact]
    public async Task Whoever_asks_in_a_channel_where_too_many_are_waiting_is_told_so_and_everybody_else_is_answered_once()
    {
        const int Questions = 12;
        _bot.Teams.Faults.Next("post", [.. Enumerable.Repeat(Fault.RateLimited(1), Waiting)]);
        await Task.WhenAll(Enumerable.Range(0, Questions).Select(_ => Robin.SendSayAsync("who owns model monitoring?", _bot.Teams.General)));
        await _bot.RestAsync();

        var posts = _bot.Teams.World.BotPosts;
        posts.Length.ShouldBe(Questions);
        posts.Select(post => post.Conversation).ShouldBeUnique();
        var told = posts.Where(post => post.Card is null).ToList();
        told.ShouldNotBeEmpty();
        told.ShouldAllBe(post => post.Text == Notes.Busy.Text);
        (await ReasonsAsync(WorkState.Done)).Count(reason => reason.StartsWith("told to ask again", StringComparison.Ordinal)).ShouldBe(told.Count);
    }

    [Fact]
    public async Task In_a_chat_where_questions_are_answered_one_after_the_other_nobody_is_told_to_ask_again()
    {
        _bot.Teams.Faults.Next("post", Fault.RateLimited(1));
        await Task.WhenAll(Enumerable.Range(0, Waiting * 2).Select(_ => Robin.SendSayAsync("who owns model monitoring?", _bot.Teams.Group)));
        await _bot.RestAsync();
        _bot.Teams.World.BotPosts.Length.ShouldBe(Waiting * 2);
        _bot.Teams.World.BotPosts.ShouldAllBe(post => post.Card != null);
    }

    private async Task<string[]> ReasonsAsync(WorkState state) => [.. (await _bot.Store.Inbox.ListAsync(state, 100, Cancellation)).Select(status => status.Reason ?? "")];

    private Task<ClaimedEvent> ClaimAsync(TeamsWork work, string id, TimeSpan age = default)
        => _bot.Store.ClaimAsideAsync(_bot.Tenant, id, JsonSerializer.Serialize(work, TeamsWorkJson.Default.TeamsWork), age);

    private async Task<WorkOutcome> WorkAsync(TeamsWork work, string id, TimeSpan age) => await Dispatcher.WorkAsync(await ClaimAsync(work, id, age), Cancellation);
}
