using System.Text.Json;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Schedules;
using NodaTime;
using Payloads = MlOpsBot.Slack.Tests.Rendering.Payloads;

namespace MlOpsBot.Slack.Tests.Tips;

/// <summary>Tips and their form, as Slack is sent them and as they come back.</summary>
public sealed class TipRenderingTests
{
    private static readonly Approved s_approved = new("MlOpsBot.Slack.Tests");

    [Fact]
    public void A_tip_the_form_and_a_change_are_as_approved()
    {
        var (answerer, knowledge) = (Bakery.Answerer, Bakery.Answerer.Knowledge);
        var tip = SampleTips.Post(knowledge, knowledge.Tips[0]);

        s_approved.Check("tip", Payloads.Json(TipMessages.Tip(tip, answerer, SampleAnswers.Delivery)));
        s_approved.Check("tip-late", Payloads.Json(TipMessages.Tip(tip with { Notice = "This one comes late: I was away at 09:30." }, answerer, SampleAnswers.Delivery)));
        s_approved.Check("tip-form", Payloads.Json(TipFormView.Of(SampleTips.Forms(knowledge).First(), SampleTips.Place)));
        s_approved.Check("tip-stopped", Payloads.Json(TipMessages.Stopped("C0123456789", "not_in_channel")));
        var replies = SampleTips.Replies(knowledge).ToList();
        s_approved.Check("tip-on", Payloads.Json(TipMessages.Reply(replies[0], answerer, SampleAnswers.Delivery)));
        s_approved.Check("tip-status", Payloads.Json(TipMessages.Reply(replies[1], answerer, SampleAnswers.Delivery)));
        s_approved.Check("tip-now", Payloads.Json(TipMessages.Reply(replies[2], answerer, SampleAnswers.Delivery)));
    }

    [Fact]
    public void Slack_as_the_tests_have_it_takes_every_payload_too()
    {
        foreach (var payload in SampleTips.Payloads(SampleAnswers.Shipped).Concat(SampleTips.Payloads(SyntheticKnowledge.LargeAnswerer)))
        {
            using var json = JsonDocument.Parse(payload.Json);
            var verdict = payload.IsView ? BlockJudge.OfView(json.RootElement, home: false) : BlockJudge.OfMessage(json.RootElement.GetProperty("blocks"));
            verdict.Findings.ShouldBeEmpty(payload.Name);
        }
    }

    [Fact]
    public void What_others_wrote_calls_nobody()
    {
        foreach (var payload in SampleTips.Payloads(Bakery.Answerer).Where(payload => payload.Json.Contains("<!channel>", StringComparison.Ordinal)))
        {
            payload.Json.ShouldNotContain("\"mrkdwn\"");
        }
    }

    [Theory]
    [InlineData(TipVerb.Order, "pause until 5 Jan")]
    [InlineData(TipVerb.Form, "")]
    [InlineData(TipVerb.Undo, "12")]
    [InlineData(TipVerb.More, "data-engineer")]
    [InlineData(TipVerb.Less, "-x-")]
    public void A_button_comes_back_as_it_was_made(TipVerb verb, string needs)
    {
        var button = TipButtons.Of(new TipButton("label", verb, needs), 3);

        button.Value.ShouldNotBeEmpty();
        TipButtons.TryRead(button.ActionId, button.Value, out var read, out var value).ShouldBeTrue();
        (read, value).ShouldBe((verb, needs));
    }

    [Theory]
    [InlineData("tip:", "x")]
    [InlineData("tip:burn:0", "x")]
    [InlineData("open:0", "x")]
    [InlineData("tip:order:0", "")]
    public void What_is_no_button_about_tips_is_not_read_as_one(string actionId, string value) => TipButtons.TryRead(actionId, value, out _, out _).ShouldBeFalse();

    [Fact]
    public void The_form_comes_back_as_it_was_filled_in()
    {
        foreach (var form in SampleTips.Forms(Bakery.Answerer.Knowledge))
        {
            var view = TipFormView.Of(form, SampleTips.Place);
            TipFormView.TryRead(Sent(view), out var read, out var place).ShouldBeTrue();

            place.ShouldBe(SampleTips.Place);
            read.Schedule.ShouldBe(form.Schedule);
            read.Version.ShouldBe(form.Version);
            read.Topics.ShouldBe(form.Topics.Intersect(form.Choices.Select(choice => choice.Slug)));
        }
    }

    [Fact]
    public void Every_day_and_every_minute_go_through_the_form()
    {
        var form = SampleTips.Forms(Bakery.Answerer.Knowledge).First();
        for (var days = 1; days <= (int)WeekDays.All; days++)
        {
            var schedule = form.Schedule with { Days = (WeekDays)days, Time = LocalTime.FromMinutesSinceMidnight(days * 11) };
            TipFormView.TryRead(Sent(TipFormView.Of(form with { Schedule = schedule }, SampleTips.Place)), out var read, out _).ShouldBeTrue();
            read.Schedule.ShouldBe(schedule);
        }
    }

    [Theory]
    [InlineData(ActionIds.TipsTime, "25:00")]
    [InlineData(ActionIds.TipsTime, "")]
    [InlineData(ActionIds.TipsDays, "")]
    [InlineData(ActionIds.TipsDays, "someday")]
    [InlineData(ActionIds.TipsZone, "")]
    public void A_form_that_nobody_can_have_filled_in_is_not_read(string field, string value)
    {
        var sent = Sent(TipFormView.Of(SampleTips.Forms(Bakery.Answerer.Knowledge).First(), SampleTips.Place));
        var values = new Dictionary<string, string>(sent.Values) { [field] = value };
        TipFormView.TryRead(sent with { Values = values }, out _, out _).ShouldBeFalse();
        TipFormView.TryRead(sent with { Metadata = "C1|x" }, out _, out _).ShouldBeFalse();
        TipFormView.TryRead(sent with { Metadata = "" }, out _, out _).ShouldBeFalse();
        TipFormView.TryRead(sent with { Metadata = "|1" }, out _, out _).ShouldBeFalse();
    }

    /// <summary>A form that is sent as it was shown.</summary>
    private static FormSubmitted Sent(SlackView view)
    {
        var values = new Dictionary<string, string>();
        foreach (var input in view.Blocks.OfType<InputBlock>())
        {
            values[input.Field.ActionId] = input.Field switch
            {
                TimePicker time => time.Chosen.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
                StaticSelect select => select.Chosen!.Value,
                MultiSelect several => string.Join(',', several.Chosen.Select(option => option.Value)),
                Checkboxes boxes => string.Join(',', boxes.Chosen.Select(option => option.Value)),
                _ => throw new InvalidOperationException(),
            };
        }

        return new FormSubmitted(new SlackActor(SampleTips.Person), view.CallbackId!, "V1", view.PrivateMetadata!, values);
    }
}
