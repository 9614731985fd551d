using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage.Tips;

namespace MlOpsBot.Slack.Tests.Tips;

/// <summary>Tips at their hour, and what comes of them.</summary>
public sealed class TipPostingTests : TippingTests
{
    private const string On = "/mlops tips on about data engineering";

    [Fact]
    public async Task A_tip_comes_at_its_hour_opens_its_card_and_its_thread_is_about_it()
    {
        await Robin.CommandAsync(On, General);
        var tip = await TipOfAsync(23);
        tip.ThreadTs.ShouldBeNull();
        tip.Unfurls.ShouldBeFalse();
        tip.Mentions.ShouldBeEmpty();
        tip.Text.ShouldStartWith("Role tip: ");
        tip.Read().ShouldContain("Source");

        var card = (await Kim.PressAsync(tip, "Open Data Engineer")).Message!;
        card.ThreadTs.ShouldBe(tip.Ts);
        card.Read().ShouldContain("Data Engineer");

        // Hours later, before anybody has named a role there.
        await Robin.CommandAsync(On, Slack.Team);
        var other = await TipOfAsync(24, Slack.Team);
        Clock.Jump(TimeSpan.FromHours(30));
        (await Robin.MentionAsync(Slack.Team, "and what skills does she need?", other.Ts)).Read().ShouldContain("Data Engineer");

        (await Kim.PressAsync(tip, "More like this")).Message!.OnlyFor.ShouldBe(Kim.Id);
        (await Robin.PressAsync(tip, "Less like this")).Read().ShouldContain("Less like this");
        (await Bot.Store.Tips.VotesAsync(Acme, General.Id, Cancellation)).ShouldBe([KeyValuePair.Create("data-engineer", 0)]);
    }

    [Theory]
    [InlineData("answer lost")]
    [InlineData("error after")]
    [InlineData("error before")]
    [InlineData("rate limited")]
    public async Task A_tip_is_posted_once_whatever_becomes_of_the_call(string fault)
    {
        await Robin.CommandAsync(On, General);
        await Bot.RestAsync();
        Slack.Faults.Next("chat.postMessage", fault switch
        {
            "answer lost" => Fault.CutAfter,
            "error after" => Fault.ErrorAfter,
            "error before" => Fault.ServerError,
            _ => Fault.RateLimited(1),
        });
        var day = await DayAsync(23);
        day.State.ShouldBe(TipDayState.Posted);
        CountOf(day).ShouldBe(1);
        Slack.World.BotPosts.Single(message => message.DeliveryId == day.Delivery).Ts.ShouldBe(day.Message);
    }

    [Fact]
    public async Task A_doubt_that_Slack_does_not_let_us_look_into_stays_one_and_is_not_repeated()
    {
        await Robin.CommandAsync(On, General);
        await Bot.RestAsync();
        Slack.Faults.Next("chat.postMessage", Fault.ErrorAfter);
        Slack.Acme.Scopes.Remove("channels:history");
        var day = await DayAsync(23);
        day.State.ShouldBe(TipDayState.Doubtful);
        CountOf(day).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_channel_asks_about_comes_earlier_and_a_tip_is_no_question()
    {
        await Robin.MentionAsync(General, "what does a solution architect do?");
        await Robin.CommandAsync("/mlops tips on", General);
        var tip = await TipOfAsync(23);
        tip.Controls[0].Label.ShouldBe("Open Solution Architect");
        tip.Read().ShouldContain("came up here lately");
        (await TipOfAsync(24)).Controls[0].Label.ShouldNotBe("Open Solution Architect");
    }

    [Fact]
    public async Task Removed_without_a_word_it_is_noticed_with_the_next_tip_told_once_and_an_invitation_resumes_it()
    {
        await Robin.CommandAsync(On, General);
        await Bot.RestAsync();
        General.Members.Remove(Slack.Acme.BotUser);
        var day = await DayAsync(23);
        day.State.ShouldBe(TipDayState.Failed);
        day.Reason.ShouldBe("not_in_channel");
        (await SubscriptionAsync(General))!.Suspension!.Reason.ShouldBe("not_in_channel");
        await Bot.RestAsync();
        var told = Slack.World.Seen(Robin, Slack.World.Direct(Robin)).ShouldHaveSingleItem();
        told.Read().ShouldContain($"<#{General.Id}>");
        told.Read().ShouldContain("/invite");
        (await Robin.CommandAsync("/mlops tips", General)).Read().ShouldContain("suspended");

        // Nothing is even tried while it lasts.
        Clock.JumpTo(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var since = Slack.World.LastChange;
        await Kim.InviteBotAsync(General);
        await Bot.RestAsync();
        Slack.World.Changes.Skip(since).Single().Message!.Read().ShouldContain("go on");
        (await SubscriptionAsync(General))!.Suspension.ShouldBeNull();
        (await DayAsync(25)).State.ShouldBe(TipDayState.Posted);
        Slack.World.Seen(Robin, Slack.World.Direct(Robin)).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("restricted_action", true)]
    [InlineData("is_archived", true)]
    [InlineData("channel_not_found", true)]
    [InlineData("account_inactive", false)]
    [InlineData("invalid_auth", false)]
    [InlineData("an_error_that_nobody_knows", false)]
    public async Task What_is_about_the_channel_suspends_its_tips_and_what_is_about_the_token_or_unknown_costs_the_day(string code, bool suspends)
    {
        await Robin.CommandAsync(On, General);
        await Bot.RestAsync();
        Slack.Faults.Next("chat.postMessage", Fault.Error(code));
        var day = await DayAsync(23);
        day.State.ShouldBe(TipDayState.Failed);
        day.Reason.ShouldBe(code);
        (await SubscriptionAsync(General))!.Suspension?.Reason.ShouldBe(code);
        ((await SubscriptionAsync(General))!.Suspension is not null).ShouldBe(suspends);
        await Bot.RestAsync();
        Slack.World.Seen(Robin, Slack.World.Direct(Robin)).Length.ShouldBe(suspends ? 1 : 0);
    }

    [Fact]
    public async Task A_tip_whose_form_Slack_refuses_comes_in_words_alone()
    {
        await Robin.CommandAsync(On, General);
        await Bot.RestAsync();
        Slack.Faults.Next("chat.postMessage", Fault.Error("invalid_blocks"));
        var tip = await TipOfAsync(23);
        tip.Text.ShouldStartWith("Role tip: ");
        tip.Blocks.ShouldBeNull();
    }

    [Fact]
    public async Task Removed_from_the_channel_or_archived_it_stops_at_once_and_what_comes_late_changes_nothing()
    {
        await Robin.CommandAsync(On, General);
        await Kim.RemoveBotAsync(General);
        await Bot.RestAsync();
        (await SubscriptionAsync(General))!.Suspension!.Reason.ShouldBe("not_in_channel");
        await Kim.InviteBotAsync(General);
        await Bot.RestAsync();
        (await SubscriptionAsync(General))!.Suspension.ShouldBeNull();

        // Told again, and late: it is back by now.
        await Slack.SendOfChannelAsync(General, "channel_left");
        await Bot.RestAsync();
        (await SubscriptionAsync(General))!.Suspension.ShouldBeNull();

        await Kim.ArchiveAsync(General);
        await Bot.RestAsync();
        (await SubscriptionAsync(General))!.Suspension!.Reason.ShouldBe("is_archived");
        await Kim.ArchiveAsync(General, isArchived: false);
        await Bot.RestAsync();
        (await SubscriptionAsync(General))!.Suspension.ShouldBeNull();
        (await DayAsync(23)).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task People_who_come_and_go_and_channels_without_tips_are_nothing_to_it()
    {
        await Robin.CommandAsync(On, General);
        var since = Slack.World.LastChange;
        await Slack.SendOfChannelAsync(General, "member_joined_channel", inner => inner["user"] = Kim.Id);
        await Slack.SendOfChannelAsync(Slack.Team, "group_archive");
        await Bot.RestAsync();
        Slack.World.LastChange.ShouldBe(since);
        (await SubscriptionAsync(General))!.Suspension.ShouldBeNull();
    }

    [Fact]
    public async Task Where_an_older_install_may_not_ask_about_channels_a_mention_shows_that_it_is_back()
    {
        Slack.Acme.Scopes.RemoveWhere(scope => scope.EndsWith(":read", StringComparison.Ordinal) && scope is "channels:read" or "groups:read");
        (await Robin.CommandAsync(On, General)).OnlyFor.ShouldBeNull();
        General.Members.Remove(Slack.Acme.BotUser);
        (await DayAsync(23)).State.ShouldBe(TipDayState.Failed);
        General.Members.Add(Slack.Acme.BotUser);
        await Kim.MentionAsync(General, "who owns model monitoring?");
        await Bot.RestAsync();
        (await SubscriptionAsync(General))!.Suspension.ShouldBeNull();
        (await DayAsync(24)).State.ShouldBe(TipDayState.Posted);
    }
}
