using System.Text.Json.Nodes;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Conversing;

public sealed class FeedbackTests : TalkingTests
{
    [Fact]
    public async Task Teams_own_thumbs_are_stored_for_the_message_that_they_stand_below()
    {
        var first = await AskAsync("who owns model monitoring?", Bot.Teams.General);
        await AskAsync("who owns data quality?");
        var rated = await Robin.RateAsync(first, isUp: false, "The team has moved.");
        (rated.Status, rated.Receipt.Body).ShouldBe((200, "{}"));

        var feedback = (await AllAsync()).ShouldHaveSingleItem();
        (feedback.UserId, feedback.Thumb, feedback.Text).ShouldBe((Robin.Id, Thumb.Down, "The team has moved."));
        var delivery = await Bot.Store.Deliveries.FindAsync(Bot.Tenant, feedback.DeliveryId, Cancellation);
        delivery!.Message.ShouldBe(first.Id);
        delivery.Content.Target.ShouldContain("owner:model-monitoring");
    }

    [Fact]
    public async Task A_thumb_without_a_word_is_stored_without_one_and_leaves_an_earlier_word_alone()
    {
        var answer = await AskAsync("who owns model monitoring?");
        await Robin.RateAsync(answer, isUp: true);
        (await AllAsync()).ShouldHaveSingleItem().Text.ShouldBeNull();
        await Robin.RateAsync(answer, isUp: true, "Quick.");
        await Robin.RateAsync(answer, isUp: true);
        (await AllAsync()).ShouldHaveSingleItem().Text.ShouldBe("Quick.");
    }

    [Fact]
    public async Task A_client_that_does_not_say_which_message_means_the_last_of_the_conversation()
    {
        await AskAsync("who owns data quality?");
        var last = await AskAsync("who owns model monitoring?");
        await SubmitAsync(last.Conversation, JsonValue.Create("very helpful"), replyTo: null);
        var feedback = (await AllAsync()).ShouldHaveSingleItem();
        feedback.Text.ShouldBe("very helpful");
        (await Bot.Store.Deliveries.FindAsync(Bot.Tenant, feedback.DeliveryId, Cancellation))!.Message.ShouldBe(last.Id);
    }

    [Fact]
    public async Task A_thumb_below_a_message_that_nobody_remembers_is_kept_all_the_same()
    {
        var answer = await AskAsync("who owns model monitoring?");
        await SubmitAsync(answer.Conversation, JsonValue.Create("fine"), replyTo: "1234567890123");
        await SubmitAsync(answer.Conversation, JsonValue.Create("fine"), replyTo: "1234567890123");
        var feedback = (await AllAsync()).ShouldHaveSingleItem();
        (await Bot.Store.Deliveries.FindAsync(Bot.Tenant, feedback.DeliveryId, Cancellation))!.Message.ShouldBe("1234567890123");

        await SubmitAsync(answer.Conversation, JsonValue.Create("of the last one"), replyTo: null);
        (await AllAsync()).Select(each => each.Text).ShouldContain("of the last one");
        (await AllAsync()).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("\"{\\\"feedbackText\\\":\\\"said\\\"}\"", "said")]
    [InlineData("{\"feedbackText\":\"said\"}", "said")]
    [InlineData("\"said\"", "said")]
    [InlineData("\"{not JSON\"", "{not JSON")]
    [InlineData("\"{\\\"other\\\":1}\"", null)]
    [InlineData("\"   \"", null)]
    [InlineData("7", null)]
    [InlineData("null", null)]
    public async Task Words_are_read_as_every_client_writes_them(string json, string? words)
    {
        var answer = await AskAsync("who owns model monitoring?");
        (await SubmitAsync(answer.Conversation, JsonNode.Parse(json), answer.Id)).Status.ShouldBe(200);
        (await AllAsync()).ShouldHaveSingleItem().Text.ShouldBe(words);
    }

    [Theory]
    [InlineData("""{"actionName":"feedback","actionValue":{"reaction":"love"}}""")]
    [InlineData("""{"actionName":"other","actionValue":{"reaction":"like"}}""")]
    [InlineData("""{"actionName":"feedback"}""")]
    [InlineData("""{"actionName":"feedback","actionValue":[]}""")]
    [InlineData("[]")]
    public async Task What_is_no_thumb_is_taken_and_forgotten(string value)
    {
        var answer = await AskAsync("who owns model monitoring?");
        var reply = await Robin.InvokeAsync(answer.Conversation, "message/submitAction", JsonNode.Parse(value)!, answer.Id);
        (reply.Status, reply.Receipt.Body).ShouldBe((200, "{}"));
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Half_a_character_is_no_word()
        => FeedbackPress.Read(System.Text.Json.JsonDocument.Parse("""{"actionName":"feedback","actionValue":{"reaction":"like","feedback":"\ud800"}}""").RootElement)
            .ShouldBe(new FeedbackPress.Said(IsUp: true, Text: null));

    /// <summary>Asks, and waits until the answer is on record too, as it is before anybody has read it.</summary>
    private async Task<Message> AskAsync(string text, TeamsChat? chat = null)
    {
        var answer = await Robin.SayAsync(text, chat);
        await Bot.RestAsync();
        return answer;
    }

    private Task<InvokeAnswer> SubmitAsync(string conversation, JsonNode? feedback, string? replyTo)
    {
        var value = new JsonObject
        {
            ["actionName"] = "feedback",
            ["actionValue"] = new JsonObject { ["reaction"] = "like", ["feedback"] = feedback },
        };
        return Robin.InvokeAsync(conversation, "message/submitAction", value, replyTo);
    }

    private async Task<System.Collections.Immutable.ImmutableArray<Feedback>> AllAsync() => await Bot.Store.Feedback.ListAsync(Bot.Tenant, 10, Cancellation);
}
