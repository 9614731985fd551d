using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Storage.Tips;

namespace MlOpsBot.Slack.Tests.Tips;

/// <summary>
/// A channel's life from "tips on" to "tips off". To read it:
/// <c>BOT_TRANSCRIPT=folder dotnet run --project tests/MlOpsBot.Slack.Tests -- -class MlOpsBot.Slack.Tests.Tips.TipLifeTests</c>
/// writes <c>slack-tips.txt</c> into the folder.
/// </summary>
public sealed class TipLifeTests : TippingTests
{
    [Fact]
    public async Task A_channels_life_from_tips_on_to_tips_off_reads_well()
    {
        var transcript = new Transcript(Bot);
        await TypesAsync(transcript, Robin, "tips");
        await TypesAsync(transcript, Robin, "tips on");
        var on = transcript.Message();
        await transcript.DoAsync(Robin, "presses \"Change\"", () => Robin.SendPressAsync(on, "Change"));
        var form = transcript.View();
        await transcript.DoAsync(
            Robin, "unticks Friday, chooses two topics and saves",
            () => Robin.SendSubmitAsync(form, (ActionIds.TipsDays, "mon,tue,wed,thu"), (ActionIds.TipsTopics, "model-governance-specialist,data-engineer")));
        await TypesAsync(transcript, Kim, "tips preview");

        await WaitsAsync(transcript, 23);
        var tip = transcript.Message();
        await transcript.DoAsync(Kim, "opens the card", () => Kim.SendPressAsync(tip, tip.Controls[0].Label));
        await transcript.DoAsync(Kim, "wants more like this", () => Kim.SendPressAsync(tip, "More like this"));
        await transcript.DoAsync(Kim, null, () => Kim.SendMentionAsync(General, "and what skills does she need?", tip.Ts));
        await transcript.DoAsync(Kim, null, () => Kim.SendMentionAsync(General, "tips skip"));
        await WaitsAsync(transcript, 24);
        await WaitsAsync(transcript, 25);
        await transcript.DoAsync(Kim, "removes the bot from the channel", () => Kim.RemoveBotAsync(General));
        await WaitsAsync(transcript, 26, settles: false);
        await transcript.DoAsync(Kim, "invites it again", () => Kim.InviteBotAsync(General));
        await transcript.DoAsync(Robin, null, () => Robin.SendMentionAsync(General, "tips pause until 7 Dec"));
        var paused = transcript.Message();
        await transcript.DoAsync(Kim, "presses \"Undo\"", () => Kim.SendPressAsync(paused, "Undo"));
        await WaitsAsync(transcript, 30);
        await TypesAsync(transcript, Robin, "tips status");
        await TypesAsync(transcript, Robin, "tips off");
        Clock.Jump(TimeSpan.FromDays(2));
        await TypesAsync(transcript, Robin, "tips");
        if (Environment.GetEnvironmentVariable("BOT_TRANSCRIPT") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "slack-tips.txt"), transcript.Text, Cancellation);
        }

        Bot.Log.Errors.ShouldBeEmpty();
        Slack.Calls.All.Where(call => call.Outcome != "ok").ShouldBeEmpty();
        (await Bot.Store.Tips.Ledger.ListAsync(Acme, General.Id, 10, null, Cancellation)).Select(day => (day.Day, day.State)).ShouldBe(
            [("2026-11-30", TipDayState.Posted), ("2026-11-25", TipDayState.Posted), ("2026-11-24", TipDayState.Skipped), ("2026-11-23", TipDayState.Posted)]);
        var log = string.Join('\n', Bot.Log.All);
        string[] untold = [Slack.Acme.BotToken, Slack.Options.SigningSecret, "/respond/", Robin.Id, Kim.Id, "she need", "pause until"];
        untold.Where(word => log.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(log);
    }

    private Task TypesAsync(Transcript transcript, Person who, string words)
        => transcript.DoAsync(who, $"types /mlops {words}", () => who.SendCommandAsync($"/mlops {words}", General));

    private Task WaitsAsync(Transcript transcript, int day, bool settles = true) => transcript.DoAsync(Robin, $"waits until the morning of November {day}", async () =>
    {
        Clock.JumpTo(new DateTimeOffset(2026, 11, day, 8, 31, 0, TimeSpan.Zero));
        if (settles)
        {
            await SettledAsync(day);
        }
    });
}
