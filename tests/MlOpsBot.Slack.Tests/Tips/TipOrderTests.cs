using System.Collections.Immutable;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Commands;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Slack.Tests.Tips;

/// <summary>Orders about tips in every way that Slack has.</summary>
public sealed class TipOrderTests : TippingTests
{
    [Fact]
    public async Task By_command_tips_are_switched_on_in_ones_own_zone_everybody_is_told_by_whom_and_anybody_takes_it_back()
    {
        var said = await Robin.CommandAsync("/mlops tips on", General);

        said.OnlyFor.ShouldBeNull();
        said.Mentions.ShouldContain(mention => mention.Target == Robin.Id);
        said.Read().ShouldContain("every weekday at 09:30, Berlin time (Europe/Berlin)");
        said.Read().ShouldContain("Mon 23 Nov, 09:30; Tue 24 Nov, 09:30; Wed 25 Nov, 09:30");
        (await PlanAsync(General)).Schedule.ShouldBe(new TipSchedule(new LocalTime(9, 30), WeekDays.Working, "Europe/Berlin"));
        (await SubscriptionAsync(General))!.Owner.ShouldBe(Robin.Id);

        var undone = (await Kim.PressAsync(said, "Undo")).Message!;
        undone.OnlyFor.ShouldBeNull();
        undone.Mentions.Select(mention => mention.Target).ShouldBe([Kim.Id, Robin.Id], ignoreOrder: true);
        ((await SubscriptionAsync(General))?.State ?? TipState.Off).ShouldBe(TipState.Off);
        var audit = await Bot.Store.Audit.ListAsync(Acme, 10, Cancellation);
        audit.Select(entry => (entry.Actor, entry.Action)).ShouldBe([(Kim.Id, "tips"), (Robin.Id, "tips")]);
    }

    [Fact]
    public async Task What_changes_nothing_is_for_who_asked_alone_and_its_buttons_work_in_its_place()
    {
        await Robin.CommandAsync("/mlops tips on", General);
        var status = await Kim.CommandAsync("/mlops tips", General);
        status.OnlyFor.ShouldBe(Kim.Id);

        var preview = await Kim.PressAsync(status, "Next 30 days");
        preview.Change.Kind.ShouldBe(ChangeKind.Updated);
        preview.Message!.OnlyFor.ShouldBe(Kim.Id);
        preview.Read().ShouldContain("Mon 23 Nov, 09:30");

        var again = (await Kim.PressAsync(preview.Message!, "Status")).Message!;
        var since = Slack.World.LastChange;
        await Kim.SendPressAsync(again, "Switch off");
        await Bot.RestAsync();
        var told = Slack.World.Changes.Skip(since).Single(change => change.Kind == ChangeKind.Posted).Message!;
        told.OnlyFor.ShouldBeNull();
        told.Read().ShouldContain("switched the tips off");
        Slack.World.Changes.Skip(since).ShouldContain(change => change.Kind == ChangeKind.Deleted && change.Message!.Ts == again.Ts, "what it showed does not hold any more");
    }

    [Fact]
    public async Task By_mention_it_is_answered_in_the_thread_and_nobody_is_called_who_changed_nothing()
    {
        var on = await Robin.MentionAsync(General, "tips every monday and thursday at half past four");
        on.ThreadTs.ShouldNotBeNull();
        on.Read().ShouldContain("16:30");
        (await PlanAsync(General)).Schedule.ShouldBe(new TipSchedule(new LocalTime(16, 30), WeekDays.Monday | WeekDays.Thursday, "Europe/Berlin"));

        var status = await Kim.MentionAsync(General, "tips status");
        status.Read().ShouldContain("Switched on by: Robin");
        status.Mentions.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_a_direct_message_one_gets_tips_alone()
    {
        var direct = Slack.World.Direct(Slack.Robin);
        (await Robin.DirectMessageAsync("tips on 8:00 daily")).Read().ShouldContain("every day at 08:00");
        (await PlanAsync(direct)).Schedule.Days.ShouldBe(WeekDays.All);
        Clock.JumpTo(new DateTimeOffset(2026, 11, 21, 7, 1, 0, TimeSpan.Zero));
        (await SettledAsync(21, direct)).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task In_a_chat_between_others_nothing_is_switched_on_that_could_not_be_posted()
    {
        var chat = Slack.World.AddChannel(Slack.Acme, "robin-and-kim", PlaceKind.Direct, withBot: false, [Robin, Kim]);

        (await Robin.CommandAsync("/mlops tips on", chat)).Read().ShouldContain("I am not in it");
        (await SubscriptionAsync(chat)).ShouldBeNull();
    }

    [Fact]
    public async Task From_a_tip_one_gets_to_where_it_is_changed_or_stopped()
    {
        await Robin.CommandAsync("/mlops tips on", General);
        var status = (await Kim.PressAsync(await TipOfAsync(23), "Change or stop")).Message!;

        status.OnlyFor.ShouldBe(Kim.Id);
        status.Read().ShouldContain("Switch off");
    }

    [Fact]
    public async Task Help_and_the_home_tab_name_the_tips()
    {
        (await Robin.CommandAsync("/mlops help", General)).Read().ShouldContain("/mlops tips on: a role tip a day, in a channel or here.");
        (await Robin.OpenHomeAsync()).Read().ShouldContain("/mlops tips on: a role tip a day, in a channel or here.");
    }

    [Fact]
    public async Task The_form_opens_filled_in_and_what_was_chosen_in_it_is_told_to_all()
    {
        var status = await Robin.CommandAsync("/mlops tips", General);
        var form = (await Robin.PressAsync(status, "Choose when and what")).View!;
        form.Read().ShouldContain("(09:30)");
        form.Read().ShouldContain("[x] Friday [ ] Saturday");
        form.Read().ShouldContain("(Europe/Berlin)");

        var since = Slack.World.LastChange;
        await Robin.SendSubmitAsync(
            form, (ActionIds.TipsTime, "16:05"), (ActionIds.TipsDays, "tue,sat"), (ActionIds.TipsZone, "America/New_York"), (ActionIds.TipsTopics, "data-engineer,what-is-mlops"));
        await Bot.RestAsync();
        var told = Slack.World.Changes.Skip(since).Single(change => change.Kind == ChangeKind.Posted).Message!;
        told.OnlyFor.ShouldBeNull();
        told.Mentions.ShouldContain(mention => mention.Target == Robin.Id);
        var plan = await PlanAsync(General);
        plan.Schedule.ShouldBe(new TipSchedule(new LocalTime(16, 5), WeekDays.Tuesday | WeekDays.Saturday, "America/New_York"));
        plan.Topics.SelectMany(topic => topic.Cards).ShouldBe(["data-engineer", "what-is-mlops"], ignoreOrder: true);

        // The same form sent again comes from what is no longer so.
        since = Slack.World.LastChange;
        (await Robin.PressAsync(told, "Change")).View!.Read().ShouldContain("(16:05)");
        await Kim.SendSubmitAsync(form, (ActionIds.TipsTime, "07:00"));
        await Bot.RestAsync();
        (await PlanAsync(General)).Schedule.Time.ShouldBe(new LocalTime(16, 5));
    }

    [Fact]
    public async Task Guests_and_people_of_other_workspaces_change_nothing()
    {
        var refused = await Slack.Guest.CommandAsync("/mlops tips on", General);
        refused.OnlyFor.ShouldBe(Slack.Guest.Id);
        refused.Read().ShouldContain("Only full members");
        (await Slack.Stranger.CommandAsync("/mlops tips on", Slack.Shared)).Read().ShouldContain("Only full members");
        (await SubscriptionAsync(General)).ShouldBeNull();
        (await SubscriptionAsync(Slack.Shared)).ShouldBeNull();
    }

    [Fact]
    public async Task Where_administrators_decide_so_do_who_made_the_channel_and_who_switched_the_tips_on()
    {
        Slack.Shared.Creator = Kim.Id;
        (await Robin.CommandAsync("/mlops tips access admins", General)).Read().ShouldContain("Only administrators");
        (await Slack.Admin.CommandAsync("/mlops tips access admins", General)).OnlyFor.ShouldBeNull();

        (await Robin.CommandAsync("/mlops tips on", Slack.Shared)).Read().ShouldContain("only whoever made the channel");
        (await Kim.CommandAsync("/mlops tips on", Slack.Shared)).OnlyFor.ShouldBeNull();
        (await Robin.CommandAsync("/mlops tips off", Slack.Shared)).OnlyFor.ShouldBe(Robin.Id);

        Slack.Shared.Creator = null;
        (await Kim.CommandAsync("/mlops tips off", Slack.Shared)).OnlyFor.ShouldBeNull("hers is the subscription");
    }

    [Fact]
    public async Task Where_the_bot_is_not_it_says_how_to_invite_it_and_subscribes_nothing()
    {
        var said = await Robin.CommandAsync("/mlops tips on", Slack.Random);
        said.OnlyFor.ShouldBe(Robin.Id);
        said.Read().ShouldContain("/invite @mlopsbot");
        (await SubscriptionAsync(Slack.Random)).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_whose_answer_was_held_up_is_not_carried_out_again(bool press)
    {
        var on = await Robin.CommandAsync("/mlops tips on", General);
        var since = Slack.World.LastChange;
        Slack.Faults.Next("chat.postMessage", Fault.RateLimited(1), Fault.ServerError);
        _ = press ? (object)await Robin.SendPressAsync(on, "Undo") : await Robin.SendMentionAsync(General, "tips skip");
        await Bot.RestAsync();

        var told = Slack.World.Changes.Skip(since).Where(change => change.Message is { IsFromBot: true }).Select(change => change.Message!).ToImmutableArray();
        told.Length.ShouldBe(1);
        (await SubscriptionAsync(General))!.Version.ShouldBe(2);
        if (!press)
        {
            (await PlanAsync(General)).Skipped.ShouldBe([new LocalDate(2026, 11, 23)]);
            told[0].Read().ShouldContain("Tue 24 Nov");
        }
    }

    [Fact]
    public async Task A_command_that_takes_too_long_says_so_within_Slacks_three_seconds()
    {
        SlashAnswers.Patience.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        Slack.Faults.Next("users.info", Fault.Silence);
        var said = await Robin.CommandAsync("/mlops tips on", General);
        said.Read().ShouldContain("/mlops tips shows how things stand");
    }
}
