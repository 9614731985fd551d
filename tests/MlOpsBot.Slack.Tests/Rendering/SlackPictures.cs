using System.Diagnostics;
using MlOpsBot.Answers;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>
/// Draws what somebody should look at after a change of the look, into <c>.assets/slack-*.png</c>. Runs only when asked for:
/// <c>dotnet run --project tests/MlOpsBot.Slack.Tests -- -explicit only -class MlOpsBot.Slack.Tests.Rendering.SlackPictures</c>.
/// </summary>
public sealed class SlackPictures
{
    private static readonly Answerer s_answerer = SampleOrganization.Answerer;
    private static readonly AnswerRenderer s_renderer = new() { HasTips = true };

    [Fact(Explicit = true)]
    public async Task Pictures_are_drawn()
    {
        using var scratch = new Scratch();
        Draw("role", Card("role:data-engineer", isPrivate: true));
        Draw("owner", Card("owner:model-monitoring"));
        Draw("comparison", Card("compare:data-engineer:data-scientist"));
        Draw("clarify", Asked("what about the engineer?", AnswerKind.Clarify));
        Draw("none", Asked("who repairs the coffee machine on floor 3?", AnswerKind.None));
        scratch.Write("home.json", Payloads.Json(HomeRenderer.Home(new HomeSetting(s_answerer, SampleAnswers.Today) { HasTips = true })));

        await DrawAsync(scratch);

        void Draw(string name, SlackMessage message) => scratch.Write($"{name}.json", Payloads.Json(message));
    }

    /// <summary>Draws every payload of a folder.</summary>
    internal static async Task DrawAsync(Scratch scratch)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests", "MlOpsBot.Slack.Tests", "Rendering", "pictures.mjs"), scratch.Path, Path.Combine(Repository.Root, ".assets")]))!;
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        node.ExitCode.ShouldBe(0);
    }

    private static SlackMessage Card(string target, bool isPrivate = false) =>
        s_renderer.Message(s_answerer.Open(target, SampleAnswers.Today)!, new MessageSetting(SampleAnswers.Delivery, s_answerer) { IsPrivate = isPrivate });

    private static SlackMessage Asked(string question, AnswerKind kind)
    {
        var answer = s_answerer.Ask(new Question(question, SampleAnswers.Today));
        answer.Kind.ShouldBe(kind);
        return s_renderer.Message(answer, new MessageSetting(SampleAnswers.Delivery, s_answerer));
    }
}
