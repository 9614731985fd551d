using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>What is sent is what Slack's own types say it takes.</summary>
public sealed class SlackTypesTests
{
    private const string Missing = "Slack's own packages are missing: run tests/run, or npm install --no-package-lock in tests/MlOpsBot.Slack.Tests";

    [Fact]
    public async Task Every_shape_that_is_sent_compiles_against_the_types_of_slack()
    {
        SlackTypes.Packages.ShouldNotBeNull(Missing);
        var renderer = new AnswerRenderer();
        var shipped = SampleAnswers.Opened(SampleAnswers.Shipped).Concat(SampleAnswers.Pairs(SampleAnswers.Shipped)).Concat(SampleAnswers.Asked())
            .SelectMany(answer => Payloads.Of(answer, SampleAnswers.Shipped, renderer));
        var held = SampleAnswers.Opened(SampleOrganization.Answerer).SelectMany(answer => Payloads.Of(answer, SampleOrganization.Answerer, renderer));
        var large = SyntheticKnowledge.LargeAnswerer;
        var worst = SampleAnswers.Opened(large, everyNthRole: 50, everyNthActivity: 500).SelectMany(answer => Payloads.Of(answer, large, renderer));

        var program = SlackTypes.Program(
            [.. shipped, .. held, .. worst, .. Payloads.Others(SampleAnswers.Shipped), .. Payloads.Others(SampleOrganization.Answerer), .. Payloads.Others(large)],
            out var shapes);

        shapes.ShouldBeGreaterThan(40);
        (await SlackTypes.CompileAsync(program, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shape_that_slack_would_refuse_does_not_compile()
    {
        SlackTypes.Packages.ShouldNotBeNull(Missing);
        var wrong = new Payload("wrong", """{"blocks":[{"type":"header","text":{"type":"mrkdwn","text":"a"}}]}""", IsView: false);

        (await SlackTypes.CompileAsync(SlackTypes.Program([wrong], out _), TestContext.Current.CancellationToken)).ShouldContain("mrkdwn");
    }
}
