using System.Diagnostics;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Tests.Tips;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>
/// Draws what somebody should look at after a change of the look, into <c>.assets/teams-*.png</c>. Runs only when asked for:
/// <c>dotnet run --project tests/MlOpsBot.Teams.Tests -- -explicit only -class MlOpsBot.Teams.Tests.Rendering.TeamsPictures</c>.
/// </summary>
public sealed class TeamsPictures
{
    private static readonly Answerer s_answerer = SampleOrganization.Answerer;
    private static readonly CardRenderer s_renderer = new() { HasTips = true };

    private static CardSetting Setting => new(s_answerer, SampleAnswers.Delivery);

    [Fact(Explicit = true)]
    public async Task Pictures_are_drawn()
    {
        using var scratch = new Scratch();
        Draw("owner", Card("owner:model-monitoring", Setting));
        Draw("role-stale", Card("role:data-engineer", Setting with { Place = CardPlace.InPlace, Notice = Notes.Changed, Back = "owner:data-quality" }));
        Draw("comparison", Card("compare:data-engineer:data-scientist", Setting));
        Draw("list", Card("list:additional", Setting));
        Draw("clarify", Asked("what about the engineer?", AnswerKind.Clarify));
        Draw("none", Asked("who repairs the *coffee* [machine](https://example.com) on floor 3?", AnswerKind.None));
        Draw("inserted", Card("owner:model-monitoring", Setting with { Place = CardPlace.Inserted }));
        Draw("dialog", Card("owner:data-quality", Setting with { Place = CardPlace.Dialog }));
        Draw("welcome", Notes.Welcome(s_answerer, ConversationKind.Personal, hasTips: true));
        Draw("compare-form", Notes.CompareForm(s_answerer));
        Draw("gone", Notes.Gone(s_answerer, "role:data-engineers", SampleAnswers.Today, "list:roles"));
        Draw("thanks", Notes.Thanks(new ThumbValue(false, new ButtonValue("role:data-engineer", "0123456789ab", null, SampleAnswers.Delivery)), "role:data-engineer"));
        foreach (var (name, message) in SampleTips.All(s_answerer).Where(sample => sample.Name is "tip" or "tip-voted" or "tip-status" or "tip-form" or "tip-preview" or "tip-changed" or "tip-now"))
        {
            Draw(name, message);
        }

        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(OfficialRenderer.Folder, "Rendering", "pictures.mjs"), scratch.Path, Path.Combine(Repository.Root, ".assets")]))!;
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        node.ExitCode.ShouldBe(0);

        void Draw(string name, TeamsMessage message) => scratch.Write($"{name}.json", new Payload(name, message).Card!);
    }

    private static TeamsMessage Card(string target, CardSetting setting) => s_renderer.Message(s_answerer.Open(target, SampleAnswers.Today)!, setting);

    private static TeamsMessage Asked(string question, AnswerKind kind)
    {
        var answer = s_answerer.Ask(new Question(question, SampleAnswers.Today));
        answer.Kind.ShouldBe(kind);
        return s_renderer.Message(answer, Setting);
    }
}
