using MlOpsBot.Knowledge;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Dispatching;

/// <summary>What every test of dispatching begins with: a store in a real database, a clock, a platform, and a channel's subscription.</summary>
public abstract class DispatchSuite(StorePlace place) : IAsyncLifetime
{
    private static readonly KnowledgeBase s_shipped = KnowledgeFolder.Load(Repository.Knowledge, TimeProvider.System).Knowledge!;

    private readonly List<Store> _opened = [];
    private StorageOptions _options = new();

    private protected static readonly WorkspaceKey Here = new("slack", "T1");

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Monday, half an hour before tips are due.</summary>
    private protected SteppedTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    private protected TipsOptions Options { get; set; } = new() { Spread = TimeSpan.Zero };

    private protected Platform Platform { get; private set; } = null!;

    private protected Store Store { get; private set; } = null!;

    private protected KnowledgeBase Knowledge { get; set; } = s_shipped;

    public async ValueTask InitializeAsync()
    {
        _options = await place.CreateAsync();
        Store = await OpenAsync();
        Platform = new Platform("slack", hasHistory: true, Time);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }

        await place.DisposeAsync();
    }

    /// <summary>Another replica on the same data.</summary>
    private protected async Task<Store> OpenAsync()
    {
        var store = await Store.OpenAsync(_options, AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey()), Time, Cancellation);
        _opened.Add(store);
        return store;
    }

    /// <summary>The platform cannot be looked into: what is in doubt stays so.</summary>
    private protected void HasNoHistory() => Platform = new Platform("slack", hasHistory: false, Time);

    private protected Life NewLife(Action<string>? at = null, Store? store = null) => new(store ?? Store, Platform, () => Knowledge, Options, Time, at);

    /// <summary>A process that ends when it comes to a place, or at its n-th place of all.</summary>
    private protected Life Dying(string at) => NewLife(place =>
    {
        if (place == at)
        {
            throw new Crash();
        }
    });

    /// <summary>Subscribes a channel: every day at 09:30 UTC unless said otherwise.</summary>
    private protected async Task<TipSubscription> SubscribeAsync(string channel, TipSchedule? schedule = null)
    {
        var plan = new SubscriptionPlan(schedule ?? new TipSchedule(new LocalTime(9, 30), WeekDays.All, "Etc/UTC"));
        var next = TipDue.Next(plan, null, Time.GetUtcNow());
        var made = await Store.Tips.ChangeAsync(new TipSubscription(Here, channel, PlanJson.Write(plan), "U1", TipState.On, next), "U1", "on", Cancellation);
        return made.ShouldNotBeNull();
    }

    private protected async Task<TipSubscription> ChangeAsync(string channel, Func<SubscriptionPlan, SubscriptionPlan> change, TipState state = TipState.On)
    {
        var before = (await Store.Tips.FindAsync(Here, channel, Cancellation)).ShouldNotBeNull();
        var plan = change(PlanJson.Read(before.Plan)!);
        var changed = before with { Plan = PlanJson.Write(plan), State = state, NextDue = TipDue.Next(plan, before.LastDay, Time.GetUtcNow()) };
        return (await Store.Tips.ChangeAsync(changed, "U1", "changed", Cancellation)).ShouldNotBeNull();
    }

    /// <summary>Runs processes one after the other, by and by, until nothing is open any more.</summary>
    private protected async Task RestAsync(Life? life = null)
    {
        life ??= NewLife();
        for (var step = 0; step < 2000; step++)
        {
            await life.RunAsync(Cancellation);
            if (await Store.Tips.Ledger.Of(Platform.Name).NextDueAsync(Cancellation) is not { } next)
            {
                return;
            }

            Time.Advance(next > Time.GetUtcNow() ? next - Time.GetUtcNow() : TimeSpan.FromSeconds(1));
        }

        Assert.Fail("Something stays open.");
    }

    /// <summary>Moves the clock on to a time of the day that it shows.</summary>
    private protected void Till(int hour, int minute, int days = 0)
        => Time.Advance(Time.GetUtcNow().Date.AddDays(days).AddHours(hour).AddMinutes(minute) - Time.GetUtcNow().DateTime);

    private protected async Task<TipDay> DayAsync(string channel, string day = "2026-03-02")
        => (await Store.Tips.Ledger.FindAsync(Here, channel, day, Cancellation)).ShouldNotBeNull();
}
