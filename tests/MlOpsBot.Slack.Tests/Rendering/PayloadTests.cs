using MlOpsBot.Answers;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>Nothing that is sent breaks a rule of Slack's.</summary>
public sealed class PayloadTests : RenderingCompliance
{
    protected override int Ways => 7;

    protected override int Count(Answerer answerer, IEnumerable<Answer> answers, out IReadOnlyList<string> faults)
    {
        var renderer = new AnswerRenderer { HasTips = true };
        var payloads = answers.SelectMany(answer => Payloads.Of(answer, answerer, renderer)).ToList();
        faults = Faults(payloads);
        return payloads.Count;
    }

    protected override IReadOnlyList<string> FaultsOfOthers(Answerer answerer) => Faults(Payloads.Others(answerer));

    private static List<string> Faults(IEnumerable<Payload> payloads) =>
        [.. payloads.SelectMany(payload => (payload.IsView ? BlockKitJudge.OfView(payload.Json) : BlockKitJudge.OfMessage(payload.Json)).Select(fault => $"{payload.Name}: {fault}")).Take(20)];
}
