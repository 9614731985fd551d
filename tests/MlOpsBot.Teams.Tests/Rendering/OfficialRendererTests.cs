using MlOpsBot.Answers;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>What is sent is what Microsoft's own renderer takes whole.</summary>
public sealed class OfficialRendererTests
{
    [Fact]
    public async Task Every_card_is_read_without_a_finding_and_nothing_of_it_is_lost()
    {
        var renderer = new CardRenderer();
        var large = SyntheticKnowledge.LargeAnswerer;
        Payload[] payloads =
        [
            .. All(SampleAnswers.Shipped, [.. SampleAnswers.Opened(SampleAnswers.Shipped), .. SampleAnswers.Pairs(SampleAnswers.Shipped), .. SampleAnswers.Asked(), .. SampleAnswers.Typed()]),
            .. All(SampleOrganization.Answerer, SampleAnswers.Opened(SampleOrganization.Answerer)),
            .. All(Bakery.Answerer, SampleAnswers.Opened(Bakery.Answerer)),
            .. All(large, [.. SampleAnswers.Opened(large, everyNthRole: 20, everyNthActivity: 200), .. SampleAnswers.Pairs(large, most: 4)]),
        ];

        // Which delivery a button carries is not for the renderer to judge: one card of each kind is enough.
        var cards = payloads.Where(payload => payload.Card is not null).Select(payload => (payload.Name, Card: payload.Card!)).DistinctBy(payload => payload.Card, StringComparer.Ordinal).ToList();

        cards.Count.ShouldBeGreaterThan(5_000);
        (await OfficialRenderer.JudgeAsync(cards, TestContext.Current.CancellationToken)).Take(20).ShouldBeEmpty();

        IEnumerable<Payload> All(Answerer answerer, IEnumerable<Answer> answers) =>
            answers.SelectMany(answer => Payloads.Of(answer, answerer, renderer)).Concat(Payloads.Others(answerer));
    }

    [Theory]
    [InlineData("""{"type":"Boxx","items":[]}""", "Boxx")]
    [InlineData("""{"type":"TextBlock","text":"a","wieght":"Bolder"}""", "wieght")]
    [InlineData("""{"type":"TextBlock","text":"a","weight":"Fat"}""", "Fat")]
    [InlineData("""{"type":"Input.Text","label":"a"}""", "id")]
    [InlineData("""{"type":"ActionSet","actions":[{"type":"Action.Execute","title":"a","verb":"b","fallback":{"type":"Action.Submitt","title":"a"}}]}""", "Submitt")]
    public async Task A_card_that_teams_would_not_take_is_found(string element, string finding)
    {
        var card = "{\"type\":\"AdaptiveCard\",\"version\":\"1.5\",\"body\":[" + element + "]}";

        var findings = await OfficialRenderer.JudgeAsync([("wrong", card)], TestContext.Current.CancellationToken);

        findings.ShouldContain(found => found.Contains(finding, StringComparison.Ordinal));
    }
}
