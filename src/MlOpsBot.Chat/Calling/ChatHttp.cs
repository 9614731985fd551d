using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Measuring;

namespace MlOpsBot.Chat.Calling;

/// <summary>What came back of one request, before anybody knows what it means.</summary>
/// <param name="Status">The status; null if no response came.</param>
/// <param name="Body">The whole body, empty if it was too long or broke off.</param>
/// <param name="IsWhole">Whether <paramref name="Body"/> is all of it.</param>
/// <param name="WasSent">Whether the request may have reached the platform.</param>
/// <param name="Wait">What <c>Retry-After</c> asks for.</param>
/// <param name="Fault">What went wrong on the way, without anything secret; null if a response came.</param>
public readonly record struct ChatResponse(
    HttpStatusCode? Status, ReadOnlyMemory<byte> Body, bool IsWhole, bool WasSent, TimeSpan Wait, string? Fault)
{
    /// <summary>The response's headers; null if no response came.</summary>
    public HttpResponseHeaders? Headers { get; init; }
}

/// <summary>
/// The way out to a chat platform: connections, time-outs and bounds. Follows no redirect, since a token is for one address alone.
/// Thread-safe; one for a platform and process.
/// </summary>
public sealed class ChatHttp : IDisposable
{
    // The platforms are behind content networks: a connection that takes longer than this to open will not open.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // They answer within a second or so; their own slowest methods give up after ten. Longer than that, looking is quicker.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    // New addresses of a platform's are found within this time.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    // Shorter than servers keep an idle connection: one that they close while we write leaves a post in doubt.
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromSeconds(30);

    // The longest answer is a page of a channel's history; a hundred messages of ours come to about a megabyte.
    private const int LongestBody = 8 * 1024 * 1024;

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>Connects when first used.</summary>
    public ChatHttp(TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = ConnectionLifetime,
                PooledConnectionIdleTimeout = IdleLifetime,
                AutomaticDecompression = DecompressionMethods.All,

                // Traces are the operator's, and none of the platform's business.
                ActivityHeadersPropagator = null,
            },
            disposeHandler: true)
        {
            // Time-outs are ours, by the clock that is injected.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MlOpsBot", typeof(ChatHttp).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>Posts, and gives whatever came of it. Throws for cancellation alone.</summary>
    public Task<ChatResponse> PostAsync(
        Uri address, AuthenticationHeaderValue? authorization, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellation)
        => SendAsync(HttpMethod.Post, address, authorization, body, contentType, cancellation);

    /// <summary>Gets, without a token, and gives whatever came of it. Throws for cancellation alone.</summary>
    public Task<ChatResponse> GetAsync(Uri address, CancellationToken cancellation)
        => SendAsync(HttpMethod.Get, address, authorization: null, body: default, contentType: null, cancellation);

    /// <summary>Sends, and gives whatever came of it. Throws for cancellation alone.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">Where to.</param>
    /// <param name="authorization">Who we are; null to say nothing of it.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="contentType">What the body is; null where there is none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ChatResponse> SendAsync(
        HttpMethod method,
        Uri address,
        AuthenticationHeaderValue? authorization,
        ReadOnlyMemory<byte> body,
        string? contentType,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(address);
        using var span = ChatSpans.Call(method, address);
        return span.Note(await TrySendAsync(method, address, authorization, body, contentType, cancellation));
    }

    private async Task<ChatResponse> TrySendAsync(
        HttpMethod method,
        Uri address,
        AuthenticationHeaderValue? authorization,
        ReadOnlyMemory<byte> body,
        string? contentType,
        CancellationToken cancellation)
    {
        using var content = contentType is null ? null : new TrackedContent(body, contentType);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = authorization;
        using var timeout = new CancellationTokenSource(RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var (bytes, isWhole) = response.StatusCode == HttpStatusCode.TooManyRequests
                ? (default, false)
                : await ReadAsync(response, either.Token);
            return new ChatResponse(response.StatusCode, bytes, isWhole, WasSent: true, RetryAfter.Read(response.Headers), Fault: null) { Headers = response.Headers };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Our own time-out, or the handler's for connecting.
            return Failed("timeout", content?.HasBegun ?? true);
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception.HttpRequestError.ToString(), content?.HasBegun ?? true);
        }
        catch (IOException)
        {
            return Failed("connection_broken", content?.HasBegun ?? true);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private static ChatResponse Failed(string fault, bool wasSent)
        => new(Status: null, default, IsWhole: false, wasSent, RetryAfter.Unsaid, fault);

    private static async Task<(ReadOnlyMemory<byte> Body, bool IsWhole)> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var body = new byte[Math.Clamp((int)Math.Min(response.Content.Headers.ContentLength ?? 0, LongestBody) + 1, 4096, LongestBody)];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(body.AsMemory(length), cancellation);
            length += read;
            if (read == 0)
            {
                return (body.AsMemory(0, length), true);
            }

            if (length == LongestBody)
            {
                return (default, false);
            }

            if (length == body.Length)
            {
                Array.Resize(ref body, Math.Min(body.Length * 2, LongestBody));
            }
        }
    }

    /// <summary>Parses a body as a JSON object; null if it is none.</summary>
    public static JsonDocument? Parse(ChatResponse response)
    {
        if (!response.IsWhole)
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(response.Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>HTTP Basic authentication (RFC 7617).</summary>
    public static AuthenticationHeaderValue Basic(string name, string password)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(name)}:{Uri.EscapeDataString(password)}")));
}
