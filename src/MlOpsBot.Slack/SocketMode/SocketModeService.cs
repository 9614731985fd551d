using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.SocketMode;

/// <summary>
/// Keeps a link to Slack for as long as the program runs. <see cref="LinkKeeper"/> decides, <see cref="SocketLink"/> does; this
/// carries news one way and orders the other.
/// </summary>
internal sealed class SocketModeService : BackgroundService
{
    private readonly Channel<LinkNews> _news = Channel.CreateUnbounded<LinkNews>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<int, (SocketLink Link, Task Run)> _links = [];
    private readonly LinkSurroundings _with;
    private readonly LinkKeeper _keeper;
    private readonly Current<SlackOptions>? _options;
    private Secret? _token;

    /// <summary>Prepares; nothing is opened before the start.</summary>
    /// <param name="with">What links need.</param>
    /// <param name="options">Whose app token links are asked for with.</param>
    public SocketModeService(LinkSurroundings with, Current<SlackOptions>? options = null)
    {
        _with = with;
        (_options, _token) = (options, options?.Value.AppToken);
        _keeper = new LinkKeeper(with.Times, with.Clock, Random.Shared, with.Log);
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options is not null)
        {
            _options.Changed += Look;
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_options is not null)
        {
            _options.Changed -= Look;
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start is not to wait for Slack.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var order in _keeper.Decide())
            {
                CarryOut(order);
            }

            _with.Status.State = _keeper.State;
            await WaitForNewsAsync(_keeper.NextDecisionIn, stoppingToken);
            while (_news.Reader.TryRead(out var news))
            {
                _keeper.Take(news);
                Forget(news);
            }
        }

        _with.Status.State = SocketModeState.Connecting;
        await Task.WhenAll(_links.Values.Select(entry => EndAsync(entry.Link, entry.Run)));
    }

    // What is in hand is acknowledged, then the link is closed, and Slack sends the rest through other replicas' links. What is not
    // acknowledged within the time comes again, and is known by its id where it was recorded.
    private async Task EndAsync(SocketLink link, Task run)
    {
        var limit = Task.Delay(_with.Times.StopWithin, _with.Clock);
        await Task.WhenAny(link.LeaveAsync(TimeSpan.Zero), limit);
        link.Drop();
        await Task.WhenAny(run, limit);
    }

    private void CarryOut(LinkOrder order)
    {
        switch (order.Kind)
        {
            case LinkOrderKind.Open:
                var link = new SocketLink(order.Link, _with, news => _news.Writer.TryWrite(news));
                _links.Add(order.Link, (link, link.RunAsync()));
                break;
            case LinkOrderKind.Leave when _links.TryGetValue(order.Link, out var entry):
                _ = entry.Link.LeaveAsync(_with.Times.LeaveQuietFor);
                break;
            case LinkOrderKind.Drop when _links.TryGetValue(order.Link, out var entry):
                entry.Link.Drop();
                break;
            default:
                // It ended by itself in the meantime.
                break;
        }
    }

    private void Look(object? sender, EventArgs arguments)
    {
        if (_options?.Value.AppToken is { } token && !token.Equals(Interlocked.Exchange(ref _token, token)))
        {
            _news.Writer.TryWrite(new TokenReplaced());
        }
    }

    private void Forget(LinkNews news)
    {
        if (news is LinkEnded)
        {
            _links.Remove(news.Link);
        }
    }

    private async Task WaitForNewsAsync(TimeSpan? limit, CancellationToken stop)
    {
        using var time = limit is { } most ? new CancellationTokenSource(most, _with.Clock) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stop);
        await ((Task)_news.Reader.WaitToReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
