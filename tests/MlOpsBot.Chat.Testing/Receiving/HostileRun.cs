using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;

namespace MlOpsBot.Chat.Testing;

/// <summary>Sends requests that mean harm to a bot in a process of its own, and judges what came of them. Thread-safe while it sends.</summary>
internal sealed class HostileRun(ITestOutputHelper output)
{
    public const int AtOnce = 16;

    private const int Steps = 10;
    private const int LongestBody = 512 * 1024;

    /// <summary>Requests after which memory can be expected not to grow any more, and to be told from chance.</summary>
    private const int EnoughForMemory = 50_000;

    private readonly ConcurrentDictionary<string, int> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _valid = [];
    private HttpClient? _client;
    private int _id = 100_000;

    /// <summary>How many requests: <c>BOT_HOSTILE</c>, or few.</summary>
    public static int Count(int few) => int.TryParse(Environment.GetEnvironmentVariable("BOT_HOSTILE"), CultureInfo.InvariantCulture, out var count) ? count : few;

    /// <summary>A number that no other request has.</summary>
    public string NextId() => Interlocked.Increment(ref _id).ToString(CultureInfo.InvariantCulture);

    /// <summary>Sends everything, and fails where the bot fails, complains or grows.</summary>
    public async Task SendAsync(BotProcess bot, int count, Func<Mutator, Task> sendOne)
    {
        using var client = ClientOf(bot);
        _client = client;
        List<(int Sent, long Memory)> memory = [];
        var watch = Stopwatch.StartNew();
        for (var step = 0; step < Steps; step++)
        {
            await SendStepAsync(step, count / Steps, sendOne);
            memory.Add((count * (step + 1) / Steps, bot.Memory));
        }

        output.WriteLine($"{count} requests in {watch.Elapsed.TotalSeconds:0} s");
        foreach (var (what, times) in _statuses.OrderBy(status => status.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{what}: {times}");
        }

        output.WriteLine("Memory, MiB: " + string.Join(", ", memory.Select(point => $"{point.Memory / 1_048_576} after {point.Sent}")));
        foreach (var line in bot.Output)
        {
            line.ShouldNotContain("xception");
            line.ShouldNotStartWith("fail");
            line.ShouldNotContain(" crit: ");
        }

        await ShouldBeAliveAsync(client);
        _statuses.Keys.ShouldAllBe(status => !status.EndsWith(" 500") && !status.EndsWith(" 503"));
        if (count >= EnoughForMemory)
        {
            memory[^1].Memory.ShouldBeLessThan((memory[2].Memory * 5 / 4) + (16 * 1_048_576), "memory grew");
        }
    }

    /// <summary>Sends one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">What it is counted as.</param>
    /// <param name="length">Of its body, in bytes.</param>
    /// <param name="recordedAs">What the inbox has to know it by; null for a request that need not be taken.</param>
    public async Task SendOneAsync(HttpRequestMessage request, string kind, int length, string? recordedAs)
    {
        try
        {
            using var response = await _client!.SendAsync(request, TestContext.Current.CancellationToken);
            Count($"{kind} {(int)response.StatusCode}");
            if (recordedAs is not null)
            {
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                _valid.Add(recordedAs);
            }
        }
        catch (HttpRequestException) when (length > LongestBody)
        {
            // The server need not read to the end what is too long: it says so, and hangs up.
            Count($"{kind} hung up");
        }

        void Count(string status) => _statuses.AddOrUpdate(status, 1, static (_, times) => times + 1);
    }

    /// <summary>Whatever was counted as this kind has been refused, with one of these statuses.</summary>
    public void ShouldHaveRefused(string kind, params int[] statuses)
    {
        string[] ends = [.. statuses.Select(status => $" {status}"), "hung up"];
        var counted = _statuses.Keys.Where(status => status.StartsWith(kind, StringComparison.Ordinal)).ToList();
        counted.ShouldNotBeEmpty();
        counted.ShouldAllBe(status => ends.Any(end => status.EndsWith(end, StringComparison.Ordinal)));
    }

    /// <summary>Every good request has its row, and every row is one that the platform's own request can have left.</summary>
    /// <param name="database">SQLite's file.</param>
    /// <param name="forged">What stands in every request that is not the platform's.</param>
    /// <param name="work">Reads a row.</param>
    /// <param name="idOf">What a row's event id says of the request.</param>
    public void ShouldHoldOwnRowsAlone<TWork>(string database, string forged, JsonTypeInfo<TWork> work, Func<string, string> idOf)
        where TWork : class
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT event_id, payload FROM inbox";
        using var reader = command.ExecuteReader();
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var (id, payload) = (reader.GetString(0), reader.GetString(1));
            recorded.Add(idOf(id));
            id.ShouldNotContain(forged);
            payload.ShouldNotContain(forged);
            if (payload.Length > 0)
            {
                JsonSerializer.Deserialize(payload, work).ShouldNotBeNull();
            }
        }

        output.WriteLine($"{recorded.Count} rows, of which {_valid.Count} of requests that were left as they were");
        _valid.Where(id => !recorded.Contains(id)).ShouldBeEmpty();
        _valid.ShouldNotBeEmpty();
    }

    /// <summary>A client that sends as many at once, and whatever stands in their headers.</summary>
    public static HttpClient ClientOf(BotProcess bot)
        => new(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce, RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 }) { BaseAddress = bot.Url, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>It serves as if nothing had happened.</summary>
    public static async Task ShouldBeAliveAsync(HttpClient client)
    {
        using var alive = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task SendStepAsync(int step, int count, Func<Mutator, Task> sendOne)
        => Parallel.ForEachAsync(
            Enumerable.Range(0, AtOnce),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (lane, _) =>
            {
                var mutator = new Mutator((step * AtOnce) + lane);
                for (var i = lane; i < count; i += AtOnce)
                {
                    await sendOne(mutator);
                }
            });
}
