using System.Collections.Immutable;

namespace MlOpsBot.Chat.Testing;

/// <summary>How a platform sends to the bot. Immutable.</summary>
/// <param name="Time">The platform's clock.</param>
/// <param name="Retries">How long after each failure something is sent again.</param>
/// <param name="AttemptAsync">Makes one attempt: what, the number of the retry from 1 (0 for the first attempt), and why it is one.</param>
/// <param name="AcknowledgedAsync">Called after each attempt that was acknowledged.</param>
/// <param name="Stopping">Ends retries.</param>
internal sealed record DeliverySettings(
    TimeProvider Time,
    ImmutableArray<TimeSpan> Retries,
    Func<Outgoing, int, string?, Task<Receipt>> AttemptAsync,
    Func<Task> AcknowledgedAsync,
    CancellationToken Stopping);

/// <summary>
/// Sends events, commands and interactions to the bot, and events again by the platform's schedule until they are acknowledged.
/// Thread-safe.
/// </summary>
internal sealed class Deliveries(DeliverySettings settings)
{
    private readonly Lock _gate = new();
    private readonly List<Delivery> _all = [];

    public ImmutableArray<Delivery> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>How often every event is sent once more although it was acknowledged, as happens when the acknowledgement is lost; 0 unless set.</summary>
    public int Echoes { get; set; }

    /// <summary>Sends something. Ends after the first attempt; events go on being tried.</summary>
    public async Task<Delivery> SendAsync(Outgoing content)
    {
        var delivery = new Delivery(content);
        lock (_gate)
        {
            _all.Add(delivery);
        }

        var sending = content.Kind == OutgoingKind.Event ? TryAsync(delivery) : OnceAsync(delivery);

        // What cannot be sent at all, such as half a character, is a fault of the test, which must not wait for it.
        await await Task.WhenAny(delivery.First.Task, sending);
        return delivery;
    }

    /// <summary>Sends an event once more, as a retry, whether or not it was acknowledged.</summary>
    public async Task<Receipt> RedeliverAsync(Delivery delivery, int retry = 1, string reason = "http_timeout")
    {
        var receipt = await AttemptAsync(delivery.Content, retry, reason);
        delivery.Add(receipt);
        return receipt;
    }

    /// <summary>How many attempts are under way.</summary>
    public int UnderWay => _underWay;

    private int _underWay;

    private async Task OnceAsync(Delivery delivery)
    {
        var receipt = await AttemptAsync(delivery.Content, 0, null);
        delivery.Add(receipt);
        delivery.Last.TrySetResult(receipt);
    }

    private async Task TryAsync(Delivery delivery)
    {
        var receipt = await AttemptAsync(delivery.Content, 0, null);
        delivery.Add(receipt);
        for (var retry = 1; !receipt.IsAcknowledged && !receipt.ForbidsRetry && retry <= settings.Retries.Length; retry++)
        {
            await Task.Delay(settings.Retries[retry - 1], settings.Time, settings.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (settings.Stopping.IsCancellationRequested)
            {
                return;
            }

            receipt = await AttemptAsync(delivery.Content, retry, receipt.Reason);
            delivery.Add(receipt);
        }

        delivery.Last.TrySetResult(receipt);
        if (receipt.IsAcknowledged)
        {
            await Task.WhenAll(Enumerable.Range(1, Echoes).Select(echo => RedeliverAsync(delivery, echo)));
        }
    }

    private async Task<Receipt> AttemptAsync(Outgoing content, int retry, string? reason)
    {
        Interlocked.Increment(ref _underWay);
        var begin = settings.Time.GetTimestamp();
        var receipt = await settings.AttemptAsync(content, retry, reason);
        Interlocked.Decrement(ref _underWay);
        receipt = receipt with { Took = settings.Time.GetElapsedTime(begin) };
        if (receipt.IsAcknowledged)
        {
            await settings.AcknowledgedAsync();
        }

        return receipt;
    }
}
