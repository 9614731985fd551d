using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tips;

namespace MlOpsBot.Slack.Conversing;

/// <summary>
/// Delivers messages to Slack effectively once (see <see cref="Courier"/>): the delivery's id travels in the message's metadata, and is
/// looked for in the channel's history. What no history holds, a message that one user alone sees or the use of a
/// <c>response_url</c>, stays in doubt where it is in doubt. Thread-safe.
/// </summary>
internal sealed class SlackCourier(Courier courier, SlackApi api, ILogger<SlackCourier> log)
{
    /// <summary>Delivers a message for a claimed event, unless an earlier attempt has.</summary>
    public Task<Posting> DeliverAsync(SlackJob job, Parcel parcel, CancellationToken cancellation)
        => courier.DeliverAsync(job.Claim, Content(job.Workspace, NewDelivery.NewId(), parcel), new Carrier(job.Access, parcel, api, log), cancellation);

    /// <summary>Delivers a tip for a claimed day, unless an earlier attempt has.</summary>
    public Task<Posting> DeliverAsync(ClaimedTip claim, WorkspaceAccess access, Parcel parcel, CancellationToken cancellation)
        => courier.DeliverAsync(claim, Content(claim.Day.Workspace, claim.Day.Delivery, parcel), new Carrier(access, parcel, api, log), cancellation);

    private static NewDelivery Content(WorkspaceKey workspace, string id, Parcel parcel)
        => new(workspace, id, parcel.Place.Write(), parcel.Note.Write(), parcel.KnowledgeVersion) { Step = parcel.Step };

    private sealed class Carrier(WorkspaceAccess access, Parcel parcel, SlackApi api, ILogger log) : ICarrier
    {
        public async Task<CallResult<string>> PostAsync(string delivery, CancellationToken cancellation)
        {
            var result = await SendAsync(delivery, plain: false, cancellation);
            if (result is not { Outcome: CallOutcome.Refused, Error: { } fault } || !Refusals.IsForm(fault))
            {
                return result;
            }

            // A fault of ours; the words alone are better than silence.
            log.LogError("Slack refused the form of message {Delivery} in {Workspace}: {Error}", delivery, access.Workspace, fault);
            return await SendAsync(delivery, plain: true, cancellation);
        }

        public bool CanFind(Delivery delivery)
            => parcel.ResponseUrl is null && DeliveryPlace.TryRead(delivery.Content.Place, out var place) && place.IsInHistory;

        public Task<CallResult<string?>> FindAsync(Delivery delivery, CancellationToken cancellation)
            => DeliveryPlace.TryRead(delivery.Content.Place, out var place)
                ? api.FindPostedAsync(access, place.Channel, place.ThreadTs, delivery.Content.Id, delivery.IntendedAt, cancellation)
                : Task.FromResult(CallResult.Refused<string?>("place_unreadable"));

        private async Task<CallResult<string>> SendAsync(string delivery, bool plain, CancellationToken cancellation)
        {
            var (channel, thread, user) = parcel.Place;
            var message = parcel.Write(delivery);
            message = plain ? message with { Blocks = [] } : message;
            if (parcel.ResponseUrl is { } url)
            {
                var responded = await api.RespondAsync(url, parcel.Mode, message, thread, cancellation);
                return new CallResult<string>(responded.Outcome, "", responded.Error, responded.RetryAfter);
            }

            return user is null
                ? await api.PostMessageAsync(access, channel, thread, message, delivery, cancellation)
                : await api.PostEphemeralAsync(access, channel, user, thread, message, cancellation);
        }
    }
}
