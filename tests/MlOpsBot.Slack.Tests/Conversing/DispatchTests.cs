using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Tests.Conversing;

public sealed class DispatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"of-tomorrow\"}")]
    [InlineData("{\"kind\":\"question\",\"actor\":7}")]
    public async Task What_cannot_be_read_is_given_up_and_the_next_goes_on(string payload)
    {
        await using var bot = await TalkingBot.StartAsync();
        await bot.Store.Inbox.RecordAsync(new IncomingEvent(TalkingBot.Acme, "E1", "question", payload), Cancellation);
        (await bot.Slack.Robin.MentionAsync(bot.Slack.General, "who owns model monitoring?")).Read().ShouldContain("Monitoring");
        (await bot.QuietAsync()).ShouldBe(new InboxCounts(0, 1, 1, 0, null));
        (await bot.ReasonsAsync(WorkState.GivenUp)).ShouldBe(["what was recorded cannot be read"]);
    }

    [Fact]
    public async Task Whoever_waits_is_told_when_the_last_attempt_has_failed_and_not_before()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, general) = (bot.Slack.Robin, bot.Slack.General);
        var work = new QuestionAsked(new SlackActor(robin.Id), general.Id, ChannelKind.Channel, "1.1", null, "who owns it?", IsMention: true);
        CurrentAnswerer broken = () => throw new InvalidOperationException("a bug");
        var questions = ActivatorUtilities.CreateInstance<QuestionWork>(bot.Services, broken);
        var dispatcher = ActivatorUtilities.CreateInstance<WorkDispatcher>(bot.Services, questions);

        var claim = await bot.Store.ClaimAsideAsync(TalkingBot.Acme, "E1", JsonSerializer.Serialize<SlackWork>(work, SlackWorkJson.Default.SlackWork));
        await Should.ThrowAsync<InvalidOperationException>(() => dispatcher.WorkAsync(claim with { Attempt = 9 }, Cancellation));
        bot.Slack.World.BotPosts.ShouldBeEmpty();
        await Should.ThrowAsync<InvalidOperationException>(() => dispatcher.WorkAsync(claim with { Attempt = 10 }, Cancellation));
        var said = bot.Slack.World.BotPosts.ShouldHaveSingleItem();
        said.OnlyFor.ShouldBe(robin.Id);
        said.Read().ShouldStartWith("Something went wrong on my side");
    }

    [Fact]
    public async Task What_was_asked_or_pressed_long_ago_is_not_answered_out_of_the_blue()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, general) = (bot.Slack.Robin, bot.Slack.General);
        var dispatcher = bot.Services.GetRequiredService<WorkDispatcher>();
        var pressed = new ButtonPressed(
            new SlackActor(robin.Id), ActionIds.Open(0), new ButtonValue("help", "k", null, null).Write(), "1.1", new SlackSurface(general.Id, "1.1", null, false, null, null, false), null, null);
        (await WorkAsync(pressed, "E1", TimeSpan.FromMinutes(31))).ShouldBe(WorkOutcome.DoneBecause("too late to be of use"));
        (await WorkAsync(new HomeOpened(new SlackActor(robin.Id)), "E2", TimeSpan.FromMinutes(31))).ShouldBe(WorkOutcome.DoneBecause("too late to be of use"));
        bot.Slack.World.BotPosts.ShouldBeEmpty();

        var asked = new QuestionAsked(new SlackActor(robin.Id), general.Id, ChannelKind.Channel, "1.1", null, "who owns model monitoring?", IsMention: true);
        (await WorkAsync(asked, "E3", TimeSpan.FromMinutes(11))).ShouldBe(WorkOutcome.DoneBecause("told to ask again: too late to be of use"));
        bot.Slack.World.BotPosts.ShouldHaveSingleItem().Read().ShouldStartWith("I could not get to your question in time");

        async Task<WorkOutcome> WorkAsync(SlackWork work, string id, TimeSpan age)
        {
            var claim = await bot.Store.ClaimAsideAsync(TalkingBot.Acme, id, JsonSerializer.Serialize(work, SlackWorkJson.Default.SlackWork), age);
            return await dispatcher.WorkAsync(claim, Cancellation);
        }
    }
}
