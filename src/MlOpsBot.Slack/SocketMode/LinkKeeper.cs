using Microsoft.Extensions.Logging;

namespace MlOpsBot.Slack.SocketMode;

/// <summary>
/// Decides when links are made, left and cut; touches no network. It is told news and asked for orders, by one caller at a time.
/// There are never more than <see cref="MostLinks"/>: the one that serves, and the next one or the one being left.
/// </summary>
internal sealed class LinkKeeper
{
    /// <summary>Most links at a time. Slack allows ten for an app, which its replicas share.</summary>
    public const int MostLinks = 2;

    // From here on somebody should know that the tenth comes closer.
    private const int ManyConnections = 8;

    private readonly SocketModeTimes _times;
    private readonly TimeProvider _clock;
    private readonly Random _chance;
    private readonly ILogger _log;
    private readonly long _start;
    private readonly Dictionary<int, KeptLink> _links = [];
    private readonly Queue<LinkOrder> _orders = new();
    private int _lastNumber;
    private int _failures;
    private bool _isRefused;
    private TimeSpan _openAt;

    public LinkKeeper(SocketModeTimes times, TimeProvider clock, Random chance, ILogger log)
    {
        _times = times;
        _clock = clock;
        _chance = chance;
        _log = log;
        _start = clock.GetTimestamp();
    }

    /// <summary>How things stand.</summary>
    public SocketModeState State =>
        Serving is not null ? SocketModeState.Connected : _isRefused ? SocketModeState.Refused : SocketModeState.Connecting;

    /// <summary>How long until <see cref="Decide"/> should be asked again if no news comes; null: only news matter.</summary>
    public TimeSpan? NextDecisionIn
    {
        get
        {
            var mayOpen = WantsLink && (_links.Count < MostLinks || _links.Values.Any(link => link.Phase == LinkPhase.Leaving));
            var times = _links.Values.Select(link => link.DueAt(_times)).Append(mayOpen ? _openAt : null).OfType<TimeSpan>().ToList();
            return times.Count == 0 ? null : Later(times.Min() - Now, TimeSpan.Zero);
        }
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    private KeptLink? Serving => _links.Values.FirstOrDefault(link => link.Phase == LinkPhase.Serving);

    private bool WantsLink => _links.Values.All(link => link.Phase != LinkPhase.Opening) && Serving is not { IsUnwanted: false };

    /// <summary>Takes news.</summary>
    public void Take(LinkNews news)
    {
        if (news is TokenReplaced)
        {
            Renew();
            return;
        }

        if (!_links.TryGetValue(news.Link, out var link))
        {
            return;
        }

        switch (news)
        {
            case LinkGreeted greeted when link.Phase == LinkPhase.Opening:
                Serve(link, greeted);
                break;
            case LinkHeard:
                link.HeardAt = Now;
                break;
            case LinkUnwanted unwanted when link.Phase is LinkPhase.Serving or LinkPhase.Opening:
                Replace(link, unwanted.Reason);
                break;
            case LinkEnded ended:
                _links.Remove(link.Number);
                Mourn(link, ended);
                break;
            default:
                // A second greeting, or a warning to a link that is being left already.
                break;
        }
    }

    /// <summary>What is to be done now. Each order is given once.</summary>
    public IReadOnlyList<LinkOrder> Decide()
    {
        var now = Now;
        foreach (var link in _links.Values)
        {
            if (link.Phase == LinkPhase.Opening && now >= link.DueAt(_times))
            {
                _log.LogWarning("Socket Mode: link {Link} was not greeted within {Limit}; cut", link.Number, _times.GreetWithin);
                Drop(link);
                Fail();
            }
            else if (link is { Phase: LinkPhase.Serving, IsUnwanted: false } && now >= link.DueAt(_times))
            {
                _log.LogDebug("Socket Mode: link {Link} is old, or has been quiet for long, and is replaced", link.Number);
                link.IsUnwanted = true;
                Forgive(link);
            }
        }

        if (WantsLink && now >= _openAt)
        {
            OpenOrMakeRoom(now);
        }

        var orders = _orders.ToArray();
        _orders.Clear();
        return orders;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // The link of the old token serves until one of the new greets; what was refused to the old says nothing of the new.
    private void Renew()
    {
        _log.LogInformation("Socket Mode: the app token was replaced; the next link is asked for with the new one");
        foreach (var link in _links.Values.ToList())
        {
            if (link.Phase == LinkPhase.Opening)
            {
                Drop(link);
            }

            link.IsUnwanted = true;
        }

        (_isRefused, _failures, _openAt) = (false, 0, Now);
    }

    private void OpenOrMakeRoom(TimeSpan now)
    {
        if (_links.Count < MostLinks)
        {
            var link = new KeptLink(++_lastNumber, now);
            _links.Add(link.Number, link);
            Order(LinkOrderKind.Open, link);
        }
        else if (_links.Values.FirstOrDefault(link => link.Phase == LinkPhase.Leaving) is { } leaving)
        {
            // The next link is opened when the news of this one's end comes.
            Drop(leaving);
        }
    }

    private void Serve(KeptLink link, LinkGreeted greeted)
    {
        if (Serving is { } old)
        {
            Leave(old);
        }

        link.Phase = LinkPhase.Serving;
        link.GreetedAt = link.HeardAt = Now;

        // A little before Slack's own time, and not all replicas at once.
        link.Life = (greeted.Life ?? _times.UsualLife) * (0.85 + (0.1 * _chance.NextDouble()));
        _isRefused = false;
        _log.LogInformation("Socket Mode: link {Link} serves; Slack counts {Connections} of at most 10", link.Number, greeted.Connections ?? 1);
        if (greeted.Connections >= ManyConnections)
        {
            _log.LogWarning(
                "Socket Mode: Slack counts {Connections} links of this app and allows 10. Are other programs connected with the same token?",
                greeted.Connections);
        }
    }

    private void Replace(KeptLink link, string reason)
    {
        var wasServing = link.Phase == LinkPhase.Serving;
        switch (reason)
        {
            case "link_disabled":
                _log.LogError(
                    "Socket Mode is switched off for this app: switch it on in the app's settings, page \"Socket Mode\". Trying again about every {Wait}",
                    _times.SlowRetry);
                _isRefused = true;
                Drop(link);
                Postpone(Slowly());
                break;
            case "too_many_websockets":
                // The next link needs the place of this one, so here the old one goes first.
                _log.LogWarning("Socket Mode: Slack counts too many links of this app and closes link {Link}. Are other programs connected with the same token?", link.Number);
                Leave(link);
                Fail();
                Postpone(_times.LeaveWithin + (_times.LongestRetry * _chance.NextDouble()));
                break;
            case var _ when wasServing:
                _log.LogDebug("Socket Mode: Slack asks to replace link {Link} ({Reason})", link.Number, reason);
                if (!link.IsUnwanted && !Forgive(link))
                {
                    // Slack may ask this of every new link at once; then it must not become a race.
                    Fail();
                }

                link.IsUnwanted = true;
                break;
            default:
                _log.LogWarning("Socket Mode: Slack sent link {Link} away before greeting it ({Reason})", link.Number, reason);
                Drop(link);
                Fail();
                break;
        }
    }

    private void Mourn(KeptLink link, LinkEnded ended)
    {
        switch (link.Phase)
        {
            case LinkPhase.Opening when ended.End == LinkEnd.Refused:
                _log.LogError(
                    "Socket Mode: Slack gives this app no link ({Reason}). Look at MlOpsBot:Slack:AppToken: it must be an app-level token of this app with the scope connections:write. Trying again about every {Wait}",
                    ended.Reason,
                    _times.SlowRetry);
                _isRefused = true;
                Postpone(Slowly());
                break;
            case LinkPhase.Opening:
                Fail();
                Postpone(ended.Wait);
                _log.LogWarning("Socket Mode: link {Link} could not be made ({Reason}); trying again in {Wait:F1} s", link.Number, ended.Reason, Later(_openAt - Now, TimeSpan.Zero).TotalSeconds);
                break;
            case LinkPhase.Serving when link.IsUnwanted:
                // Slack announced it; the next one is on its way.
                break;
            case LinkPhase.Serving:
                _log.LogWarning("Socket Mode: link {Link} ended ({Reason})", link.Number, ended.Reason);
                Forgive(link);
                Fail();
                break;
            default:
                _log.LogDebug("Socket Mode: link {Link} is closed ({Reason})", link.Number, ended.Reason);
                break;
        }
    }

    // Whether the link was a good one: then what failed before it is forgotten.
    private bool Forgive(KeptLink link)
    {
        var wasStable = Now - link.GreetedAt >= _times.StableAfter;
        _failures = wasStable ? 0 : _failures;
        return wasStable;
    }

    // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    private void Fail()
    {
        var most = Math.Min(_times.FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(_failures, 30)), _times.LongestRetry.TotalSeconds);
        _failures++;
        Postpone(TimeSpan.FromSeconds(most * _chance.NextDouble()));
    }

    private TimeSpan Slowly() => _times.SlowRetry * (0.75 + (0.5 * _chance.NextDouble()));

    private void Postpone(TimeSpan wait) => _openAt = Later(_openAt, Now + wait);

    private void Leave(KeptLink link)
    {
        link.Phase = LinkPhase.Leaving;
        Order(LinkOrderKind.Leave, link);
    }

    private void Drop(KeptLink link)
    {
        link.Phase = LinkPhase.Dropped;
        Order(LinkOrderKind.Drop, link);
    }

    private void Order(LinkOrderKind kind, KeptLink link) => _orders.Enqueue(new LinkOrder(kind, link.Number));
}
