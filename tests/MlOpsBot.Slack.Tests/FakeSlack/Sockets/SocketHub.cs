using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Socket Mode: tickets, up to ten connections, and envelopes to any one of them. Thread-safe.</summary>
internal sealed class SocketHub(FakeSlackServer server)
{
    private const int MostLinks = 10;
    private static readonly TimeSpan TicketLife = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _tickets = [];
    private readonly List<SocketLink> _links = [];
    private int _accepted;
    private int _next;

    /// <summary>Connections that Slack holds for open, oldest first.</summary>
    public ImmutableArray<SocketLink> Links
    {
        get
        {
            lock (_gate)
            {
                return [.. _links.Where(link => link.IsOpen)];
            }
        }
    }

    /// <summary>How many were ever accepted.</summary>
    public int Accepted => _accepted;

    /// <summary>The most that were open at a time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>How many were turned away because there were ten.</summary>
    public int TurnedAway { get; private set; }

    /// <summary>Called before each handshake is answered; a test may delay it, or refuse it by returning false.</summary>
    public Func<Task<bool>>? BeforeHandshake { get; set; }

    public string NewTicket()
    {
        lock (_gate)
        {
            var ticket = Guid.NewGuid().ToString();
            _tickets[ticket] = server.Options.Time.GetUtcNow() + TicketLife;
            return $"ws://{server.Url.Authority}/link?ticket={ticket}&app_id={server.Options.AppId}";
        }
    }

    public async Task AcceptAsync(HttpContext context)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (!TakeTicket(context.Request.Query["ticket"].ToString()) || upgrade is not { IsUpgradableRequest: true }
            || (BeforeHandshake is { } before && !await before()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = SocketFrames.Accept(context.Request.Headers.SecWebSocketKey.ToString());
        var stream = await upgrade.UpgradeAsync();
        using var link = new SocketLink(Interlocked.Increment(ref _accepted), stream, server.Options.Time, server.Options.PingEvery, context.Abort);
        bool isTooMany;
        lock (_gate)
        {
            _links.RemoveAll(other => !other.IsOpen);
            isTooMany = _links.Count >= MostLinks;
            if (!isTooMany)
            {
                _links.Add(link);
                MostAtOnce = Math.Max(MostAtOnce, _links.Count);
            }
        }

        if (isTooMany)
        {
            TurnedAway++;
            await link.DisconnectAsync("too_many_websockets", closes: true);
            return;
        }

        await link.RunAsync(Links.Length);
        lock (_gate)
        {
            _links.Remove(link);
        }
    }

    /// <summary>Waits until that many links are open that Slack would use.</summary>
    public async Task ConnectedAsync(int links = 1)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(server.Options.Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Links.Count(link => link is { IsLeaving: false, IsHalfOpen: false }) < links)
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"There are {Links.Length} of {links} connections. {server.Describe()}");
            }

            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends to one of the links, in turn; fails where there is none.</summary>
    public Task<Receipt> SendAsync(Outgoing content, int retry, string? reason)
    {
        SocketLink? link;
        lock (_gate)
        {
            var usable = _links.Where(candidate => candidate is { IsOpen: true, IsLeaving: false }).ToList();
            link = usable.Count == 0 ? null : usable[(int)((uint)_next++ % (uint)usable.Count)];
        }

        if (link is null)
        {
            return Task.FromResult(Receipt.Failed("no_connection"));
        }

        var envelope = Guid.NewGuid().ToString();
        var body = new JsonObject
        {
            ["envelope_id"] = envelope,
            ["payload"] = content.Body.DeepClone(),
            ["type"] = content.Kind switch
            {
                OutgoingKind.Event => "events_api",
                OutgoingKind.Command => "slash_commands",
                _ => "interactive",
            },
            ["accepts_response_payload"] = content.Kind != OutgoingKind.Event,
        };
        if (content.Kind == OutgoingKind.Event)
        {
            body["retry_attempt"] = retry;
            body["retry_reason"] = reason ?? "";
        }

        return link.SendAsync(envelope, body, server.Options.AcknowledgeWithin);
    }

    public void DropAll()
    {
        foreach (var link in Links)
        {
            link.Drop();
        }
    }

    private bool TakeTicket(string ticket)
    {
        lock (_gate)
        {
            return _tickets.Remove(ticket, out var until) && until > server.Options.Time.GetUtcNow();
        }
    }
}
