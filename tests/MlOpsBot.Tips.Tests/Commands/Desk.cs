using System.Text;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Knowledge;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Tests.Dispatching;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Commands;

/// <summary>A channel with people in it, on a real store, on Monday the second of March 2026 at 9 o'clock in UTC.</summary>
public abstract class Desk : IAsyncLifetime
{
    private protected static readonly WorkspaceKey Here = new("slack", "T1");

    private static readonly KnowledgeBase s_shipped = KnowledgeFolder.Load(Repository.Knowledge, TimeProvider.System).Knowledge!;

    private static readonly Answerer s_answerer = new(s_shipped);

    private readonly SqlitePlace _place = new();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected SteppedTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    private protected Store Store { get; private set; } = null!;

    private protected TipDesk Tips { get; private set; } = null!;

    private protected TipsOptions Options { get; set; } = new() { Spread = TimeSpan.Zero };

    private protected HolidayCalendar Holidays { get; set; } = new([new Holiday(new LocalDate(2026, 4, 3), "Good Friday"), new Holiday(new LocalDate(2026, 4, 6), "Easter Monday")]);

    private protected Asked AskedAbout { get; } = new();

    private protected Person Ada { get; } = new("ada");

    private protected Person Bob { get; } = new("bob");

    private protected KnowledgeBase Knowledge { get; set; } = s_shipped;

    public async ValueTask InitializeAsync()
    {
        Store = await Store.OpenAsync(await _place.CreateAsync(), AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey()), Time, Cancellation);
        Tips = new TipDesk(Store, [AskedAbout], () => Knowledge, new TopicFinder(() => s_answerer, Time).Find, () => Holidays, Options, Time);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Store.DisposeAsync();
        await _place.DisposeAsync();
    }

    private protected Task<TipReply> SayAsync(Person who, string words) => Tips.OrderAsync(who, words, Cancellation);

    /// <summary>A reply as it is read.</summary>
    private protected async Task<string> ReadAsync(Person who, string words) => Text(await SayAsync(who, words));

    private protected Task<TipReply> PressAsync(Person who, TipReply reply, string label)
    {
        var button = reply.Buttons.Single(one => one.Label == label);
        return Tips.PressAsync(who, button.Verb, button.Value, Cancellation);
    }

    private protected async Task<TipSubscription> SubscriptionAsync() => (await Store.Tips.FindAsync(Here, "C1", Cancellation))!;

    private protected static string Text(TipReply reply)
    {
        var text = new StringBuilder($"# {reply.Title}\n");
        foreach (var line in reply.Lines)
        {
            text.Append(string.Concat(line.Parts.Select(part => part.IsPerson ? $"@{part.Text}" : part.IsStrong ? $"*{part.Text.Trim()}* " : part.Text))).Append('\n');
        }

        foreach (var row in reply.Rows)
        {
            text.Append(string.Join(" | ", row)).Append('\n');
        }

        if (reply.Tip is { } tip)
        {
            text.Append($"> {tip.Tip.Title}\n");
        }

        return text.Append(string.Join(' ', reply.Buttons.Select(button => $"[{button.Label}]"))).Append(reply.IsChange ? "\n(to all)" : "").ToString();
    }

    /// <summary>Somebody in the channel.</summary>
    private protected sealed record Person(string User) : ITipActor
    {
        public WorkspaceKey Workspace => Here;

        public string Channel { get; init; } = "C1";

        public bool IsDirect { get; init; }

        public string? Zone { get; set; } = "Europe/Berlin";

        public TipGrant Grant { get; set; } = TipGrant.Granted;

        public TipGrant GrantOfAccess { get; set; } = TipGrant.Granted;

        public string? Obstacle { get; set; }

        public List<(TipAccess Access, string? Owner)> Asked { get; } = [];

        public Task<string?> ZoneAsync(CancellationToken cancellation) => Task.FromResult(Zone);

        public Task<TipGrant> MayChangeAsync(TipAccess access, string? owner, CancellationToken cancellation)
        {
            Asked.Add((access, owner));
            return Task.FromResult(Grant);
        }

        public Task<TipGrant> MayChangeAccessAsync(CancellationToken cancellation) => Task.FromResult(GrantOfAccess);

        public Task<string?> WhyNotPostableAsync(CancellationToken cancellation) => Task.FromResult(Obstacle);
    }

    /// <summary>A platform of which only what was asked about is known.</summary>
    private protected sealed class Asked : ITipPost
    {
        public List<string> Cards { get; } = [];

        public string Platform => "slack";

        public Task<IReadOnlyList<string>> AskedAboutAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>(Cards);

        public Task<TipPosting> PostAsync(ClaimedTip claim, TipPost tip, CancellationToken cancellation) => throw new NotSupportedException();

        public Task TellOwnerAsync(TipSubscription subscription, string day, string reason, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
