using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Teams.Requests;

/// <summary>Keys as they were fetched, or why they could not be. Immutable.</summary>
/// <param name="Keys">By their ids; empty where there is a fault.</param>
/// <param name="Fault">What went wrong, for an operator; null if nothing did.</param>
internal sealed record FetchedKeys(FrozenDictionary<string, SigningKey> Keys, string? Fault);

/// <summary>Fetches the keys that Bot Framework signs with: its metadata say where they are. Thread-safe.</summary>
internal sealed class KeySource : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);

    /// <summary>Longest answer that is read, in bytes: the key set has about a megabyte.</summary>
    private const int Longest = 8 * 1024 * 1024;

    private readonly Uri _metadata;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    /// <summary>Fetches from where the metadata are.</summary>
    public KeySource(Uri metadata, TimeProvider clock)
    {
        _metadata = metadata;
        _clock = clock;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                MaxAutomaticRedirections = 3,
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                UseCookies = false,
            })
        {
            MaxResponseContentBufferSize = Longest,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd($"MlOpsBot/{typeof(KeySource).Assembly.GetName().Version?.ToString(3)}");
    }

    /// <summary>Fetches them; throws for cancellation alone.</summary>
    public async Task<FetchedKeys> FetchAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var address = _metadata;
        try
        {
            using var metadata = Parsed(await _client.GetByteArrayAsync(address, either.Token));
            if (metadata?.RootElement.Text("jwks_uri") is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var keySet))
            {
                return Failed("does not say where the keys are");
            }

            // Whoever is given another transport than the one that was configured, is given other keys too.
            if (keySet.Scheme != Uri.UriSchemeHttps && keySet.Scheme != _metadata.Scheme)
            {
                return Failed("names an address of the keys that is not https");
            }

            address = keySet;
            using var document = Parsed(await _client.GetByteArrayAsync(address, either.Token));
            var keys = document is null ? FrozenDictionary<string, SigningKey>.Empty : SigningKey.ReadAll(document.RootElement);
            return keys.Count > 0 ? new FetchedKeys(keys, null) : Failed("holds no key that could be used");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed($"did not answer within {s_timeout.TotalSeconds:0} seconds");
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception.StatusCode is { } status ? $"answered {(int)status}" : $"cannot be reached: {exception.GetBaseException().Message}");
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode.
            return Failed("holds no proper text");
        }

        FetchedKeys Failed(string what) => new(FrozenDictionary<string, SigningKey>.Empty, $"{address} {what}");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static JsonDocument? Parsed(byte[] body) => PayloadJson.TryParse(body, default, out var document, out _) ? document : null;
}
