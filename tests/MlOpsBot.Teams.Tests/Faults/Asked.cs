using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Faults;

internal enum AskedHow
{
    /// <summary>A message in a personal chat.</summary>
    Personal,

    /// <summary>A mention in a channel, answered in its thread.</summary>
    Channel,

    /// <summary>A mention in a group chat.</summary>
    Group,

    /// <summary>A button of the older kind, which comes as a message.</summary>
    Submit,

    /// <summary>An installation, announced in two ways, that is welcomed once.</summary>
    Welcome,

    /// <summary>A button that is answered by a card in its place.</summary>
    Button,

    /// <summary>A thumb with a word why.</summary>
    Thumb,

    /// <summary>The search box.</summary>
    Search,
}

/// <summary>Something asked in a conversation of its own, so that everything that comes there is known to answer it.</summary>
/// <param name="Row">The row of the fault table.</param>
/// <param name="How">How it was asked.</param>
/// <param name="Person">Who.</param>
/// <param name="Conversation">Where the answer has to come; for invokes where nothing must come.</param>
/// <param name="Deliveries">Its way to the bot, or both ways of an installation.</param>
/// <param name="Since">The number of the last change before it.</param>
internal sealed record Asked(string Row, AskedHow How, Person Person, string Conversation, IReadOnlyList<Delivery> Deliveries, int Since)
{
    private bool IsInvoke => How is AskedHow.Button or AskedHow.Thumb or AskedHow.Search;

    /// <summary>What came of it in the end. Teams has no history to look into, so a post in doubt is never repeated, and its row says so.</summary>
    public async Task<AskedEnd> EndAsync(IEnumerable<Change> changes, Store store)
    {
        var posts = changes.Skip(Since).Where(change => change is { Kind: ChangeKind.Posted, Message.IsFromBot: true } && change.Message.Conversation == Conversation)
            .Select(change => change.Message).ToList();
        var outcome = IsInvoke ? await OfInvokeAsync(posts, store) : await OfPostsAsync(posts, store);
        var rows = string.Join(", ", (await RowsAsync(store)).Select(row => $"{row.State} {row.Reason}"));
        return new AskedEnd(Row, outcome, $"{this}; rows: {rows}; posts: {posts.Count}", outcome is AskedOutcome.Once or AskedOutcome.Doubtful || (outcome == AskedOutcome.NotTaken && IsInvoke));
    }

    public override string ToString() => $"{How} of {Person} in {Conversation} ({Row}): {string.Join("; ", Deliveries)}";

    private async Task<AskedOutcome> OfPostsAsync(List<Message> posts, Store store)
    {
        if (posts.Count > 1)
        {
            return AskedOutcome.Twice;
        }

        if (posts is [var post])
        {
            // A card, not an apology.
            return post.Card is { Buttons.IsEmpty: false } ? AskedOutcome.Once : AskedOutcome.Lost;
        }

        if ((await RowsAsync(store)).Any(row => row is { State: WorkState.Doubtful, Reason.Length: > 0 }))
        {
            return AskedOutcome.Doubtful;
        }

        return Deliveries.Any(delivery => delivery.IsAcknowledged) ? AskedOutcome.Lost : AskedOutcome.NotTaken;
    }

    private async Task<AskedOutcome> OfInvokeAsync(List<Message> posts, Store store)
    {
        var answer = new InvokeAnswer(Deliveries[0], Conversation, null);
        if (posts.Count > 0)
        {
            return AskedOutcome.Twice;
        }

        if (!Deliveries[0].IsAcknowledged)
        {
            return AskedOutcome.NotTaken;
        }

        var isAnswered = How switch
        {
            AskedHow.Button => answer.Card is { Buttons.IsEmpty: false },
            AskedHow.Search => !answer.Results.IsEmpty,
            _ => await HasThumbAsync(store),
        };
        return isAnswered ? AskedOutcome.Once : AskedOutcome.Lost;
    }

    private async Task<bool> HasThumbAsync(Store store)
    {
        var all = await store.Feedback.ListAsync(new WorkspaceKey(TeamsPlace.Platform, Person.Server.Options.TenantId), 10_000, TestContext.Current.CancellationToken);
        return all.Any(feedback => feedback.Text == Person.Name);
    }

    /// <summary>Its rows in the inbox.</summary>
    private async Task<IReadOnlyList<EventStatus>> RowsAsync(Store store)
    {
        var rows = new List<EventStatus>();
        foreach (var delivery in Deliveries)
        {
            var id = $"{delivery.Content.Body["conversation"]!["id"]}|{delivery.Content.Id}";
            if (await store.Inbox.FindAsync(new WorkspaceKey(TeamsPlace.Platform, Person.Server.Options.TenantId), id) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
