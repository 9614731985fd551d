using System.Globalization;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Tests.Rendering;

public sealed class FitTests
{
    [Theory]
    [InlineData("who owns it", 11, "who owns it")]
    [InlineData("who owns it", 10, "who owns…")]
    [InlineData("who owns, it", 11, "who owns…")]
    [InlineData("who  owns it", 7, "who…")]
    [InlineData("monitoring", 6, "monit…")]
    [InlineData("ab", 2, "ab")]
    [InlineData("abc", 2, "a…")]
    [InlineData("", 5, "–")]
    [InlineData("   ", 5, "–")]
    public void Text_is_cut_at_a_word(string text, int most, string fitting) => Fit.Within(text, most).ShouldBe(fitting);

    [Fact]
    public void A_cut_is_never_within_a_character()
    {
        var text = string.Concat(Enumerable.Repeat("👩‍🔬👍🏽e\u0301🧪", 20));
        var whole = StringInfo.ParseCombiningCharacters(text).ToHashSet();
        for (var most = 10; most < text.Length; most++)
        {
            var fitting = Fit.Within(text, most);

            fitting.Length.ShouldBeLessThanOrEqualTo(most);
            fitting.ShouldEndWith("…");
            whole.ShouldContain(fitting.Length - 1, $"at {most}");
        }
    }

    [Fact]
    public void An_escape_is_never_cut_in_two()
    {
        for (var most = 8; most < 120; most++)
        {
            var fitting = SlackText.EscapedWithin("a & b <c> d && e <<f>> &&&&&&&&&&&&&&&&&&&&", most);

            fitting.Length.ShouldBeLessThanOrEqualTo(most);
            SlackText.Escape(SlackText.Unescape(fitting)).ShouldBe(fitting);
        }
    }

    [Fact]
    public void Any_text_fits_any_length()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(i % 2 == 0 ? 0x250 : 0x10000))]);
            var most = random.Next(2, 40);

            Fit.Within(text, most).Length.ShouldBeLessThanOrEqualTo(Math.Max(most, text.Length <= most ? text.Length : most));
            SlackText.EscapedWithin(text, most + 6).Length.ShouldBeLessThanOrEqualTo(most + 6);
        }
    }
}
