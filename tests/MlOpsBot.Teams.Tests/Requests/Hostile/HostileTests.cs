using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Requests.Hostile;

/// <summary>
/// Requests that mean harm, at the real program in a process of its own. <c>BOT_HOSTILE</c> sets how many; 3,000 by default:
/// <c>BOT_HOSTILE=100000 dotnet test tests/MlOpsBot.Teams.Tests --filter FullyQualifiedName~Hostile</c>.
/// </summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    private const int AtOnce = 16;
    private const int LongestBody = 512 * 1024;

    /// <summary>Requests after which memory can be expected not to grow any more, and to be told from chance.</summary>
    private const int EnoughForMemory = 50_000;

    private static readonly int s_count = int.TryParse(Environment.GetEnvironmentVariable("BOT_HOSTILE"), CultureInfo.InvariantCulture, out var count) ? count : 3_000;
    private static readonly SigningKey s_stranger = new("stranger", RSA.Create(2048), "msteams");
    private static readonly TokenRule[] s_broken = [.. TokenRules.All.Where(rule => rule.Status != 200)];

    private readonly ConcurrentDictionary<string, int> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _valid = [];
    private string[] _seeds = [];
    private int _id = 100_000;

    [Fact]
    public async Task No_request_makes_the_bot_fail_or_grow_and_none_but_Teams_own_leaves_a_row()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        using var scratch = new Scratch();
        _seeds = Seeds.Of(teams);
        List<(int Sent, long Memory)> memory = [];
        await using (var bot = await StartAsync(teams, scratch))
        {
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce, RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 }) { BaseAddress = bot.Url, Timeout = TimeSpan.FromSeconds(60) };
            var watch = Stopwatch.StartNew();
            const int Steps = 10;
            for (var step = 0; step < Steps; step++)
            {
                await SendAsync(client, teams, step, s_count / Steps);
                memory.Add((s_count * (step + 1) / Steps, bot.Memory));
            }

            output.WriteLine($"{s_count} requests in {watch.Elapsed.TotalSeconds:0} s");
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

            using var alive = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            alive.StatusCode.ShouldBe(HttpStatusCode.OK);
            bot.Kill();
        }

        _statuses.Keys.ShouldAllBe(status => !status.EndsWith(" 500") && !status.EndsWith(" 503"));
        _statuses.Keys.Where(status => status.StartsWith("forged", StringComparison.Ordinal)).ShouldAllBe(
            status => status.EndsWith(" 400") || status.EndsWith(" 401") || status.EndsWith(" 403") || status.EndsWith(" 413") || status.EndsWith("hung up"));
        teams.Incoming.KeyFetches.ShouldBe(1, "made-up keys were looked for");
        if (s_count >= EnoughForMemory)
        {
            memory[^1].Memory.ShouldBeLessThan((memory[2].Memory * 5 / 4) + (16 * 1_048_576), "memory grew");
        }

        ShouldHoldRowsOfTeamsAlone(Path.Combine(scratch.Path, "mlopsbot.db"));
    }

    [Fact]
    public async Task A_forged_token_costs_little()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        using var scratch = new Scratch();
        await using var bot = await StartAsync(teams, scratch);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce }) { BaseAddress = bot.Url };
        foreach (var (what, spoil) in new (string, Action<Forgery>)[]
        {
            ("no token at all", forged => forged.Changes = _ => ""),
            ("another app's token", forged => forged.Claims["aud"] = "another"),
            ("an unknown key", forged => forged.Header["kid"] = "unknown"),
            ("a wrong signature under the right key", forged => forged.Key = s_stranger),
            ("a wrong signature, with a body of 100 KB", forged => { forged.Key = s_stranger; forged.Activity["text"] = new string('x', 100_000); }),
        })
        {
            var forged = new Forgery(teams);
            spoil(forged);
            var (token, body) = (forged.Scheme + forged.Token(), forged.Body());
            await FloodAsync(client, token, body, s_count / 3);
            var (before, watch) = (bot.ProcessorTime, Stopwatch.StartNew());
            await FloodAsync(client, token, body, s_count);
            output.WriteLine($"{what}: {(bot.ProcessorTime - before).TotalMicroseconds / s_count:0} µs of processor time each, {s_count / watch.Elapsed.TotalSeconds:0} a second");
        }

        using var alive = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<BotProcess> StartAsync(FakeTeamsServer teams, Scratch scratch)
        => BotProcess.StartAsync(BotConfiguration.For(teams, new TeamsBotSettings(), scratch.Path), knowledge: null, BotProcess.FreePort(), ("SSL_CERT_FILE", TestRoot.File));

    private static Task FloodAsync(HttpClient client, string authorization, byte[] body, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
        async (_, cancellation) =>
        {
            using var request = Request(body, authorization);
            using var response = await client.SendAsync(request, cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        });

    private Task SendAsync(HttpClient client, FakeTeamsServer teams, int step, int count)
        => Parallel.ForEachAsync(
            Enumerable.Range(0, AtOnce),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (lane, _) =>
            {
                var mutator = new Mutator((step * AtOnce) + lane);
                for (var i = lane; i < count; i += AtOnce)
                {
                    await SendOneAsync(client, teams, mutator);
                }
            });

    private async Task SendOneAsync(HttpClient client, FakeTeamsServer teams, Mutator mutator)
    {
        var random = mutator.Random;
        var isSigned = random.Next(2) == 0;
        var isValid = isSigned && random.Next(100) == 0;
        var id = Interlocked.Increment(ref _id).ToString(CultureInfo.InvariantCulture);
        var (kind, authorization, body) = isValid
            ? ("valid", Token(teams), Encoding.UTF8.GetBytes(Filled(_seeds[0], id)))
            : isSigned ? ("signed", Token(teams), Body(mutator, id)) : Forged(teams, mutator, $"FORGED{id}");
        using var request = Request(body, authorization);
        try
        {
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            _statuses.AddOrUpdate($"{kind} {(int)response.StatusCode}", 1, static (_, times) => times + 1);
            if (isValid)
            {
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                _valid.Add(id);
            }
        }
        catch (HttpRequestException) when (body.Length > LongestBody)
        {
            // The server need not read to the end what is too long: it says so, and hangs up.
            _statuses.AddOrUpdate($"{kind} hung up", 1, static (_, times) => times + 1);
        }
    }

    private static string Token(FakeTeamsServer teams) => $"Bearer {teams.Incoming.Token(teams.ServiceUrl)}";

    private static string Filled(string seed, string id) => seed.Replace(Seeds.Id, id, StringComparison.Ordinal);

    private byte[] Body(Mutator mutator, string id) => mutator.Random.Next(2_000) == 0
        ? new byte[mutator.Random.Next(400_000, 700_000)]
        : mutator.Json(Filled(_seeds[mutator.Random.Next(_seeds.Length)], id));

    /// <summary>A request that is not Teams', made in one of the ways in which somebody else may try.</summary>
    private (string Kind, string Authorization, byte[] Body) Forged(FakeTeamsServer teams, Mutator mutator, string id)
    {
        var random = mutator.Random;
        var forged = new Forgery(teams);
        forged.Activity["id"] = id;
        forged.Activity["text"] = id;
        switch (random.Next(4))
        {
            case 0:
                var rule = s_broken[random.Next(s_broken.Length)];
                rule.Spoil(forged);
                return ("forged by a broken rule", forged.Scheme + forged.Token(), forged.Body());
            case 1:
                forged.Key = s_stranger;
                forged.RawClaims = Encoding.UTF8.GetString(mutator.Json(forged.Claims.ToJsonString()));
                return ("forged claims", Header(forged.Token()), forged.Body());
            case 2:
                forged.Key = s_stranger;
                forged.RawHeader = Encoding.UTF8.GetString(mutator.Json(forged.Header.ToJsonString()));
                return ("forged header", Header(forged.Token()), forged.Body());
            default:
                var right = teams.Incoming.Token(teams.ServiceUrl);
                var changed = Encoding.Latin1.GetString(mutator.Bytes(Encoding.ASCII.GetBytes(right)));
                return ("forged letters", Header(Cleaned(changed).Trim() == right ? right + "x" : changed), Body(mutator, id));
        }

        static string Header(string token) => "Bearer " + Cleaned(token.Length > 12_000 ? token[..12_000] : token);

        // What no header can carry.
        static string Cleaned(string token) => token.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
    }

    private static HttpRequestMessage Request(byte[] body, string authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }

    /// <summary>Every good activity has its row, and every row is one that Teams' own request can have left.</summary>
    private void ShouldHoldRowsOfTeamsAlone(string database)
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
            recorded.Add(id[(id.LastIndexOf('|') + 1)..]);
            id.ShouldNotContain("FORGED");
            payload.ShouldNotContain("FORGED");
            if (payload.Length > 0)
            {
                JsonSerializer.Deserialize(payload, TeamsWorkJson.Default.TeamsWork).ShouldNotBeNull();
            }
        }

        output.WriteLine($"{recorded.Count} rows, of which {_valid.Count} of requests that were left as they were");
        _valid.Where(id => !recorded.Contains(id)).ShouldBeEmpty();
        _valid.ShouldNotBeEmpty();
    }
}
