using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Deploy.Tests.Compose;

/// <summary>The proxy of the compose files, run by Caddy itself before servers that stand for replicas.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task It_passes_on_what_the_platforms_send_and_nothing_else_and_leaves_out_who_is_not_ready_or_not_there()
    {
        Tool.Need("caddy");
        await using var ready = await ReplicaAsync("ready", StatusCodes.Status200OK);
        await using var unready = await ReplicaAsync("unready", StatusCodes.Status503ServiceUnavailable);
        var (port, gone) = (FreePort(), FreePort());
        using var scratch = new Scratch();
        var settings = scratch.Write("caddy.json", await AdaptAsync($"http://127.0.0.1:{port}", $"{Authority(ready)} {Authority(unready)} 127.0.0.1:{gone}"));
        using var caddy = Process.Start(new ProcessStartInfo("caddy", ["run", "--config", settings]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = scratch.Path })!;
        caddy.OutputDataReceived += (_, _) => { };
        caddy.ErrorDataReceived += (_, _) => { };
        caddy.BeginOutputReadLine();
        caddy.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await UntilAsync(async () => (await AskedAsync(client)).All(answer => answer.StartsWith("ready ", StringComparison.Ordinal)));

            (await AskedAsync(client)).ShouldAllBe(answer => answer == "ready v0=ab {\"a\" : 1}", "headers and body unchanged");
            foreach (var path in (string[])["/", "/health/ready", "/api/ask", "/api/messages/more", "/metrics"])
            {
                using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
                response.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            }
        }
        finally
        {
            caddy.Kill();
            await caddy.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> AdaptAsync(string host, string upstreams)
    {
        var run = await Tool.RunAsync(
            "caddy", ["adapt", "--config", Path.Combine(Repository.Root, "deploy", "compose", "Caddyfile")], input: null, ("MLOPSBOT_HOST", host), ("MLOPSBOT_UPSTREAMS", upstreams));
        run.ExitCode.ShouldBe(0, run.Error);
        var settings = JsonNode.Parse(run.Output)!.AsObject();

        // Its own port for orders may be somebody else's on this machine.
        settings["admin"] = new JsonObject { ["disabled"] = true };
        return settings.ToJsonString();
    }

    // As often as there are replicas, and more: each of them would have its turn.
    private static async Task<string[]> AskedAsync(HttpClient client)
    {
        var answers = new List<string>();
        for (var asked = 0; asked < 8; asked++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, asked % 2 == 0 ? "/slack/events" : "/api/messages") { Content = new StringContent("{\"a\" : 1}") };
            request.Headers.Add("X-Slack-Signature", "v0=ab");
            try
            {
                using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
                answers.Add(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }
            catch (HttpRequestException)
            {
                answers.Add("Caddy does not listen yet");
            }
        }

        return [.. answers];
    }

    private static async Task<WebApplication> ReplicaAsync(string name, int health)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/health/ready", () => Results.StatusCode(health));
        app.MapFallback(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync($"{name} {context.Request.Headers["X-Slack-Signature"]} {await body.ReadToEndAsync(context.RequestAborted)}");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static string Authority(WebApplication app) => new Uri(app.Urls.First()).Authority;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await holds())
        {
            limit.IsCancellationRequested.ShouldBeFalse("it never came about");
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
