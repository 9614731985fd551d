using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace MlOpsBot.Soak.Tests.Asking;

/// <summary>Something that the bot showed to somebody. Immutable.</summary>
/// <param name="At">When.</param>
/// <param name="What">The platform's message or view.</param>
internal sealed record Sighting(DateTimeOffset At, object What);

/// <summary>
/// Everything that the bot showed, under keys that tell what it answers: a thread, a direct message, a person who pressed. Fed by the
/// fakes as things happen, so that nobody has to go through all that ever happened. Thread-safe.
/// </summary>
internal sealed class Sightings
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Sighting>> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<object>> _awaited = new(StringComparer.Ordinal);

    /// <summary>Something is seen.</summary>
    public void Add(string key, DateTimeOffset at, object what)
    {
        _seen.AddOrUpdate(key, static (_, added) => [added], static (_, before, added) => before.Add(added), new Sighting(at, what));
        if (_awaited.TryRemove(key, out var awaited))
        {
            awaited.TrySetResult(what);
        }
    }

    /// <summary>Everything seen under some keys, by time.</summary>
    public ImmutableArray<Sighting> Of(ImmutableArray<string> keys)
        => keys is [var key] ? _seen.GetValueOrDefault(key, []) : [.. keys.SelectMany(each => _seen.GetValueOrDefault(each, [])).OrderBy(sighting => sighting.At)];

    /// <summary>Does something, and waits for what is seen next under a key; null where nothing comes in time.</summary>
    public async Task<T?> NextAsync<T>(string key, Func<Task> act, TimeSpan within)
        where T : class
    {
        var awaited = _awaited.GetOrAdd(key, static _ => new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously));
        await act();
        await Task.WhenAny(awaited.Task, Task.Delay(within));
        return awaited.Task.IsCompletedSuccessfully ? await awaited.Task as T : null;
    }
}
