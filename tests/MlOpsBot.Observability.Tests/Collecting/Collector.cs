using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Observability.Tests.Collecting;

/// <summary>A collector that takes OTLP over HTTP and over gRPC, as the protocol has it, and keeps what came. Thread-safe.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Request, string Headers)> _requests = [];

    private Collector(WebApplication app) => _app = app;

    /// <summary>Where OTLP over HTTP is taken.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>Where OTLP over gRPC is taken.</summary>
    public Uri Grpc { get; private set; } = null!;

    /// <summary>What every request is answered with.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public int Requests => _requests.Count;

    /// <summary>Every metric as it came last.</summary>
    public IReadOnlyList<ReceivedMetric> Metrics =>
    [
        .. _requests.Where(request => request.Signal == "metrics").SelectMany(request => ReceivedMetric.Read(request.Request))
            .GroupBy(metric => (metric.Scope, metric.Name)).Select(group => group.Last()),
    ];

    public IReadOnlyList<ReceivedSpan> Spans => [.. _requests.Where(request => request.Signal == "traces").SelectMany(request => ReceivedSpan.Read(request.Request))];

    /// <summary>The bytes of everything, for those who search them for what must not be there.</summary>
    public string Everything => string.Join('\n', _requests.Select(request => Encoding.UTF8.GetString(request.Request)));

    public IReadOnlyList<string> Headers => [.. _requests.Select(request => request.Headers)];

    public static async Task<Collector> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var collector = new Collector(app);
        app.MapPost("/v1/{signal}", (HttpContext context, string signal) => collector.TakeAsync(context, signal));
        app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", context => collector.TakeGrpcAsync(context, "metrics"));
        app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", context => collector.TakeGrpcAsync(context, "traces"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        (collector.Http, collector.Grpc) = (new Uri(addresses[0]), new Uri(addresses[1]));
        return collector;
    }

    /// <summary>Waits until something has come.</summary>
    public async Task UntilAsync(Func<Collector, bool> holds, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!holds(this))
        {
            limit.IsCancellationRequested.ShouldBeFalse($"{what} did not come");
            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string signal)
    {
        context.Request.ContentType.ShouldBe("application/x-protobuf");
        var body = await BodyAsync(context);
        Keep(context, signal, body);
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/x-protobuf";
    }

    // https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: one byte for compression, four for the length, the message; the status comes last.
    private async Task TakeGrpcAsync(HttpContext context, string signal)
    {
        var body = await BodyAsync(context);
        body[0].ShouldBe((byte)0);
        Keep(context, signal, body[5..(5 + (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1)))]);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private void Keep(HttpContext context, string signal, byte[] body)
        => _requests.Enqueue((signal, body, string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"))));

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
