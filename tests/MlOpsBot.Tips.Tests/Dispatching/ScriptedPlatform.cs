using System.Collections.Concurrent;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Tips.Tests.Dispatching;

/// <summary>A message that the platform has taken.</summary>
internal sealed record Shown(string Channel, string Delivery, string Tip, string? Notice, DateTimeOffset At);

/// <summary>What a call comes to, in turn: the result, and whether the message is on the platform afterwards.</summary>
internal sealed record Answered(CallResult<string> Result, bool IsCarriedOut)
{
    public static Answered RateLimited(TimeSpan wait) => new(CallResult.Later<string>("rate_limited", wait), false);

    public static Answered Refused(string code) => new(CallResult.Refused<string>(code), false);

    public static Answered Lost(bool isCarriedOut) => new(CallResult.Doubtful<string>("timed out"), isCarriedOut);
}

/// <summary>What is on the platform, whoever put it there; shared by all lives of all replicas.</summary>
/// <param name="name">What the store calls it.</param>
/// <param name="hasHistory">Whether a message can be looked for afterwards: Slack's channels have that, Teams' have not.</param>
/// <param name="time">The clock.</param>
internal sealed class Platform(string name, bool hasHistory, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answered>> _script = [];
    private int _messages;

    public string Name => name;

    public bool HasHistory => hasHistory;

    public ConcurrentQueue<Shown> Shown { get; } = [];

    /// <summary>Channels that take nothing any more, with the platform's word for it.</summary>
    public ConcurrentDictionary<string, string> Closed { get; } = [];

    /// <summary>What looking comes to where not to the truth.</summary>
    public CallResult<string?>? Looking { get; set; }

    public IReadOnlyList<Shown> In(string channel) => [.. Shown.Where(shown => shown.Channel == channel)];

    /// <summary>The next posts in a channel end like this.</summary>
    public void Next(string channel, params Answered[] answers)
    {
        var queue = _script.GetOrAdd(channel, _ => []);
        foreach (var answer in answers)
        {
            queue.Enqueue(answer);
        }
    }

    public CallResult<string> Post(string channel, string delivery, TipPost tip, Action<string> at)
    {
        if (Closed.TryGetValue(channel, out var code))
        {
            return CallResult.Refused<string>(code);
        }

        var answer = _script.TryGetValue(channel, out var queue) && queue.TryDequeue(out var scripted)
            ? scripted
            : new Answered(CallResult.Done($"m{Interlocked.Increment(ref _messages)}"), true);
        if (answer.IsCarriedOut)
        {
            Shown.Enqueue(new Shown(channel, delivery, tip.Tip.Id, tip.Notice, time.GetUtcNow()));
            at("carried out, not answered");
        }

        return answer.Result;
    }

    public CallResult<string?> Find(string channel, string delivery)
        => Looking ?? CallResult.Done<string?>(Shown.Any(shown => shown.Channel == channel && shown.Delivery == delivery) ? $"found {delivery}" : null);
}

/// <summary>A process' way to the platform: the real courier, and a place to end at before and after each of its steps.</summary>
internal sealed class ScriptedPost(Platform platform, Courier courier, Store store, Action<string> at) : ITipPost
{
    public string Platform => platform.Name;

    public IReadOnlyList<string> AskedAbout { get; set; } = [];

    public async Task<TipPosting> PostAsync(ClaimedTip claim, TipPost tip, CancellationToken cancellation)
    {
        at("chosen");
        var note = new DeliveryNote($"role:{tip.Card.Slug}") { Tip = tip.Tip.Id };
        var content = new NewDelivery(claim.Day.Workspace, NewDelivery.NewId(), claim.Day.Channel, note.Write(), tip.Knowledge.Version);
        var posting = await courier.DeliverAsync(claim, content, new Carrier(platform, claim.Day.Channel, tip, at), cancellation);
        at("recorded");
        return posting switch
        {
            { Note: not null } => new TipPosting.Posted(),
            { Refusal: { } code } => new TipPosting.Closed(code),
            _ => new TipPosting.Ends(posting.ToOutcome()),
        };
    }

    public async Task TellOwnerAsync(TipSubscription subscription, string day, string reason, CancellationToken cancellation)
    {
        at("owner to be told");
        await store.Inbox.RecordAsync(
            new IncomingEvent(subscription.Workspace, $"tips closed {subscription.Channel} {day}", "tell", reason), cancellation);
        at("owner told");
    }

    public Task<IReadOnlyList<string>> AskedAboutAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation)
    {
        at("being chosen");
        return Task.FromResult(AskedAbout);
    }

    private sealed class Carrier(Platform platform, string channel, TipPost tip, Action<string> at) : ICarrier
    {
        public Task<CallResult<string>> PostAsync(string delivery, CancellationToken cancellation)
        {
            at("intended");
            var result = platform.Post(channel, delivery, tip, at);
            at("answered");
            return Task.FromResult(result);
        }

        public bool CanFind(Delivery delivery) => platform.HasHistory;

        public Task<CallResult<string?>> FindAsync(Delivery delivery, CancellationToken cancellation)
        {
            at("looking");
            return Task.FromResult(platform.Find(channel, delivery.Content.Id));
        }
    }
}
