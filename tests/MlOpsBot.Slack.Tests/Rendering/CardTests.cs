using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>What a reader finds on a card.</summary>
public sealed class CardTests
{
    private readonly AnswerRenderer _renderer = new();

    [Fact]
    public void Every_button_carries_the_messages_own_delivery_whether_kept_or_written_anew()
    {
        foreach (var delivery in new[] { "AAAAAAAAAAAAAAAAAAAAAA", "0123456789-_abcdefghij", "AAAAAAAAAAAAAAAAAAAAAA", "short" })
        {
            var json = Message("role:baker", new MessageSetting(delivery, Bakery.Answerer) { IsPrivate = true });

            var values = Values(json);
            values.Count.ShouldBeGreaterThan(6);
            values.ShouldAllBe(value => value.Delivery == delivery);
            values.ShouldAllBe(value => value.KnowledgeVersion == "000000000001" && value.Target != null && value.Fingerprint == Bakery.Answerer.Fingerprint(value.Target));
            json.ShouldNotContain("~");
        }
    }

    [Fact]
    public void A_kept_card_is_the_same_as_one_written_anew()
    {
        var first = Message("owner:sourdough-care", new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer));
        var second = Message("owner:sourdough-care", new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer));
        var anew = Message("owner:sourdough-care", new MessageSetting("another-delivery", Bakery.Answerer));

        second.ShouldBe(first);
        anew.Replace("another-delivery", SampleAnswers.Delivery, StringComparison.Ordinal).ShouldBe(first);
    }

    [Fact]
    public void A_card_that_somebody_altered_is_not_taken_for_the_kept_one()
    {
        var answer = Bakery.Answerer.Open("role:baker", SampleAnswers.Today)!;
        var setting = new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer);
        _renderer.Message(answer, setting);

        Payloads.Json(_renderer.Message(answer with { Title = "Another title" }, setting)).ShouldContain("Another title");
    }

    [Fact]
    public void People_are_mentioned_where_that_notifies_nobody()
    {
        Message("owner:sourdough-care", new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer)).ShouldNotContain("U0000000001");
        Message("owner:sourdough-care", new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer) { IsPrivate = true }).ShouldContain("""{"type":"user","user_id":"U0000000001"}""");
        Payloads.Json(HomeRenderer.Home(new HomeSetting(Bakery.Answerer, SampleAnswers.Today))).ShouldContain("""{"type":"user","user_id":"U0000000001"}""");
    }

    [Fact]
    public void A_private_card_can_be_shared_and_a_public_one_is_already()
    {
        Message("role:baker", new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer) { IsPrivate = true }).ShouldContain("\"share\"");
        Message("role:baker", new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer)).ShouldNotContain("\"share\"");
        var unknown = Bakery.Answerer.Ask(new Question("who repairs the bicycle?", SampleAnswers.Today));
        Payloads.Json(_renderer.Message(unknown, new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer) { IsPrivate = true })).ShouldNotContain("\"share\"");
    }

    [Fact]
    public void A_notification_begins_with_the_answer_and_ends_with_what_to_do()
    {
        var text = _renderer.Message(Bakery.Answerer.Open("owner:sourdough-care", SampleAnswers.Today)!, new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer)).Text;

        text.ShouldStartWith("The Bread Baker leads sourdough care, with support from the Stone Miller.\nAt Example &amp; Crumb: Sourdough care – Ada &lt;!channel&gt; Example");
        text.ShouldEndWith("Buttons below open: Bread Baker, Stone Miller, Compare Bread Baker with Stone Miller");
    }

    [Fact]
    public void What_does_not_fit_is_cut_from_the_end_and_said()
    {
        var answerer = SyntheticKnowledge.LargeAnswerer;

        var crowded = Payloads.Json(_renderer.Message(answerer.Open($"role:{SyntheticKnowledge.RoleSlug(0)}#responsibilities", SampleAnswers.Today)!, new MessageSetting(SampleAnswers.Delivery, answerer)));
        var list = Payloads.Json(_renderer.Message(answerer.Open("list:roles", SampleAnswers.Today)!, new MessageSetting(SampleAnswers.Delivery, answerer)));

        crowded.ShouldMatch("… and [0-9]+ more");
        list.ShouldMatch("… and [0-9]+ more");
        list.ShouldContain("Left out for want of room: ");
        list.ShouldContain("\"open:menu\"");
    }

    [Fact]
    public void A_stale_entry_says_so_on_the_card_and_at_home()
    {
        Message("role:baker", new MessageSetting(SampleAnswers.Delivery, Bakery.Answerer)).ShouldContain("⚠️ Stale: this entry was to be reviewed by 2026-01-31.");
        Payloads.Json(HomeRenderer.Home(new HomeSetting(Bakery.Answerer, SampleAnswers.Today))).ShouldContain("stale since 2026-01-31");
        Payloads.Json(HomeRenderer.Home(new HomeSetting(Bakery.Answerer, new DateOnly(2026, 1, 31)))).ShouldNotContain("stale since");
    }

    [Fact]
    public void A_home_tab_without_people_says_where_to_enter_them() =>
        Payloads.Json(HomeRenderer.Home(new HomeSetting(new Answerer(Bakery.With(organization: Organization.Empty)), SampleAnswers.Today))).ShouldContain("organization.yaml");

    [Fact]
    public void The_home_tab_tells_what_an_edit_changed()
    {
        var news = new KnowledgeNews(new ManualClock());
        news.Observe(Bakery.Answerer).ShouldBeNull();
        news.Observe(Bakery.Answerer).ShouldBeNull();
        var edited = new Answerer(Bakery.With("000000000002", role => role.Slug == "baker" ? role with { Name = "Master Baker" } : role));

        var change = news.Observe(edited).ShouldNotBeNull();
        var sameCards = news.Observe(new Answerer(Bakery.With("000000000003", role => role.Slug == "baker" ? role with { Name = "Master Baker" } : role)));

        change.Changed.ShouldBe(["baker"]);
        (change.Added.Length, change.Removed, change.On).ShouldBe((0, 0, new DateOnly(2026, 3, 2)));
        sameCards.ShouldBe(change);
        Payloads.Json(HomeRenderer.Home(new HomeSetting(edited, SampleAnswers.Today) { Change = change })).ShouldContain("Changed on 2026-03-02: ");
    }

    private string Message(string target, MessageSetting setting) => Payloads.Json(_renderer.Message(setting.Answerer.Open(target, SampleAnswers.Today)!, setting));

    /// <summary>What all buttons of a message carry; a menu's options carry no delivery.</summary>
    private static List<ButtonValue> Values(string json)
    {
        var values = new List<ButtonValue>();
        foreach (var text in JsonDocument.Parse(json).RootElement.GetProperty("blocks").EnumerateArray()
            .Where(block => block.GetProperty("type").GetString() is "actions" or "context_actions")
            .SelectMany(block => block.GetProperty("elements").EnumerateArray())
            .SelectMany(element => element.GetProperty("type").GetString() == "button" ? new[] { element } : [element.GetProperty("positive_button"), element.GetProperty("negative_button")])
            .Select(button => button.GetProperty("value").GetString()))
        {
            (ButtonValue.TryRead(text, out var value) || (ThumbValue.TryRead(text, out var thumb) && (value = thumb.Button) is not null)).ShouldBeTrue();
            values.Add(value!);
        }

        return values;
    }
}
