using System.Collections.Immutable;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storing;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Telemetry;

/// <summary>
/// Looks what waits in the store, at its own pace, so that reading a metric never waits for the store. While the store is away there is
/// nothing to say of the backlog, which is not the same as zero. Thread-safe.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="health">Whether it answers.</param>
/// <param name="platforms">The platforms that are served; one with nothing waiting is told with zero.</param>
/// <param name="clock">The clock, the same as the store's.</param>
/// <param name="log">Where an operator reads.</param>
/// <param name="tips">How tips fare; null where there are none.</param>
internal sealed class BacklogWatch(Store store, StoreHealth health, ServedPlatforms platforms, TimeProvider clock, ILogger<BacklogWatch> log, TipHealth? tips = null)
    : RecurringService("Looking what waits in the store", clock, log)
{
    private volatile StoreSeen? _seen;

    /// <summary>Time between two looks.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>What was seen last; null before the first look.</summary>
    public StoreSeen? Seen => _seen;

    /// <inheritdoc/>
    protected override TimeSpan NextPause => Interval;

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (!await health.AnswersAsync())
        {
            _seen = StoreSeen.Away;
            return;
        }

        try
        {
            var now = Clock.GetUtcNow();
            var open = await store.Backlog.CountAsync(cancellation);
            _seen = new StoreSeen(IsUp: true, [.. platforms.Names.Select(name => Backlog.Of(name, open, now))], tips is null ? null : await tips.CountOverdueAsync());
        }
        catch (Exception exception)
        {
            _seen = StoreSeen.Away;

            // Of a fault of the store its own health tells.
            if (exception is not StorageException)
            {
                throw;
            }
        }
    }

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stop) => LookAsync(stop);
}

/// <summary>The platforms that are served. Immutable.</summary>
/// <param name="Names">Their names.</param>
internal sealed record ServedPlatforms(ImmutableArray<string> Names);

/// <summary>What a look at the store found. Immutable.</summary>
/// <param name="IsUp">Whether it answered.</param>
/// <param name="Backlog">What waits, by platform.</param>
/// <param name="Overdue">Tips that should have been posted; null where that is not known.</param>
internal sealed record StoreSeen(bool IsUp, ImmutableArray<Backlog> Backlog, int? Overdue)
{
    public static StoreSeen Away { get; } = new(IsUp: false, [], Overdue: null);
}

/// <summary>What waits for one platform. Immutable.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Waiting">How many events.</param>
/// <param name="Age">Of the oldest of them; zero with none.</param>
internal sealed record Backlog(string Platform, long Waiting, TimeSpan Age)
{
    public static Backlog Of(string platform, ImmutableArray<PlatformBacklog> open, DateTimeOffset now)
        => open.FirstOrDefault(one => one.Platform == platform) is { } there
            ? new Backlog(platform, there.Waiting, now > there.OldestAt ? now - there.OldestAt : TimeSpan.Zero)
            : new Backlog(platform, 0, TimeSpan.Zero);
}
