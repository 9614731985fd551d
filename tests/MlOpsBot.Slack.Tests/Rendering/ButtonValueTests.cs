using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Rendering;

public sealed class ButtonValueTests
{
    [Fact]
    public void A_button_carries_ids_in_compact_json() =>
        new ButtonValue("role:data-engineer", "0123456789ab", "abcd-_12", SampleAnswers.Delivery).Write()
            .ShouldBe("""{"t":"role:data-engineer","k":"0123456789ab","f":"abcd-_12","d":"AAAAAAAAAAAAAAAAAAAAAA"}""");

    [Fact]
    public void What_a_button_carries_is_read_as_it_was_written()
    {
        ButtonValue[] values =
        [
            new("role:data-engineer", "0123456789ab", "abcd-_12", SampleAnswers.Delivery),
            new(null, "0123456789ab", null, null),
            new("role:\"quoted\"\\ é 😀 <b>", "v", "f", "d"),
        ];
        foreach (var value in values)
        {
            ButtonValue.TryRead(value.Write(), out var read).ShouldBeTrue();
            read.ShouldBe(value);
            ThumbValue.TryRead(new ThumbValue(true, value).Write(), out var thumb).ShouldBeTrue();
            thumb.ShouldBe(new ThumbValue(true, value));
            ThumbValue.TryRead(new ThumbValue(false, value).Write(), out thumb).ShouldBeTrue();
            thumb.ShouldBe(new ThumbValue(false, value));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("role:data-engineer")]
    [InlineData("""{"k":1}""")]
    [InlineData("""{"k":null}""")]
    [InlineData("""{"k":"v","t":{}}""")]
    [InlineData("""{"k":"v","d":[[[[[[]]]]]]}""")]
    [InlineData("""{"k":"\ud800"}""")]
    [InlineData("""{"t":"role:x"}""")]
    public void A_value_of_somebody_elses_making_is_not_read(string? text)
    {
        ButtonValue.TryRead(text, out var value).ShouldBeFalse();
        value.ShouldBeNull();
        ThumbValue.TryRead(text, out _).ShouldBeFalse();
        ThumbValue.TryRead($"up{text}", out _).ShouldBeFalse();
        RuleValue.TryRead(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_value_longer_than_slack_lets_one_be_is_not_read() =>
        ButtonValue.TryRead($$"""{"k":"{{new string('v', 2_000)}}"}""", out _).ShouldBeFalse();

    [Fact]
    public void A_value_of_a_later_version_is_read_as_far_as_it_is_known() =>
        ButtonValue.TryRead("""{"v":2,"t":"help","k":"1","x":{"y":[]}}""", out var value).ShouldBeTrue();

    [Fact]
    public void Mutated_values_are_read_or_refused_but_never_throw()
    {
        var random = new Random(1);
        var seed = new ThumbValue(true, new ButtonValue("role:data-engineer#skills", "0123456789ab", "abcd-_12", SampleAnswers.Delivery)).Write();
        for (var i = 0; i < 100_000; i++)
        {
            var text = seed.ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                text[random.Next(text.Length)] = (char)random.Next(random.Next(2) == 0 ? 128 : 65_536);
            }

            _ = ThumbValue.TryRead(new string(text), out _);
            _ = ButtonValue.TryRead(new string(text[2..]), out _);
            _ = RuleValue.TryRead(new string(text), out _);
        }
    }

    [Fact]
    public void Rules_are_read_as_they_were_written()
    {
        bool?[] truths = [null, true, false];
        AnswerPlace?[] places = [null, AnswerPlace.Thread, AnswerPlace.Private];
        foreach (var rule in from place in places from follow in truths from silent in truths select new RuleValue("C0123456789", new ChannelRule(place, follow, silent)))
        {
            RuleValue.TryRead(rule.Write(), out var read).ShouldBeTrue();
            read.ShouldBe(rule);
        }
    }

    [Theory]
    [InlineData("C1|thread|yes")]
    [InlineData("C1|thread|yes|no|more")]
    [InlineData("|thread|yes|no")]
    [InlineData("C1|Thread|yes|no")]
    [InlineData("C1|thread|1|no")]
    public void Rules_of_another_form_are_refused(string text) => RuleValue.TryRead(text, out _).ShouldBeFalse();
}
