using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// Remembers for a while what was found of a workspace; whoever asks meanwhile waits for the same answer. Faults are not
/// remembered. Thread-safe and bounded.
/// </summary>
internal sealed class AccessCache(TimeProvider time)
{
    // Far more workspaces than one process answers within half a minute; beyond it everything is read anew.
    private const int MostEntries = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Secret Token, DateTimeOffset Until)> _refused = new(StringComparer.Ordinal);

    /// <summary>What is remembered, or is being found, or is found now.</summary>
    public Task<WorkspaceAccess?> GetAsync(string id, Func<string, Task<Found>> load, CancellationToken cancellation)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out entry!) || !entry.IsGood(time.GetUtcNow()))
            {
                MakeRoom();
                _entries[id] = entry = new Entry();
                _ = entry.FillAsync(id, load, time);
            }
        }

        // One caller that gives up must not take the answer from the others.
        return entry.Access.WaitAsync(cancellation);
    }

    /// <summary>Finds it anew the next time.</summary>
    public void Forget(string id)
    {
        lock (_lock)
        {
            _entries.Remove(id);
            _refused.Remove(id);
        }
    }

    /// <summary>Slack refused this token.</summary>
    public void Refuse(string id, Secret token, TimeSpan lifetime)
    {
        lock (_lock)
        {
            // Late words about a token that was replaced meanwhile say nothing about the new one.
            if (_entries.TryGetValue(id, out var entry) && entry.Access is { IsCompletedSuccessfully: true } known
                && known.Result?.BotToken.Equals(token) == true)
            {
                _entries.Remove(id);
                _refused[id] = (token, time.GetUtcNow() + lifetime);
            }
        }
    }

    /// <summary>The token that Slack refused lately; null if none.</summary>
    public Secret? RefusedToken(string id)
    {
        lock (_lock)
        {
            if (!_refused.TryGetValue(id, out var refused))
            {
                return null;
            }

            if (refused.Until > time.GetUtcNow())
            {
                return refused.Token;
            }

            _refused.Remove(id);
            return null;
        }
    }

    private void MakeRoom()
    {
        if (_entries.Count < MostEntries)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var (id, entry) in _entries)
        {
            if (!entry.IsGood(now))
            {
                _entries.Remove(id);
            }
        }

        foreach (var (id, refused) in _refused)
        {
            if (refused.Until <= now)
            {
                _refused.Remove(id);
            }
        }

        if (_entries.Count >= MostEntries)
        {
            _entries.Clear();
        }
    }

    private sealed class Entry
    {
        private readonly TaskCompletionSource<WorkspaceAccess?> _access = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private DateTimeOffset _goodUntil = DateTimeOffset.MaxValue;

        public Task<WorkspaceAccess?> Access => _access.Task;

        // Until it is filled, it is waited for.
        public bool IsGood(DateTimeOffset now) => !_access.Task.IsCompleted || (_access.Task.IsCompletedSuccessfully && now < _goodUntil);

        public async Task FillAsync(string id, Func<string, Task<Found>> load, TimeProvider time)
        {
            // Off the lock that this is started under.
            await Task.Yield();
            try
            {
                var found = await load(id);
                _goodUntil = found.Lifetime == TimeSpan.MaxValue ? DateTimeOffset.MaxValue : time.GetUtcNow() + found.Lifetime;
                _access.SetResult(found.Access);
            }
            catch (Exception exception)
            {
                // Thrown to everybody who waits; whoever asks next tries again.
                _access.SetException(exception);
            }
        }
    }
}
