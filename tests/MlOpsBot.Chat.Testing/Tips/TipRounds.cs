using System.Collections.Concurrent;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Chat.Testing;

/// <summary>A platform's channels as the tests of tips need them.</summary>
internal interface ITipWorld
{
    WorkspaceKey Workspace { get; }

    /// <summary>Whether a post can be looked for afterwards: then no doubt may stay.</summary>
    bool HasHistory { get; }

    /// <summary>Who is told when posting stops working, by the platform's id.</summary>
    string Owner { get; }

    /// <summary>A new channel with the bot in it; or one where it may not post any more.</summary>
    Task<string> AddChannelAsync(Store store, bool isClosed);

    /// <summary>What the bot posted in a channel: the delivery's id where the platform shows it, and its own name for the message.</summary>
    IReadOnlyList<(string? Delivery, string Message)> PostsIn(string channel);

    /// <summary>How often the owner was told of a channel.</summary>
    int ToldOf(string channel);

    /// <summary>The inbox's id of the work that tells the owner.</summary>
    string TellingOf(string channel, string day);

    /// <summary>A post that gets no answer until the bot gives up waiting.</summary>
    void StaySilentOnce(bool isCarriedOut);

    /// <summary>A step of the bot's that no call shows.</summary>
    Task StepAsync(string name);
}

/// <summary>
/// Makes round after round of channels due at once, and compares in the end what the platform has of each with its row of the ledger.
/// A row that says "posted" stands for one message under its name, a row that says why not for none, a doubt for one at most.
/// </summary>
internal sealed class TipRounds(ITipWorld world, Store store) : IQuestioning
{
    /// <summary>Channels of a round where the bot may post; one more is closed.</summary>
    private const int Channels = 6;

    private const int SilentEvery = 16;

    private static readonly string[] s_watched = ["due, not planned", "planned", "claimed", "intent written", "settled", "owner to be told"];

    private readonly ConcurrentQueue<Subscribed> _subscribed = [];
    private int _rounds;

    public string What => "channels";

    public string Untaken => "not posted, and said why";

    /// <summary>How many rows said what, for a test's own report.</summary>
    public ConcurrentDictionary<string, int> Reasons { get; } = [];

    public async Task WarmUpAsync()
    {
        await RoundAsync("no kill: before the first");
        await SettleAsync(FaultSettings.Patience);
    }

    public async Task RoundAsync(string row)
    {
        var round = Interlocked.Increment(ref _rounds);
        if (round % SilentEvery == 0)
        {
            world.StaySilentOnce(isCarriedOut: round % (2 * SilentEvery) == 0);
        }

        var due = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * 60);
        var subscribed = new List<Subscribed>();
        for (var number = 0; number <= Channels; number++)
        {
            var isClosed = number == Channels;
            subscribed.Add(new Subscribed(row, await world.AddChannelAsync(store, isClosed), due, isClosed));
        }

        foreach (var one in subscribed)
        {
            await SubscribeAsync(one);
            _subscribed.Enqueue(one);
        }

        if (s_watched.Contains(row))
        {
            await WatchAsync(row, subscribed);
        }
    }

    public async Task SettleAsync(TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await IsUnderWayAsync(limit.Token))
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    public async Task<IReadOnlyList<AskedEnd>> EndsAsync()
    {
        var ends = new List<AskedEnd>();
        foreach (var one in _subscribed)
        {
            ends.Add(one.IsClosed ? await ClosedEndAsync(one) : await OpenEndAsync(one));
        }

        return ends;
    }

    private async Task SubscribeAsync(Subscribed one)
    {
        var plan = new SubscriptionPlan(new TipSchedule(new LocalTime(one.DueAt.Hour, one.DueAt.Minute), WeekDays.All, "Etc/UTC"));
        var made = await store.Tips.ChangeAsync(
            new TipSubscription(world.Workspace, one.Channel, PlanJson.Write(plan), world.Owner, TipState.On, one.DueAt), world.Owner, "on", TestContext.Current.CancellationToken);
        made.ShouldNotBeNull();
    }

    /// <summary>Looks into the store, as often as it can, for what no call shows, and makes it a step.</summary>
    private async Task WatchAsync(string row, List<Subscribed> subscribed)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!limit.IsCancellationRequested)
        {
            foreach (var one in subscribed)
            {
                if (await IsAtAsync(row, one))
                {
                    await world.StepAsync(row);
                    return;
                }
            }

            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<bool> IsAtAsync(string row, Subscribed one)
    {
        var day = await store.Tips.Ledger.FindAsync(world.Workspace, one.Channel, one.Day);
        return row switch
        {
            "due, not planned" => day is null,
            "planned" => day is { State: TipDayState.Planned },
            "claimed" => day is { State: TipDayState.Claimed },
            "intent written" => day is not null && await store.Deliveries.FindAsync(world.Workspace, day.Delivery) is { State: DeliveryState.Intended },
            "settled" => day is { State: TipDayState.Posted },
            _ => one.IsClosed && await store.Inbox.FindAsync(world.Workspace, world.TellingOf(one.Channel, one.Day)) is not null,
        };
    }

    private async Task<bool> IsUnderWayAsync(CancellationToken cancellation)
    {
        if ((await store.Inbox.CountAsync(world.Workspace.Platform, cancellation)).Open > 0
            || await store.Tips.Ledger.Of(world.Workspace.Platform).NextDueAsync(cancellation) is not null)
        {
            return true;
        }

        foreach (var one in _subscribed.Where(one => !one.IsSettled))
        {
            var day = await store.Tips.Ledger.FindAsync(world.Workspace, one.Channel, one.Day, cancellation);
            if (day is null or { State: TipDayState.Planned or TipDayState.Claimed })
            {
                return true;
            }

            one.IsSettled = true;
        }

        return false;
    }

    private async Task<AskedEnd> OpenEndAsync(Subscribed one)
    {
        var rows = await store.Tips.Ledger.ListAsync(world.Workspace, one.Channel, 10);
        var posts = world.PostsIn(one.Channel);
        var said = $"{one.Channel} ({one.Row}): {posts.Count} messages, {string.Join("; ", rows.Select(row => $"{row.Day} {row.State} {row.Message} {row.Reason}"))}";
        var outcome = (rows, posts) switch
        {
            (_, { Count: > 1 }) => AskedOutcome.Twice,
            ([{ State: TipDayState.Posted } row], [var post]) when Belongs(row, post) => AskedOutcome.Once,
            ([{ State: TipDayState.Doubtful }], _) => AskedOutcome.Doubtful,
            ([{ State: TipDayState.Failed or TipDayState.Skipped, Reason: not null }], []) => AskedOutcome.NotTaken,
            _ => AskedOutcome.Lost,
        };
        if (rows is [{ State: not TipDayState.Posted } unposted])
        {
            Reasons.AddOrUpdate($"{unposted.State}: {unposted.Reason}", 1, (_, count) => count + 1);
        }

        var isRight = outcome is AskedOutcome.Once or AskedOutcome.NotTaken || (outcome == AskedOutcome.Doubtful && !world.HasHistory);
        return new AskedEnd(one.Row, outcome, said, isRight);
    }

    /// <summary>Nothing is posted there, the subscription is suspended, and its owner is told once, or the row of that says that nobody can tell.</summary>
    private async Task<AskedEnd> ClosedEndAsync(Subscribed one)
    {
        var day = await store.Tips.Ledger.FindAsync(world.Workspace, one.Channel, one.Day);
        var subscription = await store.Tips.FindAsync(world.Workspace, one.Channel);
        var telling = await store.Inbox.FindAsync(world.Workspace, world.TellingOf(one.Channel, one.Day));
        var (posts, told) = (world.PostsIn(one.Channel).Count, world.ToldOf(one.Channel));
        var isStopped = posts == 0 && subscription?.Suspension is not null && day is { Reason: not null, State: not TipDayState.Posted };
        var isTold = told == 1 || (told == 0 && telling?.State == WorkState.Doubtful);
        var said = $"closed {one.Channel} ({one.Row}): {posts} messages, told {told} times ({telling?.State}), {day?.State} {day?.Reason}, suspended: {subscription?.Suspension?.Reason}";
        if (!world.HasHistory && day is { State: TipDayState.Doubtful } && told == 0 && posts == 0)
        {
            // Refused, for all that anybody knows, and nobody heard it: the next day's tip will tell.
            return new AskedEnd(one.Row, AskedOutcome.Doubtful, said, true);
        }

        return new AskedEnd(one.Row, told > 1 ? AskedOutcome.Twice : isStopped && isTold ? AskedOutcome.NotTaken : AskedOutcome.Lost, said, isStopped && isTold);
    }

    private static bool Belongs(TipDay row, (string? Delivery, string Message) post)
        => row.Message == post.Message && (post.Delivery is null || post.Delivery == row.Delivery);

    private sealed record Subscribed(string Row, string Channel, DateTimeOffset DueAt, bool IsClosed)
    {
        public bool IsSettled { get; set; }

        public string Day => LedgerDay.Write(LocalDate.FromDateTime(DueAt.UtcDateTime));
    }
}
