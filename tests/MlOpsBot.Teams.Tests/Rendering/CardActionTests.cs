using System.Text.Json;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>What a pressed button carries comes through the client.</summary>
public sealed class CardActionTests
{
    private const string Ours = """{"verb":"open","b":{"t":"role:baker","k":"000000000001","f":"12345678","d":"AAAAAAAAAAAAAAAAAAAAAA"},"back":"list:roles"}""";

    [Fact]
    public void What_a_button_of_ours_carries_is_read()
    {
        var action = Read(Ours).ShouldNotBeNull();

        action.Verb.ShouldBe(CardVerbs.Open);
        action.Button.ShouldBe(new ButtonValue("role:baker", "000000000001", "12345678", "AAAAAAAAAAAAAAAAAAAAAA"));
        action.Back.ShouldBe("list:roles");
        action.Inputs.ShouldBeEmpty();
    }

    [Fact]
    public void The_verb_of_the_action_goes_before_that_of_the_data() => Read(Ours, "up")!.Verb.ShouldBe(CardVerbs.Up);

    [Fact]
    public void Data_that_a_client_sends_as_text_is_read_too() => Read(JsonSerializer.Serialize(Ours))!.Button!.Target.ShouldBe("role:baker");

    [Fact]
    public void What_was_entered_is_cut()
    {
        var action = Read("""{"verb":"why","b":{"k":"1"},"why":"LONG","other":7,"nested":{"a":"b"}}""".Replace("LONG", new string('w', 100_000), StringComparison.Ordinal))!;

        action.Inputs.Keys.ShouldBe(["why"]);
        action.Inputs["why"].Length.ShouldBe(4_000);
    }

    [Fact]
    public void A_menus_choice_takes_the_place_of_the_target_and_only_where_there_is_none()
    {
        Read("""{"verb":"open","b":{"k":"1"},"choice":"role:miller"}""")!.Button!.Target.ShouldBe("role:miller");
        Read("""{"verb":"open","b":{"t":"role:baker","k":"1"},"choice":"role:miller"}""")!.Button!.Target.ShouldBe("role:baker");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"\"")]
    [InlineData("\"{\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"verb":"open"}""")]
    [InlineData("""{"verb":"delete","b":{"k":"1"}}""")]
    [InlineData("""{"verb":7,"b":{"k":"1"}}""")]
    [InlineData("""{"verb":"open","b":"k"}""")]
    [InlineData("""{"verb":"open","b":{"k":7}}""")]
    [InlineData("""{"verb":"open","b":{"k":"1","t":["x"]}}""")]
    [InlineData("""{"verb":"open","b":{"k":"\ud800"}}""")]
    [InlineData("""{"verb":"open","b":{"k":"1"},"back":"\ud800"}""")]
    [InlineData("""{"verb":"open","b":{"k":"1"},"why":"\udfff"}""")]
    [InlineData("""{"verb":"\ud800","b":{"k":"1"}}""")]
    [InlineData("\"\\ud800\"")]
    public void What_is_none_of_ours_is_not_read(string data) => Read(data).ShouldBeNull();

    [Fact]
    public void What_is_too_long_or_too_much_is_not_taken_over()
    {
        Read("""{"verb":"open","b":{"k":"1","t":"LONG"}}""".Replace("LONG", new string('t', 3_000), StringComparison.Ordinal)).ShouldBeNull();
        Read("""{"verb":"open","b":{"k":"1"},"back":"LONG"}""".Replace("LONG", new string('t', 3_000), StringComparison.Ordinal))!.Back.ShouldBeNull();
        var many = string.Concat(Enumerable.Range(0, 10_000).Select(number => $",\"i{number}\":\"x\""));
        Read($$"""{"verb":"open","b":{"k":"1"}{{many}}}""")!.Inputs.Count.ShouldBeLessThan(10);
    }

    [Fact]
    public void Whatever_a_byte_is_changed_to_nothing_is_thrown()
    {
        var random = new Random(4);
        var data = System.Text.Encoding.UTF8.GetBytes(Ours);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var changed = data.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(32, 127);
            try
            {
                using var json = JsonDocument.Parse(changed);
                read += CardActionJson.TryRead(json.RootElement, null, out _) ? 1 : 0;
            }
            catch (JsonException)
            {
                // What is no JSON is turned away before.
            }
        }

        read.ShouldBeGreaterThan(1_000);
    }

    private static CardAction? Read(string data, string? verb = null)
    {
        using var json = JsonDocument.Parse(data);
        return CardActionJson.TryRead(json.RootElement, verb, out var action) ? action : null;
    }
}
