using System.Text.Json;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Conversing;

public sealed class ButtonTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_follow_up_in_a_channel_is_posted_below_for_all_with_who_opened_it_and_the_conversation_goes_on_from_there()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, alex, general) = (bot.Slack.Robin, bot.Slack.Admin, bot.Slack.General);
        var answer = await robin.MentionAsync(general, "who owns model monitoring?");
        var opened = await alex.PressAsync(answer, ActionIds.Open(0));
        opened.Message!.ThreadTs.ShouldBe(answer.ThreadTs);
        opened.Message.OnlyFor.ShouldBeNull();
        opened.Read().ShouldContain("Opened by");
        opened.Message.Mentions.ShouldHaveSingleItem().Target.ShouldBe(alex.Id);

        var about = opened.Message.Text.Split('\n')[0];
        var next = await robin.MentionAsync(general, "and what skills does she need?", answer.ThreadTs);
        next.Read().ShouldContain("Skills", Case.Insensitive, about);
    }

    [Fact]
    public async Task A_follow_up_in_a_direct_message_is_posted_where_its_button_stands()
    {
        await using var bot = await TalkingBot.StartAsync();
        var answer = await bot.Slack.Robin.DirectMessageAsync("who owns model monitoring?");
        var opened = await bot.Slack.Robin.PressAsync(answer, ActionIds.Open(0));
        opened.Message!.ThreadTs.ShouldBeNull();
        opened.Read().ShouldNotContain("Opened by");
    }

    [Fact]
    public async Task A_follow_up_of_a_private_answer_takes_its_place()
    {
        await using var bot = await TalkingBot.StartAsync();
        var answer = await bot.Slack.Robin.CommandAsync("/mlops who owns model monitoring?");
        answer.OnlyFor.ShouldBe(bot.Slack.Robin.Id);
        var opened = await bot.Slack.Robin.PressAsync(answer, ActionIds.Open(0));
        opened.Change.Kind.ShouldBe(ChangeKind.Updated);
        opened.Message!.Ts.ShouldBe(answer.Ts);
        opened.Message.OnlyFor.ShouldBe(bot.Slack.Robin.Id);
        opened.Read().ShouldNotBe(answer.Read());
    }

    [Fact]
    public async Task In_a_channel_of_private_answers_a_shared_answers_button_answers_privately()
    {
        await using var bot = await TalkingBot.StartAsync();
        var general = bot.Slack.General;
        var answer = await bot.Slack.Robin.MentionAsync(general, "who owns model monitoring?");
        await bot.Store.ChannelRules.SetAsync(TalkingBot.Acme, general.Id, new ChannelRule(AnswerPlace.Private, null, null), "U1", Cancellation);
        (await bot.Slack.Kim.PressAsync(answer, ActionIds.Open(0))).Message!.OnlyFor.ShouldBe(bot.Slack.Kim.Id);
    }

    [Fact]
    public async Task The_Home_tab_opens_a_card_in_a_modal_whose_buttons_change_the_modal()
    {
        await using var bot = await TalkingBot.StartAsync();
        var robin = bot.Slack.Robin;
        var home = await robin.OpenHomeAsync();
        home.Read().ShouldContain("Data Engineer");
        var modal = await robin.PressAsync(home, home.Controls.First(control => control.ActionId.StartsWith("home:", StringComparison.Ordinal)).Label);
        modal.Change.Kind.ShouldBe(ChangeKind.ModalOpened);
        var next = await robin.PressAsync(modal.View!, ActionIds.Open(0));
        next.Change.Kind.ShouldBe(ChangeKind.ModalUpdated);
        next.View!.Id.ShouldBe(modal.View!.Id);
        next.Read().ShouldNotBe(modal.Read());
    }

    [Fact]
    public async Task A_button_whose_card_has_changed_shows_it_as_it_is_now_and_says_so()
    {
        await using var bot = await TalkingBot.StartAsync();
        var old = await OldMessageAsync(bot, new ButtonValue("role:data-engineer", "k0", "0000", null).Write());
        var opened = await bot.Slack.Robin.PressAsync(old, "Old button");
        opened.Read().ShouldContain("This card has changed since");
        opened.Read().ShouldContain("Data Engineer");
    }

    [Fact]
    public async Task A_button_of_another_version_whose_card_is_the_same_says_nothing_about_it()
    {
        await using var bot = await TalkingBot.StartAsync();
        var old = await OldMessageAsync(bot, new ButtonValue("role:data-engineer", "k0", null, null).Write());
        (await bot.Slack.Robin.PressAsync(old, "Old button")).Read().ShouldNotContain("has changed");
    }

    [Fact]
    public async Task A_button_whose_card_is_gone_says_so_to_who_pressed_it_and_offers_the_roles()
    {
        await using var bot = await TalkingBot.StartAsync();
        var old = await OldMessageAsync(bot, new ButtonValue("role:webmaster", "k0", "0000", null).Write());
        var gone = await bot.Slack.Robin.PressAsync(old, "Old button");
        gone.Message!.OnlyFor.ShouldBe(bot.Slack.Robin.Id);
        gone.Read().ShouldContain("no longer in the knowledge");
        (await bot.Slack.Robin.PressAsync(gone.Message, "All roles")).Read().ShouldContain("Data Engineer");
    }

    [Theory]
    [InlineData("open:0", "made up")]
    [InlineData("open:0", "{\"x\":1}")]
    [InlineData("share", "")]
    [InlineData("thumb", "sideways{}")]
    [InlineData("why", "{}")]
    [InlineData("settings:undo", "|||")]
    [InlineData("of-another-app", "1")]
    public async Task A_value_that_is_not_ours_is_answered_politely_and_privately(string actionId, string value)
    {
        await using var bot = await TalkingBot.StartAsync();
        var old = await OldMessageAsync(bot, value, actionId);
        var said = await bot.Slack.Robin.PressAsync(old, "Old button");
        said.Message!.OnlyFor.ShouldBe(bot.Slack.Robin.Id);
        said.Read().ShouldStartWith("I cannot tell what that button stands for.");
        (await bot.QuietAsync()).Done.ShouldBe(1);
    }

    [Fact]
    public async Task A_window_that_Slack_would_not_open_any_more_is_asked_to_be_opened_again()
    {
        await using var bot = await TalkingBot.StartAsync();
        var robin = bot.Slack.Robin;
        var home = await robin.OpenHomeAsync();
        bot.Slack.Faults.Next("views.open", Fault.Error("expired_trigger_id"));
        await robin.SendPressAsync(home, home.Controls.First(control => control.ActionId.StartsWith("home:", StringComparison.Ordinal)).Label);
        await bot.QuietAsync();
        bot.Slack.World.BotPosts.ShouldHaveSingleItem().Read().ShouldContain("Please press again");

        var answer = await robin.MentionAsync(bot.Slack.General, "who owns model monitoring?");
        var thanks = await robin.PressAsync(answer, "positive_button");
        bot.Slack.Faults.Next("views.open", Fault.Error("expired_trigger_id"));
        (await robin.PressAsync(thanks.Message!, "Say why")).Read().ShouldContain("Please press again");
    }

    [Fact]
    public async Task A_thumb_is_stored_thanked_for_privately_changed_and_explained()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, kim) = (bot.Slack.Robin, bot.Slack.Kim);
        var answer = await robin.MentionAsync(bot.Slack.General, "who owns model monitoring?");
        await robin.PressAsync(answer, "positive_button");
        await kim.PressAsync(answer, "positive_button");
        var thanks = await robin.PressAsync(answer, "negative_button");
        thanks.Message!.OnlyFor.ShouldBe(robin.Id);

        var form = await robin.PressAsync(thanks.Message, "Say why");
        await robin.SendSubmitAsync(form.View!, (ActionIds.WhyText, "wrong team"));
        await bot.QuietAsync();
        var feedback = await bot.FeedbackAsync();
        feedback.Select(entry => (entry.UserId, entry.Thumb, entry.Text)).ShouldBe(
            [(robin.Id, Thumb.Down, "wrong team"), (kim.Id, Thumb.Up, null)]);
        feedback.Select(entry => entry.DeliveryId).Distinct().ShouldHaveSingleItem().ShouldBe(answer.DeliveryId);
        bot.Slack.World.BotPosts.Last().Read().ShouldStartWith("Thank you.");
        bot.Slack.World.BotPosts.Last().OnlyFor.ShouldBe(robin.Id);
    }

    [Fact]
    public async Task A_thumb_on_an_answer_to_the_command_makes_the_delivery_that_it_is_about()
    {
        await using var bot = await TalkingBot.StartAsync();
        var answer = await bot.Slack.Robin.CommandAsync("/mlops who owns model monitoring?");
        await bot.Slack.Robin.PressAsync(answer, "positive_button");
        var feedback = (await bot.FeedbackAsync()).ShouldHaveSingleItem();
        var delivery = (await bot.Store.Deliveries.FindAsync(TalkingBot.Acme, feedback.DeliveryId, Cancellation)).ShouldNotBeNull();
        delivery.State.ShouldBe(DeliveryState.Posted);
        delivery.Content.Target.ShouldContain("owner:model-monitoring");
    }

    [Fact]
    public async Task A_private_answer_is_shared_also_where_the_bot_is_no_member()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, random) = (bot.Slack.Robin, bot.Slack.Random);
        var answer = await robin.CommandAsync("/mlops who owns model monitoring?", random);
        await robin.SendPressAsync(answer, "Share to channel");
        await bot.QuietAsync();
        var shared = bot.Slack.World.Seen(bot.Slack.Kim, random).Where(message => message.IsFromBot).ShouldHaveSingleItem();
        shared.Read().ShouldContain("Shared by");

        // Its buttons work there too: what the bot cannot post, it says to who pressed.
        (await bot.Slack.Kim.PressAsync(shared, ActionIds.Open(0))).Message!.OnlyFor.ShouldBe(bot.Slack.Kim.Id);
    }

    [Fact]
    public async Task A_message_that_somebody_points_at_is_answered_privately_with_its_words_as_words()
    {
        await using var bot = await TalkingBot.StartAsync();
        var robin = bot.Slack.Robin;
        var written = await bot.Slack.Kim.SendSayAsync(bot.Slack.General, "@channel who owns model monitoring?");
        var seen = await robin.UseShortcutAsync(written.Message, Slack.Requests.Shortcuts.WhoOwnsThis);
        seen.Read().ShouldNotContain("I don't know");
        seen.Message!.OnlyFor.ShouldBe(robin.Id);
        seen.Read().ShouldContain("About “");
        seen.Read().ShouldContain("Monitoring and Observability Engineer");
        seen.Message.Mentions.ShouldBeEmpty();
        seen.Message.Controls.ShouldContain(control => control.Label == "Share to channel");
        (await bot.QuietAsync()).ShouldBe(new InboxCounts(0, 1, 0, 0, null));
    }

    [Fact]
    public async Task The_Messages_tab_offers_prompts_each_of_which_has_an_answer()
    {
        await using var bot = await TalkingBot.StartAsync();
        await bot.Slack.Robin.SendOpenAsync("messages");
        await bot.QuietAsync();
        var set = bot.Slack.Calls.Of("assistant.threads.setSuggestedPrompts").ShouldHaveSingleItem();
        set.Outcome.ShouldBe("ok");
        var prompts = JsonDocument.Parse(set.Arguments.Text("prompts")!).RootElement.EnumerateArray().Select(prompt => prompt.GetProperty("message").GetString()!).ToList();
        prompts.Count.ShouldBeInRange(2, 4);
        foreach (var prompt in prompts)
        {
            (await bot.Slack.Robin.DirectMessageAsync(prompt)).Read().ShouldNotContain("I don't know");
        }
    }

    private static Task<Message> OldMessageAsync(TalkingBot bot, string value, string actionId = "open:0")
        => OldMessages.PostAsync(bot, bot.Slack.General, "Old button", actionId, value);
}
