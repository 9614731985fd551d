using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Commands;

/// <summary>Taking changes back, changing at once, and the form.</summary>
public sealed class UndoTests : Desk
{
    [Fact]
    public async Task The_first_change_is_taken_back_to_nothing()
    {
        var on = await SayAsync(Ada, "on");
        Text(await PressAsync(Bob, on, "Undo")).ShouldBe(
            """
            # A tip a day
            @bob took back the last change, which @ada had made. Now tips are off in this channel.
            [Undo] [Switch tips on] [Choose when and what]
            (to all)
            """);
        (await SubscriptionAsync()).NextDue.ShouldBeNull();
    }

    [Fact]
    public async Task Taking_back_is_taken_back_too_with_whose_it_was()
    {
        await SayAsync(Ada, "on");
        var off = await SayAsync(Bob, "off");
        var back = await PressAsync(Ada, off, "Undo");
        Text(back).ShouldContain("@ada took back the last change, which @bob had made. Now tips come every weekday at 09:30");
        var subscription = await SubscriptionAsync();
        (subscription.Owner, subscription.NextDue).ShouldBe(("ada", new DateTimeOffset(2026, 3, 3, 8, 30, 0, TimeSpan.Zero)));
        Text(await PressAsync(Bob, back, "Undo")).ShouldContain("Now tips are off in this channel.");
    }

    [Fact]
    public async Task What_somebody_has_changed_since_is_not_undone_and_they_are_named()
    {
        var on = await SayAsync(Ada, "on");
        await SayAsync(Bob, "on 16:00");
        var refused = await PressAsync(Ada, on, "Undo");
        Text(refused).ShouldBe(
            """
            # Nothing changed
            Nothing was undone: @bob changed the tips since, on Mon 2 Mar, 10:00.
            This is how they are now: tips come every weekday at 16:00, Berlin time (Europe/Berlin), about everything.
            [Undo that change] [Status]
            """);
        (await SubscriptionAsync()).Version.ShouldBe(2);
        Text(await PressAsync(Ada, refused, "Undo that change")).ShouldContain("@ada took back the last change, which @bob had made. Now tips come every weekday at 09:30");
    }

    [Fact]
    public async Task Typed_it_takes_back_the_latest_change_whoever_made_it()
    {
        await SayAsync(Ada, "on");
        await SayAsync(Bob, "about governance");
        (await ReadAsync(Ada, "undo")).ShouldContain("which @bob had made. Now tips come every weekday at 09:30, Berlin time (Europe/Berlin), about everything.");
    }

    [Fact]
    public async Task Where_there_was_nothing_or_the_button_is_none_of_ours_nothing_is_undone()
    {
        (await ReadAsync(Ada, "undo")).ShouldContain("There are no tips in this channel, so there is nothing to undo.");
        await SayAsync(Ada, "on");
        var reply = await Tips.PressAsync(Ada, TipVerb.Undo, "77", Cancellation);
        Text(reply).ShouldContain("too long ago");
        reply.IsChange.ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_may_not_change_may_not_undo()
    {
        var on = await SayAsync(Ada, "on");
        Bob.Grant = TipGrant.Denied;
        Text(await PressAsync(Bob, on, "Undo")).ShouldStartWith("# Nothing changed\nOnly full members");
        (await SubscriptionAsync()).State.ShouldBe(TipState.On);
    }

    [Fact]
    public async Task Of_many_who_change_at_once_nobody_writes_over_another()
    {
        await SayAsync(Ada, "on");
        await Task.WhenAll(SayAsync(Ada, "on 16:00"), SayAsync(Bob, "about governance"), SayAsync(Ada, "on mon,wed"), SayAsync(Bob, "skip"));
        var subscription = await SubscriptionAsync();
        var plan = PlanJson.Read(subscription.Plan)!;
        plan.Schedule.ShouldBe(new TipSchedule(new LocalTime(16, 0), WeekDays.Monday | WeekDays.Wednesday, "Europe/Berlin"));
        plan.Topics.ShouldHaveSingleItem().Label.ShouldBe("governance");
        plan.Skipped.ShouldHaveSingleItem();
        subscription.Version.ShouldBe(5);
    }

    [Fact]
    public async Task The_form_is_filled_in_from_what_there_is_and_switches_on()
    {
        var form = await Tips.FormAsync(Ada, Cancellation);
        form.IsOn.ShouldBeFalse();
        form.Schedule.ShouldBe(new TipSchedule(new LocalTime(9, 30), WeekDays.Working, "Europe/Berlin"));
        form.Zones[0].ShouldBe("Europe/Berlin");
        form.Zones.Length.ShouldBeLessThanOrEqualTo(100);
        form.Choices.ShouldContain(("data-engineer", "Data Engineer"));
        form.Choices.Length.ShouldBeInRange(30, 100);
        var chosen = form with { Schedule = new TipSchedule(new LocalTime(8, 0), WeekDays.Friday, "Asia/Kolkata"), Topics = ["data-engineer", "no-such-card"] };
        Text(await Tips.SaveAsync(Ada, chosen, Cancellation)).ShouldContain("@ada switched the tips on: every Friday at 08:00, Kolkata time (Asia/Kolkata), about Data Engineer.");
        var again = await Tips.FormAsync(Bob, Cancellation);
        (again.IsOn, again.Version).ShouldBe((true, 1));
        again.Topics.ShouldBe(["data-engineer"]);
        again.Zones[..2].ShouldBe(["Asia/Kolkata", "Europe/Berlin"]);
    }

    [Fact]
    public async Task A_form_that_was_open_while_somebody_else_changed_the_tips_writes_over_nothing()
    {
        await SayAsync(Ada, "on");
        var form = await Tips.FormAsync(Ada, Cancellation);
        await SayAsync(Bob, "on 16:00");
        var reply = await Tips.SaveAsync(Ada, form with { Schedule = form.Schedule with { Days = WeekDays.All } }, Cancellation);
        Text(reply).ShouldStartWith("# Nothing changed\nNothing was saved: @bob changed the tips since, on Mon 2 Mar, 10:00.\n");
        reply.Buttons[0].Verb.ShouldBe(TipVerb.Form);
        (await SubscriptionAsync()).Version.ShouldBe(2);
    }

    [Theory]
    [InlineData(WeekDays.None, "Europe/Berlin", "Choose at least one")]
    [InlineData(WeekDays.Monday, "Mars/Olympus", "I know no time zone \"Mars/Olympus\"")]
    public async Task A_form_that_makes_no_schedule_says_what_is_missing(WeekDays days, string zone, string fault)
    {
        var form = await Tips.FormAsync(Ada, Cancellation);
        var reply = await Tips.SaveAsync(Ada, form with { Schedule = new TipSchedule(new LocalTime(8, 0), days, zone) }, Cancellation);
        Text(reply).ShouldContain(fault);
        reply.Buttons.ShouldContain(button => button.Verb == TipVerb.Form);
        (await Store.Tips.FindAsync(Here, "C1", Cancellation)).ShouldBeNull();
    }
}
