using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Teams.Requests;

/// <summary>Whether the keys that Teams' requests are checked with can be fetched, for a diagnosis.</summary>
public static class KeyLook
{
    /// <summary>Fetches them once, and keeps nothing. Throws for cancellation alone.</summary>
    /// <param name="options">Which cloud, or where the metadata are.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<KeySetState> FetchAsync(TeamsOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        using var source = new KeySource(Clouds.Of(options).Metadata, clock);
        var fetched = await source.FetchAsync(cancellation);
        return new KeySetState(fetched.Keys.Count, fetched.Fault is null ? clock.GetUtcNow() : null, fetched.Fault);
    }
}
