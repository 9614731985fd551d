using System.Collections.Concurrent;
using System.Collections.Frozen;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Teams.Conversing.Tips;

/// <summary>
/// What people are called, and whether they belong: Teams is asked where nobody has said it, and a name is remembered for an hour, in
/// memory alone. Thread-safe.
/// </summary>
internal sealed class People(TeamsConnector connector, TimeProvider time)
{
    /// <summary>An invoke has to be answered within five seconds, names or not.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_fresh = TimeSpan.FromHours(1);

    private const int MostNames = 2_000;

    private readonly ConcurrentDictionary<(WorkspaceKey Workspace, string Id), (string Name, DateTimeOffset At)> _names = new();

    /// <summary>The names of everybody whom a reply speaks of, as far as they can be had.</summary>
    /// <param name="place">Where it is said.</param>
    /// <param name="actor">Who gave the order.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<FrozenDictionary<string, string>> NamesAsync(TeamsPlace place, TeamsActor? actor, TipReply reply, CancellationToken cancellation)
    {
        var ids = reply.Lines.SelectMany(static line => line.Parts).Where(static part => part.IsPerson).Select(static part => part.Text).Distinct(StringComparer.Ordinal).Take(8);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);

        // All at once: the patience is for all of them together.
        var asked = ids.Select(async id => (Id: id, Name: (id == actor?.Id ? actor.Name : null) ?? await NameAsync(place, id, cancellation)));
        foreach (var (id, name) in await Task.WhenAll(asked))
        {
            if (name is not null)
            {
                names[id] = name;
            }
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Whether somebody is a full member of the tenant, who is in the conversation.</summary>
    public async Task<TipGrant> IsFullMemberAsync(TeamsPlace place, string user, CancellationToken cancellation)
    {
        var found = await FindAsync(place, user, cancellation);
        return found switch
        {
            { Outcome: CallOutcome.Done, Value: { } member } => member.IsGuest || (member.TenantId is { } tenant && !tenant.Equals(place.TenantId, StringComparison.OrdinalIgnoreCase)) ? TipGrant.Denied : TipGrant.Granted,
            { Outcome: CallOutcome.Refused, Error: "MemberNotFoundInConversation" or "http_404" } => TipGrant.Denied,
            _ => TipGrant.Unknown,
        };
    }

    private async Task<string?> NameAsync(TeamsPlace place, string id, CancellationToken cancellation)
    {
        var key = (place.Workspace, id);
        var now = time.GetUtcNow();
        if (_names.TryGetValue(key, out var known) && now - known.At < s_fresh)
        {
            return known.Name;
        }

        if ((await FindAsync(place, id, cancellation)).Value?.Name is not { Length: > 0 } name)
        {
            return null;
        }

        if (_names.Count >= MostNames)
        {
            _names.Clear();
        }

        _names[key] = (name, now);
        return name;
    }

    private async Task<CallResult<TeamsMember>> FindAsync(TeamsPlace place, string user, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await connector.MemberAsync(place, user, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return CallResult.Later<TeamsMember>("no_answer", TimeSpan.Zero);
        }
    }
}
