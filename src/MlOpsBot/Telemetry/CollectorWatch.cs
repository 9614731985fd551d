using System.Net;
using MlOpsBot.Logging;

namespace MlOpsBot.Telemetry;

/// <summary>
/// The way to the collector, which says in one line that it is away and in one that it is back, however often it is tried meanwhile.
/// Follows no redirect, as headers may hold a key. Thread-safe.
/// </summary>
internal sealed class CollectorWatch : DelegatingHandler
{
    private readonly Uri _address;
    private readonly ILogger _log;
    private int _isAway;

    public CollectorWatch(Uri address, ILogger log)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), ActivityHeadersPropagator = null })
    {
        _address = address;
        _log = log;
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Judged(base.Send(request, cancellationToken));
        }
        catch (Exception exception) when (Away(exception))
        {
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Judged(await base.SendAsync(request, cancellationToken));
        }
        catch (Exception exception) when (Away(exception))
        {
            throw;
        }
    }

    private HttpResponseMessage Judged(HttpResponseMessage response)
    {
        // gRPC says what it refuses in a header beside 200.
        var refused = response.Headers.TryGetValues("grpc-status", out var status) && status.FirstOrDefault() is { } code and not "0" ? $"gRPC status {code}" : null;
        if (response.StatusCode != HttpStatusCode.OK || refused is not null)
        {
            Tell(refused ?? $"it answered {(int)response.StatusCode}");
        }
        else if (Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            _log.LogInformation(LogEvents.CollectorBack, "The collector at {Address} takes metrics and traces again", _address);
        }

        return response;
    }

    // Always false: a filter that looks and lets pass.
    private bool Away(Exception exception)
    {
        Tell(exception is HttpRequestException fault ? fault.HttpRequestError.ToString() : exception is OperationCanceledException ? "it did not answer in time" : exception.GetType().Name);
        return false;
    }

    private void Tell(string reason)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            _log.LogWarning(
                LogEvents.CollectorAway, "The collector at {Address} does not take metrics and traces ({Reason}); tried again and not said again until it does. The bot works on", _address, reason);
        }
    }
}
