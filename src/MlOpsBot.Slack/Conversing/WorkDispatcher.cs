using Microsoft.Extensions.Logging;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Reads recorded work, and hands it to whoever does that sort of work.</summary>
internal sealed class WorkDispatcher(
    SlackWorkspaces workspaces,
    QuestionWork questions,
    PointingWork pointing,
    CardWork cards,
    ShareWork sharing,
    ThumbWork thumbs,
    SettingsWork settings,
    HomeWork homes,
    InstallationWork installations,
    TipWork tips,
    ChannelWork channels,
    PressReply reply,
    Apology apology,
    CurrentAnswerer current,
    Current<SlackOptions> options,
    TimeProvider time,
    ILogger<WorkDispatcher> log)
{
    private static readonly TimeSpan s_lifeOfResponseUrl = TimeSpan.FromMinutes(30);

    private readonly QueueWorkerOptions _options = SlackWorker.OptionsOf(options.Value);

    /// <summary>Works on an event.</summary>
    public async Task<WorkOutcome> WorkAsync(ClaimedEvent claim, CancellationToken cancellation)
    {
        if (RecordedWork.Read(claim, SlackWorkJson.Default.SlackWork, log) is not { } work)
        {
            return WorkOutcome.GiveUp("what was recorded cannot be read");
        }

        using var span = ChatSpans.Work(claim, work.Trace);
        if (work is InstallationEnded ended)
        {
            return await installations.EndedAsync(claim, ended, cancellation);
        }

        if (await workspaces.FindAsync(claim.Event.Workspace.Id, enterpriseId: null, cancellation) is not { } access)
        {
            return WorkOutcome.GiveUp("the bot is not installed there any more");
        }

        var job = new SlackJob(claim, access);
        return IsTooLate(claim, work)
            ? WorkOutcome.DoneBecause("too late to be of use")
            : await LastAttempt.RunAsync(claim, _options, () => WorkAsync(job, work, cancellation), () => apology.MakeAsync(job, work, cancellation));
    }

    /// <summary>
    /// What somebody pressed, pointed at or opened shows at once or never: after half an hour its address has expired, and they
    /// have pressed again. A thumb is an opinion all the same; a question is judged where it is answered.
    /// </summary>
    private bool IsTooLate(ClaimedEvent claim, SlackWork work)
        => time.GetUtcNow() - claim.RecordedAt > s_lifeOfResponseUrl
            && (work is MessagePointedAt or HomeOpened or MessagesTabOpened or AskedTooMuch
                or ButtonPressed { ActionId: not (ActionIds.Thumb or ActionIds.ThumbUp or ActionIds.ThumbDown) });

    private async Task<WorkOutcome> WorkAsync(SlackJob job, SlackWork work, CancellationToken cancellation)
        => work switch
        {
            QuestionAsked asked => await questions.RunAsync(job, asked, cancellation),
            MessagePointedAt pointed => await pointing.RunAsync(job, pointed, cancellation),
            ButtonPressed pressed => await PressedAsync(job, pressed, cancellation),
            FormSubmitted form => await SubmittedAsync(job, form, cancellation),
            HomeOpened opened => await homes.OpenedAsync(job, opened, cancellation),
            MessagesTabOpened opened => await homes.MessagesTabAsync(job, opened, cancellation),
            ChannelChanged changed => await channels.RunAsync(job, changed, cancellation),
            AskedTooMuch asked => await reply.TooMuchAsync(job, asked, current(), cancellation),
            TipsStopped stopped => await tips.StoppedAsync(job, stopped, cancellation),
            _ => WorkOutcome.GiveUp($"nobody does {work.GetType().Name}"),
        };

    private Task<WorkOutcome> PressedAsync(SlackJob job, ButtonPressed pressed, CancellationToken cancellation) => pressed.ActionId switch
    {
        ActionIds.Share => sharing.RunAsync(job, pressed, cancellation),
        ActionIds.Why => thumbs.WhyAsync(job, pressed, cancellation),
        var id when ActionIds.IsThumb(id) => thumbs.PressedAsync(job, pressed, cancellation),
        var id when ActionIds.Opens(id) => cards.RunAsync(job, pressed, cancellation),
        var id when id.StartsWith(ActionIds.SettingsPrefix, StringComparison.Ordinal) => settings.PressedAsync(job, pressed, cancellation),
        var id when id.StartsWith(ActionIds.TipPrefix, StringComparison.Ordinal) => tips.PressedAsync(job, pressed, cancellation),
        _ => reply.UnreadableAsync(job, pressed, current(), cancellation),
    };

    private Task<WorkOutcome> SubmittedAsync(SlackJob job, FormSubmitted form, CancellationToken cancellation) => form.CallbackId switch
    {
        ActionIds.WhyForm => thumbs.SaidWhyAsync(job, form, cancellation),
        ActionIds.SettingsForm => settings.SubmittedAsync(job, form, cancellation),
        ActionIds.TipsForm => tips.SubmittedAsync(job, form, cancellation),
        _ => Task.FromResult(WorkOutcome.GiveUp("a form that nobody knows")),
    };
}
