using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Tests.Commands;

/// <summary>What people read when they give orders.</summary>
public sealed class OrderTests : Desk
{
    [Fact]
    public async Task Where_there_are_no_tips_one_is_told_how_to_begin()
        => (await ReadAsync(Ada, "")).ShouldBe(
            """
            # A tip a day
            There are no tips in this channel yet. Switched on, one short tip about who does what in ML operations comes every weekday at 09:30, Berlin time (Europe/Berlin). No tip comes twice before all 133 have come, and anybody can take a change back.
            [Switch tips on] [Choose when and what] [Show one now] [What can I say?]
            """);

    [Fact]
    public async Task Switching_on_says_back_what_was_understood_with_the_next_three_posts()
    {
        (await ReadAsync(Ada, "on 16:00 mon,wed,fri")).ShouldBe(
            """
            # A tip a day
            @ada switched the tips on: every Monday, Wednesday and Friday at 16:00, Berlin time (Europe/Berlin), about everything.
            *Next:* Mon 2 Mar, 16:00; Wed 4 Mar, 16:00; Fri 6 Mar, 16:00
            [Undo] [Change] [Next 30 days] [Status]
            (to all)
            """);
        var subscription = await SubscriptionAsync();
        subscription.State.ShouldBe(TipState.On);
        subscription.Owner.ShouldBe("ada");
        subscription.NextDue.ShouldBe(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("on")]
    [InlineData("every weekday at half past nine")]
    [InlineData("Please switch them on!")]
    [InlineData("start 9:30 weekdays Europe/Berlin")]
    [InlineData("turn on the tips at 9:30")]
    public async Task Natural_words_switch_them_on(string words)
    {
        (await SayAsync(Ada, words)).IsChange.ShouldBeTrue();
        var plan = PlanJson.Read((await SubscriptionAsync()).Plan)!;
        ScheduleWords.Say(plan.Schedule).ShouldBe("every weekday at 09:30, Berlin time (Europe/Berlin)");
    }

    [Theory]
    [InlineData("off")]
    [InlineData("stop")]
    [InlineData("Switch off")]
    [InlineData("turn them off please")]
    [InlineData("no more tips!")]
    [InlineData("stop posting these now")]
    public async Task Natural_words_switch_them_off(string words)
    {
        await SayAsync(Ada, "on");
        (await ReadAsync(Bob, words)).ShouldBe(
            """
            # A tip a day
            @bob switched the tips off.
            What was chosen is kept, in case you want them again.
            [Undo] [Switch tips on] [Choose when and what]
            (to all)
            """);
        (await SubscriptionAsync()).NextDue.ShouldBeNull();
    }

    [Fact]
    public async Task Only_what_is_said_is_changed()
    {
        await SayAsync(Ada, "on 16:00 mon,wed,fri about governance");
        (await ReadAsync(Bob, "on 8:00")).ShouldStartWith(
            """
            # A tip a day
            @bob changed the tips: every Monday, Wednesday and Friday at 08:00, Berlin time (Europe/Berlin), about governance.
            """);
        (await SubscriptionAsync()).Owner.ShouldBe("ada");
    }

    [Fact]
    public async Task What_is_so_already_changes_nothing_and_is_told_to_whoever_asked_alone()
    {
        await SayAsync(Ada, "on");
        var reply = await SayAsync(Bob, "on");
        Text(reply).ShouldStartWith("# A tip a day\nThere is nothing to change: tips come every weekday at 09:30, Berlin time (Europe/Berlin), about everything.");
        reply.IsChange.ShouldBeFalse();
        (await SubscriptionAsync()).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_zone_that_nobody_told_is_said_to_be_a_guess()
    {
        Ada.Zone = null;
        (await ReadAsync(Ada, "on")).ShouldContain("I could not see your time zone, so I took UTC. To change it, say for example: tips on Europe/Berlin");
    }

    [Fact]
    public async Task A_pause_says_when_tips_come_again_and_resuming_ends_it()
    {
        await SayAsync(Ada, "on");
        (await ReadAsync(Ada, "pause until 2026-03-20")).ShouldBe(
            """
            # A tip a day
            @ada paused the tips until Fri 20 Mar.
            *Next:* Fri 20 Mar, 09:30; Mon 23 Mar, 09:30; Tue 24 Mar, 09:30
            [Undo] [Resume] [Change] [Next 30 days] [Status]
            (to all)
            """);
        (await ReadAsync(Bob, "resume")).ShouldStartWith("# A tip a day\n@bob resumed the tips.\n*Next:* Tue 3 Mar, 09:30");
        (await ReadAsync(Bob, "pause")).ShouldStartWith("# A tip a day\n@bob paused the tips.\nNothing is posted until somebody resumes them.");
        (await ReadAsync(Bob, "resume")).ShouldContain("@bob resumed the tips.");
        (await ReadAsync(Bob, "resume")).ShouldContain("There is nothing to resume: tips come every weekday");
    }

    [Theory]
    [InlineData("pause until 20 Mar", "paused the tips until Fri 20 Mar")]
    [InlineData("stop for 2 weeks", "paused the tips until Mon 16 Mar")]
    [InlineData("resume on monday", "paused the tips until Mon 9 Mar")]
    [InlineData("off until 20 Mar please", "paused the tips until Fri 20 Mar")]
    [InlineData("skip friday", "left out the tip of Fri 6 Mar")]
    public async Task Days_are_named_as_people_name_them(string words, string did)
    {
        await SayAsync(Ada, "on");
        (await ReadAsync(Ada, words)).ShouldContain($"@ada {did}.");
    }

    [Fact]
    public async Task A_pause_whose_end_nobody_understands_changes_nothing_and_says_what_to_write()
    {
        await SayAsync(Ada, "on");
        var reply = await SayAsync(Ada, "pause until the cows come home");
        reply.IsChange.ShouldBeFalse();
        Text(reply).ShouldContain("the cows come home");
        reply.Buttons.Select(button => button.Label).ShouldBe(["Pause without an end", "Status"]);
        (await SubscriptionAsync()).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Skipping_leaves_out_the_next_day_and_the_one_after_that()
    {
        await SayAsync(Ada, "on");
        (await ReadAsync(Ada, "skip")).ShouldBe(
            """
            # A tip a day
            @ada left out the tip of Tue 3 Mar.
            *Next:* Wed 4 Mar, 09:30; Thu 5 Mar, 09:30; Fri 6 Mar, 09:30
            *Left out before:* Tue 3 Mar
            [Undo] [Change] [Next 30 days] [Status]
            (to all)
            """);
        (await ReadAsync(Ada, "skip the next one")).ShouldContain("@ada left out the tip of Wed 4 Mar.");
        (await ReadAsync(Ada, "skip 2026-03-04")).ShouldContain("Wed 4 Mar is left out already");
        (await ReadAsync(Ada, "skip 2026-03-07")).ShouldContain("No tip is to come on Sat 7 Mar, so there is none to skip.");
        (await ReadAsync(Ada, "undo")).ShouldContain("*Next:* Wed 4 Mar, 09:30");
    }

    [Fact]
    public async Task Topics_are_said_back_with_how_much_there_is_on_them()
    {
        await SayAsync(Ada, "on");
        (await ReadAsync(Ada, "about data engineering, governance")).ShouldContain(
            "@ada chose tips about data engineering and governance.\n11 of 133 tips are about that: Data Engineer, ");
        (await ReadAsync(Ada, "about everything")).ShouldContain("@ada chose tips about everything.\nThere are 133 tips.");
    }

    [Fact]
    public async Task Topics_that_nobody_knows_change_nothing_and_offer_what_is_near()
    {
        await SayAsync(Ada, "on");
        (await ReadAsync(Ada, "about bananas")).ShouldBe(
            """
            # I did not get that
            I have no tips about "bananas". Choose from what there is, or take everything.
            [Choose when and what] [Tips about everything]
            """);
        var reply = await SayAsync(Ada, "about goverance");
        Text(reply).ShouldContain("I have no tips about \"goverance\". Did you mean governance?");
        (await PressAsync(Ada, reply, "governance")).IsChange.ShouldBeTrue();
    }

    [Fact]
    public async Task Words_that_may_be_a_question_subscribe_nobody_unasked()
    {
        var reply = await SayAsync(Ada, "on governance");
        Text(reply).ShouldBe(
            """
            # Did you mean this?
            A tip a day about governance. Nothing is switched on yet.
            [Yes, switch them on] [Choose when and what]
            """);
        (await Store.Tips.FindAsync(Here, "C1", Cancellation)).ShouldBeNull();
        Text(await PressAsync(Ada, reply, "Yes, switch them on")).ShouldContain("about governance");
    }

    [Theory]
    [InlineData("on 25:99")]
    [InlineData("frobnicate")]
    [InlineData("on about bananas")]
    [InlineData("\u0000\uD800 ,,, about")]
    [InlineData("access everybody else")]
    public async Task What_is_not_understood_changes_nothing_and_has_a_way_on(string words)
    {
        var reply = await SayAsync(Ada, words);
        reply.IsChange.ShouldBeFalse();
        reply.Lines.ShouldNotBeEmpty();
        reply.Buttons.ShouldNotBeEmpty();
        (await Store.Tips.FindAsync(Here, "C1", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_may_not_is_told_who_may_and_nothing_changes()
    {
        Ada.Grant = TipGrant.Denied;
        (await ReadAsync(Ada, "on")).ShouldStartWith("# Nothing changed\nOnly full members who are in this channel may change its tips");
        Ada.Grant = TipGrant.Unknown;
        var reply = await SayAsync(Ada, "on 16:00");
        Text(reply).ShouldContain("I could not find out just now whether you may change the tips here. Please try again.");
        Ada.Grant = TipGrant.Granted;
        Text(await PressAsync(Ada, reply, "Try again")).ShouldContain("@ada switched the tips on: every weekday at 16:00");
    }

    [Fact]
    public async Task Where_nothing_can_be_posted_one_is_told_what_to_do_and_tries_again()
    {
        Ada.Obstacle = "Invite me first: /invite @mlopsbot";
        var reply = await SayAsync(Ada, "on 16:00");
        Text(reply).ShouldBe("# Nothing changed\nI cannot post here yet. Invite me first: /invite @mlopsbot\n[Try again]");
        Ada.Obstacle = null;
        Text(await PressAsync(Ada, reply, "Try again")).ShouldContain("at 16:00");
    }

    [Fact]
    public async Task Alone_with_the_bot_one_is_spoken_to()
    {
        var alone = Ada with { IsDirect = true, Channel = "D1" };
        (await ReadAsync(alone, "on")).ShouldContain("You switched the tips on: every weekday");
        (await ReadAsync(alone, "undo")).ShouldContain("You took back your last change. Now tips are off in this chat.");
    }
}
