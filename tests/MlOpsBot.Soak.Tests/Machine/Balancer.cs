using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Soak.Tests.Machine;

/// <summary>
/// A load balancer: sends requests in turn to those replicas whose <c>/health/ready</c> was 200 when it last looked, over connections
/// that it keeps, and tries none twice. What cannot be sent is 502, and 503 where nobody is ready, as usual proxies say. Thread-safe.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_probe = TimeSpan.FromSeconds(5);
    private static readonly HashSet<string> s_hopByHop = new(["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Host"], StringComparer.OrdinalIgnoreCase);

    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Uri, Task> _probes = [];
    private ImmutableHashSet<Uri> _members = [];
    private ImmutableArray<Uri> _ready = [];
    private int _next;

    private Balancer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>What it said itself, by reason.</summary>
    public ConcurrentDictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);

    public static async Task<Balancer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        var balancer = new Balancer(builder.Build());
        balancer._app.Run(balancer.ForwardAsync);
        await balancer._app.StartAsync();
        return balancer;
    }

    /// <summary>Adds a replica, and waits until it is ready, or has ended by itself.</summary>
    public async Task AddAsync(Replica replica, TimeSpan within)
    {
        ImmutableInterlocked.Update(ref _members, static (members, added) => members.Add(added), replica.Url);
        _probes[replica.Url] = ProbeAsync(replica.Url);
        await ReadyAsync(replica, within);
    }

    /// <summary>Waits until a replica is ready, or has ended by itself.</summary>
    public async Task ReadyAsync(Replica replica, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_ready.Contains(replica.Url) && !replica.HasExited)
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Forgets a replica that has gone for good.</summary>
    public async Task RemoveAsync(Uri replica)
    {
        ImmutableInterlocked.Update(ref _members, static (members, removed) => members.Remove(removed), replica);
        SetReady(replica, isReady: false);
        if (_probes.TryRemove(replica, out var probe))
        {
            await probe;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_probes.Values);
        await _app.StopAsync();
        await _app.DisposeAsync();
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task ProbeAsync(Uri replica)
    {
        var address = new Uri(replica, "health/ready");
        while (_members.Contains(replica) && !_stopping.IsCancellationRequested)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            limit.CancelAfter(s_probe);
            bool isReady;
            try
            {
                using var response = await _client.GetAsync(address, limit.Token);
                isReady = response.IsSuccessStatusCode;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                isReady = false;
            }

            SetReady(replica, isReady && _members.Contains(replica));
            await Task.Delay(s_every, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void SetReady(Uri replica, bool isReady)
        => ImmutableInterlocked.Update(
            ref _ready, static (ready, change) => change.IsReady == ready.Contains(change.Replica) ? ready : change.IsReady ? ready.Add(change.Replica) : ready.Remove(change.Replica), (Replica: replica, IsReady: isReady));

    private async Task ForwardAsync(HttpContext context)
    {
        var ready = _ready;
        if (ready.IsEmpty)
        {
            Refuse(context, StatusCodes.Status503ServiceUnavailable, "nobody is ready");
            return;
        }

        using var request = Copy(context.Request, ready[(int)((uint)Interlocked.Increment(ref _next) % (uint)ready.Length)]);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            await CopyAsync(response, context);
        }
        catch (HttpRequestException exception)
        {
            Refuse(context, StatusCodes.Status502BadGateway, $"{exception.HttpRequestError}");
        }
        catch (IOException)
        {
            Refuse(context, StatusCodes.Status502BadGateway, "broke off");
        }
        catch (OperationCanceledException)
        {
            Refuse(context, StatusCodes.Status502BadGateway, "the caller has gone");
        }
    }

    private void Refuse(HttpContext context, int status, string reason)
    {
        Refused.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
    }

    private static HttpRequestMessage Copy(HttpRequest from, Uri replica)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(replica, from.Path.ToUriComponent() + from.QueryString));
        if (from.ContentLength > 0 || from.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(from.Body);
        }

        foreach (var (name, values) in from.Headers.Where(header => !s_hopByHop.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return request;
    }

    private static async Task CopyAsync(HttpResponseMessage from, HttpContext context)
    {
        context.Response.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers).Where(header => !s_hopByHop.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await from.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
