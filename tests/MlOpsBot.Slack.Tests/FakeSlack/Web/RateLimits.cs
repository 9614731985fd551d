using System.Collections.Immutable;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>
/// The documented limits: each method's tier a minute and workspace, posts 1/s to a channel after a short burst and 300 a minute to a
/// workspace. Thread-safe.
/// </summary>
internal sealed class RateLimits(FakeSlackOptions options)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly ImmutableDictionary<string, int> PerMinute = new Dictionary<string, int>
    {
        ["apps.connections.open"] = 50,
        ["auth.test"] = 300,
        ["assistant.threads.setStatus"] = 600,
        ["assistant.threads.setSuggestedPrompts"] = 50,
        ["assistant.threads.setTitle"] = 50,
        ["auth.revoke"] = 50,
        ["chat.delete"] = 50,
        ["chat.postEphemeral"] = 100,
        ["chat.postMessage"] = 300,
        ["chat.update"] = 50,
        ["conversations.history"] = 50,
        ["conversations.open"] = 50,
        ["conversations.replies"] = 50,
        ["oauth.v2.access"] = 100,
        ["users.info"] = 100,
        ["views.open"] = 100,
        ["views.publish"] = 100,
        ["views.push"] = 100,
        ["views.update"] = 100,
    }.ToImmutableDictionary();

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Team, string What), Queue<DateTimeOffset>> _recent = [];
    private readonly Dictionary<string, DateTimeOffset> _channelFree = [];

    /// <summary>Whether the limits hold; may be switched at any time.</summary>
    public bool IsOn { get; set; } = options.LimitsCalls;

    /// <summary>How many calls were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Takes a call of a method by a workspace; how long to wait if it is one too many, in whole seconds.</summary>
    public TimeSpan? Take(string team, string method, string? channel)
    {
        if (!IsOn)
        {
            return null;
        }

        lock (_gate)
        {
            var now = options.Time.GetUtcNow();
            var wait = method == "chat.postMessage" && channel is not null ? TakeChannel(channel, now) : null;
            wait ??= TakeMethod(team, method, now);
            if (wait is not { } left)
            {
                return null;
            }

            Refused++;
            return TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(left.TotalSeconds)));
        }
    }

    private TimeSpan? TakeMethod(string team, string method, DateTimeOffset now)
    {
        if (!PerMinute.TryGetValue(method, out var most))
        {
            return null;
        }

        var recent = _recent.TryGetValue((team, method), out var there) ? there : _recent[(team, method)] = new Queue<DateTimeOffset>();
        while (recent.TryPeek(out var oldest) && oldest <= now - Minute)
        {
            recent.Dequeue();
        }

        if (recent.Count >= most)
        {
            return recent.Peek() + Minute - now;
        }

        recent.Enqueue(now);
        return null;
    }

    /// <summary>Each post moves the channel's next free moment on by a second; that may lie ahead by the burst.</summary>
    private TimeSpan? TakeChannel(string channel, DateTimeOffset now)
    {
        var free = _channelFree.GetValueOrDefault(channel, now);
        free = free < now ? now : free;
        var ahead = free - now - TimeSpan.FromSeconds(options.PostBurst - 1);
        if (ahead > TimeSpan.Zero)
        {
            return ahead;
        }

        _channelFree[channel] = free + TimeSpan.FromSeconds(1);
        return null;
    }
}
