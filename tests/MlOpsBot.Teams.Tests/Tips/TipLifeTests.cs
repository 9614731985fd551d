using MlOpsBot.Storage.Tips;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Tips;

/// <summary>
/// A channel's life from "tips on" to "tips off". To read it:
/// <c>BOT_TRANSCRIPT=folder dotnet run --project tests/MlOpsBot.Teams.Tests -- -class MlOpsBot.Teams.Tests.Tips.TipLifeTests</c>
/// writes <c>teams-tips.txt</c> into the folder.
/// </summary>
public sealed class TipLifeTests : TippingTests
{
    [Fact]
    public async Task A_channels_life_from_tips_on_to_tips_off_reads_well()
    {
        var transcript = new Transcript(Bot);
        try
        {
            await LiveAsync(transcript);
        }
        finally
        {
            await KeepAsync(transcript.Text);
        }

        Bot.Log.Errors.ShouldBeEmpty();
        Teams.Calls.All.Where(call => call.Outcome != "ok").ShouldBeEmpty();
        Teams.Calls.All.Count(call => call.Method == "create").ShouldBe(2);
        (await Bot.Store.Tips.Ledger.ListAsync(Bot.Tenant, Channel.Id, 10, null, Cancellation)).Select(day => (day.Day, day.State)).ShouldBe(
            [("2026-11-25", TipDayState.Posted), ("2026-11-24", TipDayState.Skipped), ("2026-11-23", TipDayState.Posted)]);
        var log = string.Join('\n', Bot.Log.All);
        string[] untold = ["Bearer", "eyJ", "Ada", "she need", Channel.Name];
        untold.Where(word => log.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty(log);
    }

    private async Task LiveAsync(Transcript transcript)
    {
        await transcript.DoAsync(Ada, "adds the app to the team", () => Ada.SendInstallAsync(Channel));
        await transcript.DoAsync(Ada, null, () => Ada.SendSayAsync("tips", Channel));
        await transcript.DoAsync(Ada, null, () => Ada.SendSayAsync("tips on", Channel));
        var on = transcript.Message();
        await transcript.DoAsync(Ada, "presses \"Change\"", () => Ada.PressAsync(on.Card!, "Change"));
        await transcript.DoAsync(Ada, "unticks Friday, chooses Governance and saves", () => Ada.PressAsync(transcript.Card(), "Save", ("days", "Monday,Tuesday,Wednesday,Thursday"), ("topics", "model-governance-specialist,data-engineer")));
        await transcript.DoAsync(Ben, "presses \"Next 30 days\" on it", () => Ben.PressAsync(transcript.Message().Card!, "Next 30 days"));

        var tip = await PostedAsync(transcript, 23);
        await transcript.DoAsync(Ben, "opens the card", () => Ben.PressAsync(tip.Card!, "Open the card"));
        await transcript.DoAsync(Ben, "goes back", () => Ben.PressAsync(transcript.Card(), "‹ Back"));
        await transcript.DoAsync(Ben, "wants more like this", () => Ben.PressAsync(transcript.Card(), "More like this"));
        await transcript.DoAsync(Ben, null, () => Ben.SendSayAsync("and what skills does she need?", Channel, tip.Id));
        await transcript.DoAsync(Ben, null, () => Ben.SendSayAsync("tips skip", Channel));
        await DawnAsync(24);
        (await SettledAsync("2026-11-24")).State.ShouldBe(TipDayState.Skipped);
        await PostedAsync(transcript, 25);
        await transcript.DoAsync(Ada, null, () => Ada.SendSayAsync("tips status", Channel));
        await transcript.DoAsync(Ada, "chooses December 7 below \"Pause\", in a thread that all can read", () => Ada.PressAsync(transcript.Card(), TipActs.Pause, ("until", "2026-12-07")));
        await transcript.DoAsync(Ben, "presses \"Undo\"", () => Ben.PressAsync(transcript.Message().Card!, "Undo"));
        await transcript.DoAsync(Ada, null, () => Ada.SendSayAsync("tips status", Channel));
        await transcript.DoAsync(Ada, null, () => Ada.SendSayAsync("tips off", Channel));
        Clock.JumpTo(new DateTimeOffset(2026, 11, 26, 10, 0, 0, TimeSpan.Zero));
        await transcript.DoAsync(Ada, null, () => Ada.SendSayAsync("tips status", Channel));
    }

    private static async Task KeepAsync(string text)
    {
        if (Environment.GetEnvironmentVariable("BOT_TRANSCRIPT") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "teams-tips.txt"), text, Cancellation);
        }
    }

    private async Task<Message> PostedAsync(Transcript transcript, int day)
    {
        await transcript.DoAsync(Ada, $"waits until the morning of November {day}", async () => await TipOfAsync(day));
        return transcript.Message();
    }
}
