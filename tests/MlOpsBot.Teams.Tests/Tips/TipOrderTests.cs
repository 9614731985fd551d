using System.Text.Json.Nodes;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Teams.Tests.Tips;

/// <summary>Orders about tips, typed and by buttons, as those in the conversation see them.</summary>
public sealed class TipOrderTests : TippingTests
{
    private const string Administrator = "00000000-0000-4000-8000-0000000000ad";

    private protected override IReadOnlyList<(string Name, string Value)> Options => [("Administrators", Administrator)];

    [Fact]
    public async Task By_mention_in_a_channel_the_reply_in_the_thread_says_who_what_and_when_in_their_own_time()
    {
        var reply = await Ben.SayAsync("tips on", Channel);

        var text = reply.Card!.Read();
        text.ShouldContain("Ben");
        text.ShouldContain("09:30");
        text.ShouldContain("America/New_York");
        text.ShouldContain("Mon 23 Nov");
        reply.Conversation.ShouldStartWith(Channel.Id + ";messageid=");
        (await SubscriptionAsync()).Owner.ShouldBe(Ben.Id);
    }

    [Fact]
    public async Task In_a_personal_chat_there_are_tips_for_oneself()
    {
        (await Ada.SayAsync("tips on 8:00 mon,wed")).Card!.Read().ShouldContain("You ");
        (await SubscriptionAsync(Teams.World.Personal(Ada))).State.ShouldBe(TipState.On);
    }

    [Fact]
    public async Task A_change_by_a_button_is_shown_in_place_and_told_to_everybody_in_the_thread()
    {
        var on = await Ada.SayAsync("tips on", Channel);
        var since = Teams.World.LastChange;

        var answer = await Ben.PressAsync(on.Card!, "Undo");

        answer.Card!.Read().ShouldContain("Ben");
        var told = await Teams.NextAsync(on.Conversation, since);
        told.Card!.Read().ShouldContain("Ben");
        told.Card.Read().ShouldContain("Ada");
        (await SubscriptionAsync()).State.ShouldBe(TipState.Off);
    }

    [Fact]
    public async Task In_a_personal_chat_a_change_by_a_button_is_not_told_twice()
    {
        var on = await Ada.SayAsync("tips on");
        await Ada.PressAsync(on.Card!, "Undo");
        await Bot.RestAsync();

        Teams.World.BotPosts.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_button_that_was_pressed_twice_is_told_as_often_as_something_was_changed()
    {
        var on = await Ada.SayAsync("tips on", Channel);
        await Ben.PressAsync(on.Card!, "Undo");
        await Ben.PressAsync(on.Card!, "Undo");
        await Bot.RestAsync();

        (await SubscriptionAsync()).Version.ShouldBe(2);
        Teams.World.BotPosts.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_done_is_not_done_again_where_only_the_reply_was_put_off(bool byButton)
    {
        await Ada.SayAsync("tips on", Channel);
        var status = await Ada.SayAsync("tips", Channel);
        Teams.Faults.Next("post", Fault.RateLimited(1));

        var reply = byButton ? await Ada.SubmitAsync(status.Card!, "Skip the next") : await Ada.SayAsync("tips skip", Channel);

        reply.Card!.Read().ShouldContain("Mon 23 Nov");
        PlanJson.Read((await SubscriptionAsync()).Plan)!.Skipped.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Help_and_welcome_name_the_tips()
    {
        (await Ada.InstallAsync()).Card!.Read().ShouldContain("“tips on”: a role tip a day, in a channel or here.");
        (await Ada.SayAsync("help")).Card!.Read().ShouldContain("“tips on”: a role tip a day, in a channel or here.");
    }

    [Fact]
    public async Task An_older_client_gets_everything_in_messages()
    {
        var on = await Ada.SayAsync("tips on", Channel);
        var form = await Ben.SubmitAsync(on.Card!, "Change");
        form.Card!.Inputs.ShouldContain("time");

        var saved = await Ben.SubmitAsync(form.Card, "Save", ("time", "16:00"));

        saved.Card!.Read().ShouldContain("16:00");
        (await SubscriptionAsync()).Plan.ShouldContain("16:00");
    }

    [Fact]
    public async Task The_form_comes_filled_in_and_saves_what_was_chosen()
    {
        var on = await Ada.SayAsync("tips on 9:30 mon,tue Europe/Berlin", Channel);
        var form = (await Ada.PressAsync(on.Card!, "Change")).Card!;
        form.Read().ShouldContain("[x] Monday [x] Tuesday [ ] Wednesday");
        form.Read().ShouldContain("[09:30]");

        var saved = await Ada.PressAsync(form, "Save", ("days", "Tuesday"), ("weekend", "Sunday"), ("time", "07:45"), ("zone", "Asia/Kolkata"), ("topics", "data-engineer"));

        saved.Card!.Read().ShouldContain("07:45");
        var plan = (await SubscriptionAsync()).Plan;
        plan.ShouldContain("Asia/Kolkata");
        plan.ShouldContain("data-engineer");
    }

    [Theory]
    [InlineData("days", "", "No day was chosen")]
    [InlineData("time", "25:99", "could not read the time")]
    [InlineData("zone", "Mars/Olympus", "")]
    public async Task A_form_that_cannot_be_saved_says_why_and_changes_nothing(string input, string value, string says)
    {
        var on = await Ada.SayAsync("tips on", Channel);
        var form = (await Ada.PressAsync(on.Card!, "Change")).Card!;

        var answer = await Ada.PressAsync(form, "Save", (input, value));

        answer.Card!.Read().ShouldContain(says);
        (await SubscriptionAsync()).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Guests_and_people_of_other_tenants_change_nothing()
    {
        var guest = Teams.World.AddPerson("Gus", person => person with { IsGuest = true });
        var stranger = Teams.World.AddPerson("Stan", person => person with { TenantId = "99999999-0000-4000-8000-000000000000" });
        Channel.Members.AddRange([guest, stranger]);

        (await guest.SayAsync("tips on", Channel)).Card!.Read().ShouldNotContain("switched the tips");
        (await stranger.SayAsync("tips on", Channel)).Card!.Read().ShouldNotContain("switched the tips");

        (await Bot.Store.Tips.FindAsync(Bot.Tenant, Channel.Id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Where_administrators_alone_may_it_is_they_who_added_the_bot_and_who_made_the_subscription()
    {
        var admin = Teams.World.AddPerson("Root", person => person with { AadObjectId = Administrator });
        Channel.Members.Add(admin);
        await Kim.SendInstallAsync(Channel);
        (await Kim.SayAsync("tips access admins", Channel)).Card!.Read().ShouldNotContain("let only");
        (await admin.SayAsync("tips access admins", Channel)).Card!.Read().ShouldContain("let only");

        (await Ben.SayAsync("tips on", Channel)).Card!.Read().ShouldNotContain("switched the tips");
        (await Kim.SayAsync("tips on", Channel)).Card!.Read().ShouldContain("Kim");
        (await Ben.SayAsync("tips off", Channel)).Card!.Read().ShouldNotContain("switched the tips");
        (await admin.SayAsync("tips off", Channel)).Card!.Read().ShouldContain("Root");
    }

    [Fact]
    public async Task What_a_button_carries_is_not_believed_in()
    {
        var on = await Ada.SayAsync("tips on", Channel);
        JsonNode?[] forged =
        [
            new JsonObject { ["do"] = "explode", ["v"] = "" },
            new JsonObject { ["do"] = "save", ["v"] = "-1" },
            new JsonObject { ["do"] = "more", ["v"] = new string('x', 299) },
            new JsonObject { ["do"] = "order", ["v"] = new string('x', 5_000) },
            new JsonObject { ["do"] = 7 },
            null,
        ];
        foreach (var tip in forged)
        {
            var action = new JsonObject { ["type"] = "Action.Execute", ["verb"] = CardVerbs.Tips, ["data"] = new JsonObject { ["verb"] = CardVerbs.Tips, ["tip"] = tip } };
            var answer = await Ben.InvokeAsync(on.Conversation, "adaptiveCard/action", new JsonObject { ["action"] = action }, on.Id);
            answer.CheckCardAction();
        }

        (await SubscriptionAsync()).Version.ShouldBe(1);
        Bot.Log.Errors.ShouldBeEmpty();
    }

    private Person Kim => Teams.Kim;
}
