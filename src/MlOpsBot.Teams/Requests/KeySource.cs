using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Teams.Requests;

/// <summary>Keys as they were fetched, or why they could not be. Immutable.</summary>
/// <param name="Keys">By their ids; empty where there is a fault.</param>
/// <param name="Fault">What went wrong, for an operator; null if nothing did.</param>
internal sealed record FetchedKeys(FrozenDictionary<string, SigningKey> Keys, string? Fault);

/// <summary>Fetches the keys that Bot Framework signs with: its metadata say where they are. Thread-safe.</summary>
/// <param name="metadata">Where the metadata are.</param>
/// <param name="clock">The clock.</param>
internal sealed class KeySource(Uri metadata, TimeProvider clock) : IDisposable
{
    private readonly ChatHttp _http = new(clock);

    /// <summary>Fetches them; throws for cancellation alone.</summary>
    public async Task<FetchedKeys> FetchAsync(CancellationToken cancellation)
    {
        try
        {
            var (found, fault) = await GetAsync(metadata, static found => found.Text("jwks_uri"), cancellation);
            if (fault is not null || !Uri.TryCreate(found, UriKind.Absolute, out var keySet))
            {
                return Failed(fault ?? $"{metadata} does not say where the keys are");
            }

            // Whoever is given another transport than the one that was configured, may be given other keys too.
            if (keySet.Scheme != Uri.UriSchemeHttps && keySet.Scheme != metadata.Scheme)
            {
                return Failed($"{metadata} names an address of the keys that is not https");
            }

            var (keys, missing) = await GetAsync(keySet, SigningKey.ReadAll, cancellation);
            return keys is { Count: > 0 } ? new FetchedKeys(keys, null) : Failed(missing ?? $"{keySet} holds no key that could be used");
        }
        catch (InvalidOperationException)
        {
            return Failed($"{metadata}, or the keys that it names, hold a text that is no Unicode");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(T? Found, string? Fault)> GetAsync<T>(Uri address, Func<JsonElement, T?> find, CancellationToken cancellation)
        where T : class
    {
        var response = await _http.GetAsync(address, cancellation);
        if (response.Status is not { } status)
        {
            return (null, $"{address} cannot be reached: {response.Fault}");
        }

        if (status != HttpStatusCode.OK)
        {
            return (null, $"{address} answered {(int)status}");
        }

        using var document = ChatHttp.Parse(response);
        return document is null ? (null, $"{address} answered with something else than JSON, or too much of it") : (find(document.RootElement), null);
    }

    private static FetchedKeys Failed(string fault) => new(FrozenDictionary<string, SigningKey>.Empty, fault);
}
