using MlOpsBot.Storage.Tips;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Tips;

/// <summary>The real host against the fake Teams, on a Monday morning in Berlin that tests may turn into any other time.</summary>
public abstract class TippingTests : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Monday = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    private protected JumpingTime Clock { get; } = new(Monday);

    private protected TeamsBot Bot { get; private set; } = null!;

    private protected FakeTeamsServer Teams => Bot.Teams;

    /// <summary>Somebody in Berlin.</summary>
    private protected Person Ada { get; private set; } = null!;

    /// <summary>Somebody in New York.</summary>
    private protected Person Ben { get; private set; } = null!;

    /// <summary>A channel of a team that both are in.</summary>
    private protected TeamsChat Channel => Teams.General;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Further configuration below <c>MlOpsBot:Teams:</c>.</summary>
    private protected virtual IReadOnlyList<(string Name, string Value)> Options => [];

    public virtual async ValueTask InitializeAsync()
    {
        Bot = await TeamsBot.StartAsync(new TeamsBotSettings { Teams = new FakeTeamsOptions { Time = Clock, BotTokenLifetime = TimeSpan.FromDays(60) }, Options = Options });
        Ada = Teams.World.AddPerson("Ada", person => person with { TimeZone = "Europe/Berlin" });
        Ben = Teams.World.AddPerson("Ben", person => person with { TimeZone = "America/New_York" });
        Teams.General.Members.AddRange([Ada, Ben]);
        Teams.Group.Members.AddRange([Ada, Ben]);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Bot.DisposeAsync();
    }

    /// <summary>The tip of a day in November 2026, once it is posted.</summary>
    private protected async Task<Message> TipOfAsync(int day, TeamsChat? chat = null)
    {
        var since = Teams.World.LastChange;
        await DawnAsync(day, chat);
        return await NextInAsync(chat ?? Channel, since);
    }

    /// <summary>It is half past nine in Berlin on a day of November 2026, and then time to post: posts are spread within the minute.</summary>
    private protected async Task DawnAsync(int day, TeamsChat? chat = null)
    {
        Clock.JumpTo(new DateTimeOffset(2026, 11, day, 8, 30, 0, TimeSpan.Zero));
        await UntilAsync(() => Bot.Store.Tips.Ledger.FindAsync(Bot.Tenant, (chat ?? Channel).Id, $"2026-11-{day}", Cancellation));
        Clock.Jump(TimeSpan.FromSeconds(50));
    }

    /// <summary>The bot's first message in any thread of a chat after a change.</summary>
    private protected Task<Message> NextInAsync(TeamsChat chat, int since) => Teams.World.UntilAsync(
        () => Teams.World.Changes.Skip(since)
            .FirstOrDefault(change => change is { Kind: ChangeKind.Posted, Message.IsFromBot: true } && change.Message.Conversation.StartsWith(chat.Id, StringComparison.Ordinal))?.Message,
        $"a message of the bot in {chat}");

    private protected async Task<TipSubscription> SubscriptionAsync(TeamsChat? chat = null) => (await Bot.Store.Tips.FindAsync(Bot.Tenant, (chat ?? Channel).Id, Cancellation)).ShouldNotBeNull();

    /// <summary>The row of a day once it came to its end.</summary>
    private protected Task<TipDay> SettledAsync(string day, TeamsChat? chat = null) => UntilAsync(
        async () => await Bot.Store.Tips.Ledger.FindAsync(Bot.Tenant, (chat ?? Channel).Id, day, Cancellation) is { SettledAt: not null } row ? row : null);

    /// <summary>What is there at last.</summary>
    private protected async Task<T> UntilAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Teams.Options.Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await beat.WaitForNextTickAsync(limit.Token);
        }
    }
}
