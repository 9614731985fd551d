using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Whom to tell something alone, and the ways there are. Immutable.</summary>
/// <param name="User">Whom.</param>
/// <param name="Channel">Where they are; null where that is no channel.</param>
/// <param name="ThreadTs">In which thread; null outside of threads.</param>
/// <param name="ResponseUrl">The address that came with what they did; null for none.</param>
internal sealed record Listener(string User, string? Channel, string? ThreadTs, string? ResponseUrl = null);

/// <summary>
/// Tells one user something: through the address that came with what they did, else among the channel's messages for them alone,
/// else in a direct message. Each way is a step of its own, taken when the one before was surely refused. Thread-safe.
/// </summary>
internal sealed class Whisperer(SlackCourier courier)
{
    /// <summary>The first of the steps that telling takes, where the parcel says none; there are three.</summary>
    public const int FirstStep = 10;

    /// <summary>Tells somebody.</summary>
    /// <param name="job">For which event.</param>
    /// <param name="listener">Whom.</param>
    /// <param name="parcel">What; its place is chosen here, and its step where it is 0.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Posting> TellAsync(SlackJob job, Listener listener, Parcel parcel, CancellationToken cancellation)
    {
        var (user, channel, thread, url) = listener;
        var step = parcel.Step == 0 ? FirstStep : parcel.Step;
        var last = Posting.Refused("no_way_to_tell");
        var apart = parcel with { Place = new DeliveryPlace(channel ?? user, thread, user) };
        if (url is not null)
        {
            last = await courier.DeliverAsync(job, apart with { Step = step, ResponseUrl = url, Mode = ResponseMode.Private }, cancellation);
        }

        if (channel is not null && GoesOn(last))
        {
            // In a direct message there is nobody else, and what is posted there is still there tomorrow.
            var place = channel.StartsWith('D') ? new DeliveryPlace(channel, thread) : apart.Place;
            last = await courier.DeliverAsync(job, apart with { Step = step + 1, Place = place }, cancellation);
        }

        return GoesOn(last) && channel?.StartsWith('D') != true
            ? await courier.DeliverAsync(job, apart with { Step = step + 2, Place = new DeliveryPlace(user) }, cancellation)
            : last;
    }

    private static bool GoesOn(Posting posting) => posting.Refusal is { } code && !Refusals.IsToken(code);
}
