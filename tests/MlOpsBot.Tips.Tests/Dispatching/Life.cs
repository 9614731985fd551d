using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Knowledge;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Tests.Dispatching;

/// <summary>The end of a process: nothing after it happens.</summary>
internal sealed class Crash() : Exception("The process ended.");

/// <summary>
/// A process that plans and posts, from its start to its end, stepped by a test: the planner, the ledger's queue, the dispatcher and the
/// courier, all real, in the order in which the loops run them.
/// </summary>
internal sealed class Life
{
    /// <summary>Every place between two steps.</summary>
    public static IReadOnlyList<string> Places { get; } =
    [
        "being planned", "planned", "claimed", "being chosen", "chosen", "intended", "carried out, not answered", "answered", "looking", "recorded",
        "worked on", "settled",
    ];

    private readonly Store _store;
    private readonly Platform _platform;
    private readonly TimeProvider _time;
    private readonly TipsOptions _options;
    private readonly DueTips _due;
    private readonly TipDispatcher _dispatcher;

    public Life(Store store, Platform platform, Func<KnowledgeBase> knowledge, TipsOptions options, TimeProvider time, Action<string>? at = null)
    {
        At = at ?? (_ => { });
        (_store, _platform, _options, _time) = (store, platform, options, time);
        var planner = new DayPlanner(options, () => Holidays, NullLogger<DayPlanner>.Instance);
        _due = new DueTips(
            store,
            subscription =>
            {
                At("being planned");
                return planner.Plan(subscription, time.GetUtcNow());
            },
            new TipSignal(),
            time,
            NullLogger<DueTips>.Instance);
        _dispatcher = new TipDispatcher(store, new TipPick(store), () => knowledge(), () => Holidays, options, time, NullLogger<TipDispatcher>.Instance);
        Post = new ScriptedPost(platform, new Courier(store, new CourierTimes(options.Lease), time, NullLogger<Courier>.Instance), store, place => At(place));
    }

    /// <summary>Called at each place; may throw a <see cref="Crash"/>.</summary>
    public Action<string> At { get; set; }

    public ScriptedPost Post { get; }

    public HolidayCalendar Holidays { get; set; } = HolidayCalendar.None;

    /// <summary>Plans all that is due.</summary>
    public async Task PlanAsync(CancellationToken cancellation)
    {
        while (await _due.PlanAsync(cancellation) == TimeSpan.Zero)
        {
        }

        At("planned");
    }

    /// <summary>Plans, and works on everything that may be claimed; how many there were.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await PlanAsync(cancellation);
        var (queue, policy) = (_store.Tips.Ledger.Of(_platform.Name), new RetryPolicy(TipWorker.OptionsOf(_options, _platform.Name)));
        var claims = await queue.ClaimAsync(_options.Workers, _options.Lease, cancellation);
        if (!claims.IsEmpty)
        {
            At("claimed");
        }

        foreach (var claim in claims)
        {
            var settlement = policy.BeforeWork(claim)
                ?? policy.After(claim, await _dispatcher.WorkAsync(Post, claim, cancellation), _time.GetUtcNow(), jitter: 0.5);
            At("worked on");
            await queue.SettleAsync(claim, settlement, cancellation);
            At("settled");
        }

        return claims.Length;
    }

    /// <summary>Runs until the process ends at one of its places; false if it came to none.</summary>
    public async Task<bool> CrashesAsync(CancellationToken cancellation)
    {
        try
        {
            await RunAsync(cancellation);
            return false;
        }
        catch (Crash)
        {
            return true;
        }
    }
}
