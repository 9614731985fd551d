using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>What a reader finds on a card.</summary>
public sealed class CardTests
{
    private readonly CardRenderer _renderer = new();

    private static CardSetting Setting => new(Bakery.Answerer, SampleAnswers.Delivery);

    [Fact]
    public void Every_button_carries_the_messages_own_delivery_whether_kept_or_written_anew()
    {
        foreach (var delivery in new[] { "AAAAAAAAAAAAAAAAAAAAAA", "0123456789-_abcdefghij", "AAAAAAAAAAAAAAAAAAAAAA", "short" })
        {
            var json = Card("role:baker", Setting with { DeliveryId = delivery });

            var presses = Presses(json);
            presses.Count.ShouldBeGreaterThan(6);
            presses.ShouldAllBe(press => press.Button!.Delivery == delivery && press.Button.KnowledgeVersion == "000000000001");
            presses.ShouldAllBe(press => press.Button!.Target != null && press.Button.Fingerprint == Bakery.Answerer.Fingerprint(press.Button.Target));
            json.ShouldNotContain("~");
        }
    }

    [Fact]
    public void A_kept_card_is_the_same_as_one_written_anew()
    {
        var first = Card("owner:sourdough-care", Setting);
        var second = Card("owner:sourdough-care", Setting);
        var anew = Card("owner:sourdough-care", Setting with { DeliveryId = "another-delivery" });

        second.ShouldBe(first);
        anew.Replace("another-delivery", SampleAnswers.Delivery, StringComparison.Ordinal).ShouldBe(first);
        Card("owner:sourdough-care", Setting with { HasFeedbackLoop = true }).ShouldNotBe(first);
    }

    [Fact]
    public void A_card_that_somebody_altered_is_not_taken_for_the_kept_one()
    {
        var answer = Bakery.Answerer.Open("role:baker", SampleAnswers.Today)!;
        _renderer.Card(answer, Setting);

        Json(_renderer.Card(answer with { Title = "Another title" }, Setting)).ShouldContain("Another title");
    }

    [Fact]
    public void Thumbs_are_asked_for_once()
    {
        var answer = Bakery.Answerer.Open("role:baker", SampleAnswers.Today)!;
        var loop = _renderer.Message(answer, Setting with { HasFeedbackLoop = true });
        var own = _renderer.Message(answer, Setting);

        loop.AsksForFeedback.ShouldBeTrue();
        Json(loop.Card!).ShouldNotContain("Helpful");
        own.AsksForFeedback.ShouldBeFalse();
        Json(own.Card!).ShouldContain("Helpful");
        Presses(Json(own.Card!)).Where(press => press.Verb is CardVerbs.Up or CardVerbs.Down).ShouldAllBe(press => press.Button!.Target == "role:baker");
        _renderer.Message(Bakery.Answerer.Open("help", SampleAnswers.Today)!, Setting with { HasFeedbackLoop = true }).AsksForFeedback.ShouldBeFalse();
    }

    [Fact]
    public void Whoever_opens_card_after_card_can_go_back_step_by_step()
    {
        var first = Presses(Card("list:roles", Setting)).First(press => press.Button!.Target == "role:baker");
        var second = Presses(Card("role:baker", Setting with { Place = CardPlace.InPlace, Back = first.Back })).First(press => press.Button!.Target == "role:baker#skills");
        var third = Presses(Card("role:baker#skills", Setting with { Place = CardPlace.InPlace, Back = second.Back }));

        var back = third.Single(press => press.Back == "list:roles");
        back.Button!.Target.ShouldBe("role:baker");
        var before = Presses(Card("role:baker", Setting with { Place = CardPlace.InPlace, Back = back.Back }));
        before.ShouldContain(press => press.Button!.Target == "list:roles" && press.Back == null);
        Card("list:roles", Setting with { Place = CardPlace.InPlace, Back = null }).ShouldNotContain("‹ Back");
    }

    [Fact]
    public void People_with_an_address_can_be_written_to_and_others_are_named()
    {
        var json = Json(_renderer.Card(SampleOrganization.Answerer.Open("owner:model-monitoring", SampleAnswers.Today)!, new CardSetting(SampleOrganization.Answerer, null)));

        json.ShouldContain("""{"type":"Action.OpenUrl","title":"Chat with Ada Example","url":"https://teams.microsoft.com/l/chat/0/0?users=ada%40example.com"}""");
        json.ShouldContain("""{"type":"TextRun","text":"Cleo Sample"}""");
        json.ShouldContain("Chat with deputy Ben Example");
    }

    [Theory]
    [InlineData("ada@example.com", "https://teams.microsoft.com/l/chat/0/0?users=ada%40example.com")]
    [InlineData("ada+ml@example.com&message=pay", "https://teams.microsoft.com/l/chat/0/0?users=ada%2Bml%40example.com%26message%3Dpay")]
    [InlineData("ada@example.com,eve@example.com", null)]
    [InlineData("ada", null)]
    [InlineData("@example.com", null)]
    [InlineData("ada@", null)]
    [InlineData("ada lovelace@example.com", null)]
    [InlineData(null, null)]
    public void An_address_leads_to_a_chat_with_that_person_alone(string? address, string? link) =>
        ChatLink.To(new Person("Ada", address, null), TeamsCloud.Public).ShouldBe(link);

    [Fact]
    public void Half_a_character_is_no_address() => ChatLink.To(new Person("Ada", "a@" + (char)0xD800, null), TeamsCloud.Public).ShouldBeNull();

    [Fact]
    public void Each_cloud_has_its_own_chats()
    {
        ChatLink.To(new Person("Ada", "ada@example.com", null), TeamsCloud.UsGovernment)!.ShouldStartWith("https://gov.teams.microsoft.us/");
        ChatLink.To(new Person("Ada", "ada@example.com", null), TeamsCloud.UsDefense)!.ShouldStartWith("https://dod.teams.microsoft.us/");
    }

    [Fact]
    public void A_stale_entry_stands_out()
    {
        Card("role:baker", Setting).ShouldContain("""{"type":"Container","style":"warning","items":[{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"⚠️ Stale: this entry was to be reviewed by 2026-01-31.""");
        Card("owner:sourdough-care", Setting).ShouldNotContain("warning");
    }

    [Fact]
    public void A_notification_begins_with_the_answer_and_says_whom_to_ask() =>
        _renderer.Message(Bakery.Answerer.Open("owner:sourdough-care", SampleAnswers.Today)!, Setting).Summary
            .ShouldStartWith("The Bread Baker leads sourdough care, with support from the Stone Miller. At Example & Crumb: Sourdough care – Ada <!channel> Example");

    [Fact]
    public void What_does_not_fit_is_cut_from_the_end_and_said()
    {
        var answerer = SyntheticKnowledge.LargeAnswerer;
        var setting = new CardSetting(answerer, SampleAnswers.Delivery);

        var crowded = Json(_renderer.Card(answerer.Open($"role:{SyntheticKnowledge.RoleSlug(0)}#responsibilities", SampleAnswers.Today)!, setting));
        var list = Json(_renderer.Card(answerer.Open("list:roles", SampleAnswers.Today)!, setting));

        crowded.ShouldMatch("… and [0-9]+ more");
        list.ShouldMatch("… and [0-9]+ more");
        list.ShouldContain("Left out for want of room: ");
        list.ShouldMatch("the first [0-9]+ of [0-9]+: ask me for the others by name");
    }

    [Fact]
    public void In_a_dialog_there_is_no_other_button_than_submit_and_one_that_puts_the_card_into_the_message()
    {
        var json = Card("role:baker", new CardSetting(Bakery.Answerer, null) { Place = CardPlace.Dialog });

        json.ShouldNotContain("Action.Execute");
        Presses(json).ShouldContain(press => press.Verb == CardVerbs.Insert && press.Button!.Target == "role:baker");
    }

    [Fact]
    public void The_menu_of_a_list_opens_what_is_chosen()
    {
        var json = Card("list:roles", new CardSetting(SampleAnswers.Shipped, SampleAnswers.Delivery), SampleAnswers.Shipped);
        json.ShouldContain("""{"title":"Data Engineer","value":"role:data-engineer"}""");
        var open = Elements(JsonDocument.Parse(json).RootElement).Last(element => Text(element, "type") == "Action.Execute" && Text(element, "title") == "Open");

        var data = open.GetProperty("data").GetRawText();
        CardActionJson.TryRead(JsonDocument.Parse(data[..^1] + ",\"choice\":\"role:data-engineer\"}").RootElement, "open", out var action).ShouldBeTrue();

        action.Button!.Target.ShouldBe("role:data-engineer");
        action.Back.ShouldBe("list:roles");
    }

    [Fact]
    public void A_card_that_is_gone_leads_to_what_is_nearest()
    {
        Presses(Json(Notes.Gone(Bakery.Answerer, "role:bread-bakers", SampleAnswers.Today).Card!)).Select(press => press.Button!.Target).ShouldBe(["role:baker", "list:roles", "help"]);
        Presses(Json(Notes.Gone(Bakery.Answerer, null, SampleAnswers.Today).Card!)).Select(press => press.Button!.Target).ShouldBe(["list:roles", "help"]);
    }

    [Fact]
    public void What_others_wrote_never_becomes_markup()
    {
        var ugly = new Answer
        {
            Kind = AnswerKind.Role,
            Title = "# **A** _b_ [c](https://example.com) <at>d</at> `e` ~f~ {{DATE(2026-01-01T00:00:00Z)}}",
            Lead = "{{DATE(2026-01-01T00:00:00Z,SHORT)}} \u202e reversed\r\n- item",
            Blocks = [new AnswerBlock("1. not a list", [new AnswerLine("**bold**", null, "- [x](y)", [])]), new AnswerBlock("+ nor this", [new AnswerLine("z", null, null, [])])],
            Text = "x",
            KnowledgeVersion = "1",
        };

        var json = Json(_renderer.Card(ugly, Setting));
        var texts = Elements(JsonDocument.Parse(json).RootElement).Where(element => Text(element, "type") is "TextBlock" or "TextRun").Select(element => (Text(element, "type")!, Text(element, "text")!)).ToList();

        texts.ShouldContain(("TextBlock", "#\u00A0" + @"\*\*A\*\* \_b\_ \[c\](https://example.com) \<at\>d\</at\> \`e\` \~f\~ {" + "\u200B{DATE(2026-01-01T00:00:00Z)}}"));
        texts.ShouldContain(("TextRun", "{\u200B{DATE(2026-01-01T00:00:00Z,SHORT)}}  reversed  - item"));
        texts.ShouldContain(("TextBlock", "1.\u00A0not a list"));
        texts.ShouldContain(("TextBlock", "+\u00A0nor this"));
        texts.ShouldContain(("TextRun", "- [x](y)"));
    }

    private string Card(string target, CardSetting setting, Answerer? answerer = null) => Json(_renderer.Card((answerer ?? Bakery.Answerer).Open(target, SampleAnswers.Today)!, setting));

    private static string Json(AdaptiveCard card) => Payload.Json(writer => ActivityJson.WriteCard(writer, card));

    /// <summary>What all buttons of a card carry, in order.</summary>
    private static List<CardAction> Presses(string card) =>
        [.. Elements(JsonDocument.Parse(card).RootElement).Where(element => Text(element, "type") is "Action.Execute" || (Text(element, "type") == "Action.Submit" && !card.Contains("Action.Execute", StringComparison.Ordinal)))
            .Select(element => CardActionJson.TryRead(element.GetProperty("data"), Text(element, "verb"), out var action) ? action : throw new InvalidOperationException(element.GetRawText()))];

    private static IEnumerable<JsonElement> Elements(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member => Elements(member.Value)).Prepend(node),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Elements),
        _ => [],
    };

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
