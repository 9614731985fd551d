using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>The judge of blocks is itself seen to refuse what Slack refuses.</summary>
public sealed class JudgeTests
{
    [Theory]
    [InlineData("""[{"type":"sparkles"}]""", "unsupported type: sparkles", "/blocks/0/type")]
    [InlineData("""[{"type":"divider","colour":"red"}]""", "invalid additional property: colour", "/blocks/0")]
    [InlineData("""[{"type":"section"}]""", "missing required field: text", "/blocks/0")]
    [InlineData("""[{"type":"section","text":{"type":"mrkdwn","text":""}}]""", "must be more than 0 characters", "/blocks/0/text/text")]
    [InlineData("""[{"type":"header","text":{"type":"mrkdwn","text":"no"}}]""", "must be plain_text", "/blocks/0/text/type")]
    [InlineData("""[{"type":"actions","elements":[]}]""", "no fewer than 1 items required", "/blocks/0/elements")]
    [InlineData("""[{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"a"},"action_id":"x"},{"type":"button","text":{"type":"plain_text","text":"b"},"action_id":"x"}]}]""", "`action_id` \"x\" already exists", "/blocks/0/elements/1/action_id")]
    [InlineData("""[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]""", "`block_id` \"a\" already exists", "/blocks/1/block_id")]
    [InlineData("""[{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"+"},"value":"u"}}]}]""", "missing required field: negative_button", "/blocks/0/elements/0")]
    [InlineData("""[{"type":"context_actions","elements":[{"type":"button","text":{"type":"plain_text","text":"+"}}]}]""", "unsupported type: button", "/blocks/0/elements/0/type")]
    [InlineData("""[{"type":"table","rows":[[{"type":"raw_text","text":"a"},{"type":"raw_text","text":"b"}],[{"type":"raw_text","text":"c"}]]}]""", "all rows must have the same number of cells", "/blocks/0/rows")]
    [InlineData("""[{"type":"table","rows":[[{"type":"raw_text","text":""}]]}]""", "must be more than 0 characters", "/blocks/0/rows/0/0/text")]
    [InlineData("""[{"type":"section","text":{"type":"plain_text","text":"a"},"accessory":{"type":"radio_buttons","action_id":"r","options":[{"text":{"type":"plain_text","text":"a"},"value":"1"}],"initial_option":{"text":{"type":"plain_text","text":"b"},"value":"1"}}}]""", "must be one of the options", "/blocks/0/accessory/initial_option")]
    [InlineData("""[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":""}]}]}]""", "must be more than 0 characters", "/blocks/0/elements/0/elements/0/text")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"timepicker","action_id":"t","initial_time":"24:00"}}]""", "must be HH:mm", "/blocks/0/element/initial_time")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"checkboxes","action_id":"c","options":[{"text":{"type":"plain_text","text":"a"},"value":"1"}],"initial_options":[]}}]""", "no fewer than 1 items required", "/blocks/0/element/initial_options")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"multi_static_select","action_id":"m","options":[{"text":{"type":"plain_text","text":"a"},"value":"1"}],"initial_options":[{"text":{"type":"plain_text","text":"b"},"value":"1"}]}}]""", "must be among the options", "/blocks/0/element/initial_options")]
    [InlineData("""[{"type":"actions","elements":[{"type":"timepicker","action_id":"t"}]}]""", "unsupported type: timepicker", "/blocks/0/elements/0/type")]
    public void What_Slack_refuses_is_refused_with_its_place(string blocks, string what, string where)
        => BlockJudge.OfMessage(Json(blocks)).Findings.ShouldContain($"[ERROR] {what} [json-pointer:{where}]");

    [Theory]
    [InlineData("section", 3000)]
    [InlineData("header", 150)]
    public void Texts_may_be_as_long_as_Slack_lets_them_and_not_longer(string type, int most)
    {
        Findings(most).ShouldBeEmpty();
        Findings(most + 1).ShouldBe([$"[ERROR] must be less than {most + 1} characters [json-pointer:/blocks/0/text/text]"]);

        IEnumerable<string> Findings(int length) => BlockJudge.OfMessage(
            Frozen.Of(new JsonArray(new JsonObject
            {
                ["type"] = type,
                ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = new string('x', length) },
            }))).Findings;
    }

    [Fact]
    public void A_message_has_fifty_blocks_and_views_a_hundred()
    {
        BlockJudge.OfMessage(Dividers(50)).Findings.ShouldBeEmpty();
        BlockJudge.OfMessage(Dividers(51)).Findings.ShouldBe(["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]);
        BlockJudge.OfView(Home(100), home: true).Findings.ShouldBeEmpty();
        BlockJudge.OfView(Home(101), home: true).Findings.ShouldBe(["[ERROR] no more than 100 items allowed [json-pointer:/blocks]"]);

        static JsonElement Dividers(int count) => Frozen.Of(new JsonArray([.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["type"] = "divider" })]));
        static JsonElement Home(int count) => Frozen.Of(new JsonObject { ["type"] = "home", ["blocks"] = MessageJson.Node(Dividers(count)) });
    }

    [Fact]
    public void A_modal_with_a_field_needs_a_button_that_sends_it_and_takes_no_table()
    {
        var view = Json("""
            {"type":"modal","title":{"type":"plain_text","text":"A title that is much too long"},"blocks":[
              {"type":"input","label":{"type":"plain_text","text":"Why"},"element":{"type":"plain_text_input"}},
              {"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}]}
            """);

        BlockJudge.OfView(view, home: false).Findings.ShouldBe(
        [
            "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
            "[ERROR] unsupported type: table [json-pointer:/blocks/1/type]",
            "[ERROR] submit is required when an input block is within the blocks array [json-pointer:/view/submit]",
        ]);
    }

    [Theory]
    [InlineData("""{"type":"mrkdwn","text":"hey <!channel>"}""", "Broadcast channel")]
    [InlineData("""{"type":"mrkdwn","text":"hey <@U123|sam>"}""", "User U123")]
    [InlineData("""{"type":"mrkdwn","text":"see <https://a.example|a>"}""", "Link https://a.example")]
    [InlineData("""{"type":"mrkdwn","text":"hey @here"}""", "Broadcast here")]
    [InlineData("""{"type":"mrkdwn","text":"hey @here","verbatim":true}""", "")]
    [InlineData("""{"type":"mrkdwn","text":"hey &lt;!channel&gt;"}""", "")]
    [InlineData("""{"type":"mrkdwn","text":"see https://a.example"}""", "Link https://a.example")]
    [InlineData("""{"type":"plain_text","text":"<!channel> @here https://a.example"}""", "")]
    public void What_a_message_would_mention_is_found(string text, string mention)
        => string.Join(", ", Mention.In("", Json($$"""[{"type":"section","text":{{text}}}]""")).Select(found => $"{found.Kind} {found.Target}")).ShouldBe(mention);

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
