namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>
/// The documented limits: by bot and thread 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 an hour; by app and tenant 50 a second.
/// Thread-safe.
/// </summary>
internal sealed class Throttle(FakeTeamsOptions options)
{
    private static readonly (int Most, TimeSpan Within)[] s_thread =
    [
        (7, TimeSpan.FromSeconds(1)), (8, TimeSpan.FromSeconds(2)), (60, TimeSpan.FromSeconds(30)), (1800, TimeSpan.FromHours(1)),
    ];

    private static readonly (int Most, TimeSpan Within)[] s_tenant = [(50, TimeSpan.FromSeconds(1))];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> _recent = [];

    /// <summary>Whether the limits hold; may be switched at any time.</summary>
    public bool IsOn { get; set; } = options.LimitsCalls;

    /// <summary>How many calls were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Takes a call to a thread; how long to wait if it is one too many.</summary>
    public TimeSpan? Take(string conversation)
    {
        if (!IsOn)
        {
            return null;
        }

        lock (_gate)
        {
            var now = options.Time.GetUtcNow();
            var (thread, tenant) = (Recent(conversation), Recent(""));
            var wait = Wait(thread, s_thread, now) ?? Wait(tenant, s_tenant, now);
            if (wait is null)
            {
                thread.Add(now);
                tenant.Add(now);
            }
            else
            {
                Refused++;
            }

            return wait;
        }
    }

    private static TimeSpan? Wait(List<DateTimeOffset> recent, (int Most, TimeSpan Within)[] limits, DateTimeOffset now)
    {
        foreach (var (most, within) in limits)
        {
            var last = recent.Count - most;
            if (last >= 0 && recent[last] + within is var free && free > now)
            {
                return free - now;
            }
        }

        return null;
    }

    private List<DateTimeOffset> Recent(string what) => _recent.TryGetValue(what, out var there) ? there : _recent[what] = [];
}
