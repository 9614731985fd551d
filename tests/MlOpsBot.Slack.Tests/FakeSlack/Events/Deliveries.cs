using System.Collections.Immutable;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>
/// Sends events, commands and interactions to the bot, by HTTP or a socket, and events again by Slack's schedule until they are
/// acknowledged. Thread-safe.
/// </summary>
internal sealed class Deliveries(FakeSlackServer server) : IDisposable
{
    private readonly HttpDelivery _http = new(server);
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

        _ = content.Kind == OutgoingKind.Event ? TryAsync(delivery) : OnceAsync(delivery);
        await delivery.First.Task;
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

    public void Dispose() => _http.Dispose();

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
        for (var retry = 1; !receipt.IsAcknowledged && !receipt.ForbidsRetry && retry <= server.Options.Retries.Length; retry++)
        {
            await Task.Delay(server.Options.Retries[retry - 1], server.Options.Time, server.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (server.Stopping.IsCancellationRequested)
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
        var begin = server.Options.Time.GetTimestamp();
        var receipt = server.NextBot() is { } bot
            ? await _http.SendAsync(bot, content, retry, reason)
            : await server.Sockets.SendAsync(content, retry, reason);
        Interlocked.Decrement(ref _underWay);
        receipt = receipt with { Took = server.Options.Time.GetElapsedTime(begin) };
        if (receipt.IsAcknowledged)
        {
            await server.StepAsync("acknowledged", StepPoint.Answered);
        }

        return receipt;
    }
}
