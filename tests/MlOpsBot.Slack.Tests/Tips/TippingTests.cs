using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Slack.Tests.Tips;

/// <summary>The real host against the fake Slack, on a Friday afternoon in Berlin that tests may turn into any other time.</summary>
public abstract class TippingTests : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Friday = new(2026, 11, 20, 13, 0, 0, TimeSpan.Zero);

    private protected static readonly WorkspaceKey Acme = new("slack", "T0ACME");

    private protected JumpingTime Clock { get; } = new(Friday);

    private protected SlackBot Bot { get; private set; } = null!;

    private protected FakeSlackServer Slack => Bot.Slack;

    private protected Person Robin => Slack.Robin;

    private protected Person Kim => Slack.Kim;

    private protected Channel General => Slack.General;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected virtual SlackBotSettings Settings => new() { Options = [("LeaseSeconds", "10")] };

    public async ValueTask InitializeAsync()
        => Bot = await SlackBot.StartAsync(Settings with { Slack = new FakeSlackOptions { Time = Clock, LimitsCalls = false, AcknowledgeWithin = TimeSpan.FromSeconds(20) } });

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Bot.DisposeAsync();
    }

    private protected Task<TipSubscription?> SubscriptionAsync(Channel channel) => Bot.Store.Tips.FindAsync(Acme, channel.Id, Cancellation);

    private protected async Task<SubscriptionPlan> PlanAsync(Channel channel) => PlanJson.Read((await SubscriptionAsync(channel))!.Plan)!;

    /// <summary>It is half past nine in Berlin, and a minute more, of a day in November 2026; what became of a channel's day.</summary>
    private protected async Task<TipDay> DayAsync(int day, Channel? channel = null)
    {
        Clock.JumpTo(new DateTimeOffset(2026, 11, day, 8, 31, 0, TimeSpan.Zero));
        return await SettledAsync(day, channel);
    }

    /// <summary>What became of a channel's day, once it is settled.</summary>
    private protected async Task<TipDay> SettledAsync(int day, Channel? channel = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Slack.Options.Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var row = await Bot.Store.Tips.Ledger.FindAsync(Acme, (channel ?? General).Id, $"2026-11-{day:D2}", limit.Token);
            if (row?.SettledAt is not null)
            {
                return row;
            }

            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>The tip of a day in November 2026, as it was posted.</summary>
    private protected async Task<Message> TipOfAsync(int day, Channel? channel = null)
    {
        var row = await DayAsync(day, channel);
        row.State.ShouldBe(TipDayState.Posted, row.Reason);
        var tip = Slack.World.BotPosts.Single(message => message.DeliveryId == row.Delivery);
        tip.Ts.ShouldBe(row.Message);
        return tip;
    }

    /// <summary>Everything that the bot posted for a day, by its delivery's id.</summary>
    private protected int CountOf(TipDay day) => Slack.World.BotPosts.Count(message => message.DeliveryId == day.Delivery);
}
