using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Tests.Rendering;

public sealed class SlackTextTests
{
    [Theory]
    [InlineData("who owns model monitoring?", "who owns model monitoring?")]
    [InlineData("<@U0BOT> who owns model monitoring?", "who owns model monitoring?")]
    [InlineData("<@U0BOT|mlopsbot> who owns it?", "who owns it?")]
    [InlineData("hey <@U0BOT>, who owns it?", "hey , who owns it?")]
    [InlineData("does <@U0000000009> own it?", "does  own it?")]
    [InlineData("does <@U0000000009|ada> own it?", "does @ada own it?")]
    [InlineData("see <#C0123456789|data-quality>", "see #data-quality")]
    [InlineData("see <#C0123456789>", "see #C0123456789")]
    [InlineData("see <https://example.com/a?b=1&amp;c=2|the &lt;page&gt;>", "see the <page>")]
    [InlineData("see <https://example.com/a?b=1&amp;c=2>", "see https://example.com/a?b=1&c=2")]
    [InlineData("<mailto:ada@example.com|ada@example.com>", "ada@example.com")]
    [InlineData("<!here> who?", "@here who?")]
    [InlineData("<!subteam^S0123|@data-team> who?", "@data-team who?")]
    [InlineData("<!date^1392734382^{date}|Feb 18>", "Feb 18")]
    [InlineData("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("a < b", "a < b")]
    [InlineData("<", "<")]
    [InlineData("<>", "")]
    [InlineData("<@>", "")]
    [InlineData("<|>", "")]
    [InlineData(">x<", ">x<")]
    [InlineData("", "")]
    public void A_question_is_what_was_typed(string slack, string typed) => SlackText.QuestionOf(slack, "U0BOT").ShouldBe(typed);

    [Theory]
    [InlineData("<@U0BOT> who?", false)]
    [InlineData("<@U0BOT|bot> who?", false)]
    [InlineData("ask <@U0000000009>", true)]
    [InlineData("<@U0BOT> ask <@U0000000009|ada>", true)]
    [InlineData("<!channel> hello", true)]
    [InlineData("<!subteam^S1> hello", true)]
    [InlineData("on <!date^1^{date}|Feb 18>", false)]
    [InlineData("see <#C1|data> and <https://example.com>", false)]
    [InlineData("a &lt;@U1&gt; b <", false)]
    public void A_mention_of_somebody_else_is_noticed(string slack, bool others) => SlackText.MentionsOthers(slack, "U0BOT").ShouldBe(others);

    [Fact]
    public void What_is_escaped_is_never_markup_and_comes_back_as_it_was()
    {
        var random = new Random(1);
        var pieces = new[] { "&", "<", ">", "&amp;", "&lt;", "<@U1>", "<!channel>", "a", " ", "|", "😀" };
        for (var i = 0; i < 10_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));

            var escaped = SlackText.Escape(text);

            escaped.IndexOfAny(['<', '>']).ShouldBe(-1);
            SlackText.Unescape(escaped).ShouldBe(text);
            SlackText.QuestionOf(escaped, "U0BOT").ShouldBe(text.Trim());
        }
    }

    [Fact]
    public void Any_text_can_be_read()
    {
        var random = new Random(2);
        const string Letters = "<>&|@#!^;a ";
        for (var i = 0; i < 100_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(16)).Select(_ => Letters[random.Next(Letters.Length)])]);

            SlackText.QuestionOf(text, i % 2 == 0 ? null : "a").Length.ShouldBeLessThanOrEqualTo(text.Length + 1);
            _ = SlackText.MentionsOthers(text, "a");
        }
    }
}
