using System.Text;
using MlOpsBot.Answers;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>Nothing that is sent breaks a rule of Teams.</summary>
public sealed class PayloadTests : RenderingCompliance
{
    protected override int Ways => 8;

    [Fact]
    public void What_is_inserted_is_short()
    {
        var renderer = new CardRenderer { HasTips = true };
        var setting = new CardSetting(SampleAnswers.Shipped, null) { Place = CardPlace.Inserted };
        var answers = SampleAnswers.Opened(SampleAnswers.Shipped).Concat(SampleAnswers.Pairs(SampleAnswers.Shipped));

        answers.Max(answer => Encoding.UTF8.GetByteCount(new Payload("", renderer.Message(answer, setting)).Card!)).ShouldBeLessThan(4_096);
    }

    protected override int Count(Answerer answerer, IEnumerable<Answer> answers, out IReadOnlyList<string> faults)
    {
        var renderer = new CardRenderer { HasTips = true };
        var payloads = answers.SelectMany(answer => Payloads.Of(answer, answerer, renderer)).ToList();
        faults = Faults(payloads);
        return payloads.Count;
    }

    protected override IReadOnlyList<string> FaultsOfOthers(Answerer answerer) => Faults(Payloads.Others(answerer));

    private static List<string> Faults(IEnumerable<Payload> payloads) =>
        [.. payloads.SelectMany(payload => CardJudge.Of(payload).Select(fault => $"{payload.Name}: {fault}")).Take(20)];
}
