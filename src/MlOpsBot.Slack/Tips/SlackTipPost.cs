using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Slack.Tips;

/// <summary>Posts tips in Slack's channels, as messages of their own. Thread-safe.</summary>
internal sealed class SlackTipPost(
    SlackWorkspaces workspaces,
    SlackCourier courier,
    Store store,
    WorkSignal signal,
    ConversationMemory memory,
    AskedAbout asked,
    Current<SlackOptions> options,
    CurrentAnswerer current,
    TimeProvider time) : ITipPost
{
    /// <summary>For how long a question below a tip is taken to be about its card: people come to it when they have the time.</summary>
    private static readonly TimeSpan s_talkedAbout = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public string Platform => SlackInstallation.Platform;

    /// <inheritdoc/>
    public async Task<TipPosting> PostAsync(ClaimedTip claim, TipPost tip, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(tip);
        var day = claim.Day;
        if (await workspaces.FindAsync(day.Workspace.Id, enterpriseId: null, cancellation) is not { } access)
        {
            return Gone(ClosedChannel.Uninstalled);
        }

        var (answerer, place) = (current(), new DeliveryPlace(day.Channel));
        var parcel = new Parcel(place, TipNote.Of(tip, answerer, time.UtcToday()), tip.Knowledge.Version, id => TipMessages.Tip(tip, answerer, id));
        var posting = await courier.DeliverAsync(claim, access, parcel, cancellation);
        if (posting.Refusal is { } code)
        {
            return ClosedChannel.IsUninstalled(code) ? Gone(code)
                : ClosedChannel.Is(code) ? new TipPosting.Closed(code)
                : new TipPosting.Ends(posting.ToOutcome());
        }

        if (posting.Note is not { } note)
        {
            return new TipPosting.Ends(posting.ToOutcome());
        }

        if (posting.Message.Length > 0)
        {
            await memory.RememberAsync(day.Workspace, (place with { ThreadTs = posting.Message }).Write(), note.Context, s_talkedAbout, cancellation);
        }

        return new TipPosting.Posted();
    }

    /// <inheritdoc/>
    public async Task TellOwnerAsync(TipSubscription subscription, string occasion, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        if (subscription.Owner.Length == 0 || reason == ClosedChannel.Uninstalled || ClosedChannel.IsUninstalled(reason))
        {
            // Whoever uninstalled the bot has taken its voice, too.
            return;
        }

        var work = new TipsStopped(subscription.Owner, subscription.Channel, reason);
        await store.Inbox.RecordAsync(
            new IncomingEvent(
                subscription.Workspace,
                $"{TipsStopped.Kind}:{subscription.Channel}:{occasion}",
                TipsStopped.Kind,
                JsonSerializer.Serialize<SlackWork>(work, SlackWorkJson.Default.SlackWork)),
            cancellation);
        signal.Wake();
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> AskedAboutAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation)
        => asked.FindAsync(workspace, channel, DeliveryPlace.Separator, cancellation);

    /// <summary>Where workspaces install the bot, it is gone from this one; where it has one token, whoever runs it puts in a good one, and it goes on by itself.</summary>
    private TipPosting Gone(string code) => options.Value.BotToken is null ? new TipPosting.Closed(ClosedChannel.Uninstalled) : new TipPosting.Ends(WorkOutcome.GiveUp(code));
}
