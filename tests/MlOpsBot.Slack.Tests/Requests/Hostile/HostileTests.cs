using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;

namespace MlOpsBot.Slack.Tests.Requests.Hostile;

/// <summary>
/// Requests that mean harm, at the real program in a process of its own. <c>BOT_HOSTILE</c> sets how many each address gets; 1,000 by
/// default: <c>BOT_HOSTILE=100000 dotnet test tests/MlOpsBot.Slack.Tests --filter FullyQualifiedName~Hostile</c>.
/// </summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    private const int AtOnce = 16;
    private const int LongestBody = 512 * 1024;

    /// <summary>Requests after which memory can be expected not to grow any more, and to be told from chance.</summary>
    private const int EnoughForMemory = 20_000;

    private static readonly int _count = int.TryParse(Environment.GetEnvironmentVariable("BOT_HOSTILE"), CultureInfo.InvariantCulture, out var count) ? count : 1_000;

    private readonly ConcurrentDictionary<string, int> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _valid = [];
    private int _id = 100_000;

    [Fact]
    public async Task No_request_makes_the_bot_fail_or_grow_and_none_but_Slacks_own_leaves_a_row()
    {
        await using var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { LimitsCalls = false });
        using var scratch = new Scratch();
        List<(int Sent, long Memory)> memory = [];
        await using (var bot = await BotProcess.StartAsync(BotConfiguration.For(slack, new SlackBotSettings(), scratch.Path), knowledge: null, BotProcess.FreePort()))
        {
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce, RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 }) { BaseAddress = bot.Url, Timeout = TimeSpan.FromSeconds(60) };
            var watch = Stopwatch.StartNew();
            const int Steps = 10;
            for (var step = 0; step < Steps; step++)
            {
                await SendAsync(client, slack, step, _count * 3 / Steps);
                memory.Add((_count * 3 * (step + 1) / Steps, bot.Memory));
            }

            output.WriteLine($"{_count * 3} requests in {watch.Elapsed.TotalSeconds:0} s");
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
        _statuses.Keys.Where(status => status.StartsWith("unsigned", StringComparison.Ordinal)).ShouldAllBe(
            status => status.EndsWith(" 401") || status.EndsWith(" 413") || status.EndsWith("hung up"));
        if (_count >= EnoughForMemory)
        {
            memory[^1].Memory.ShouldBeLessThan((memory[2].Memory * 5 / 4) + (16 * 1_048_576), "memory grew");
        }

        ShouldHoldRowsOfSlacksAlone(Path.Combine(scratch.Path, "mlopsbot.db"));
    }

    private Task SendAsync(HttpClient client, FakeSlackServer slack, int step, int count)
        => Parallel.ForEachAsync(
            Enumerable.Range(0, AtOnce),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (lane, _) =>
            {
                var mutator = new Mutator((step * AtOnce) + lane);
                for (var i = lane; i < count; i += AtOnce)
                {
                    await SendOneAsync(client, slack, mutator);
                }
            });

    private async Task SendOneAsync(HttpClient client, FakeSlackServer slack, Mutator mutator)
    {
        var random = mutator.Random;
        var path = random.Next(3) switch { 0 => "/slack/events", 1 => "/slack/commands", _ => "/slack/interactions" };
        var isSigned = random.Next(3) > 0;
        var isValid = isSigned && random.Next(100) == 0;
        var id = Interlocked.Increment(ref _id).ToString(CultureInfo.InvariantCulture);
        if (isValid)
        {
            path = "/slack/events";
        }

        var body = isValid ? Encoding.UTF8.GetBytes(Filled(Seeds.Events[0], id)) : BodyOf(path, mutator, isSigned ? id : $"UNSIGNED{id}");
        using var request = SlackSite.Signed(path, body, DateTimeOffset.FromUnixTimeSeconds(0));
        Sign(request, body, slack.Options.SigningSecret, isSigned, random);
        var kind = isValid ? "valid" : isSigned ? "signed" : "unsigned";
        try
        {
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Count($"{kind} {path} {(int)response.StatusCode}");
            if (isValid)
            {
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                _valid.Add($"Ev{id}");
            }
        }
        catch (HttpRequestException) when (body.Length > LongestBody)
        {
            // The server need not read to the end what is too long: it says so, and hangs up.
            Count($"{kind} {path} hung up");
        }

        void Count(string status) => _statuses.AddOrUpdate(status, 1, static (_, times) => times + 1);

        string Filled(string seed, string own) => seed.Replace("TEAM", slack.Acme.Id, StringComparison.Ordinal).Replace("ID", own, StringComparison.Ordinal);

        byte[] BodyOf(string where, Mutator with, string own)
        {
            if (random.Next(2_000) == 0)
            {
                return new byte[random.Next(400_000, 700_000)];
            }

            switch (where)
            {
                case "/slack/events":
                    return with.Json(Filled(Seeds.Events[random.Next(Seeds.Events.Length)], own));
                case "/slack/commands":
                    return with.Form(Filled(Seeds.Commands[random.Next(Seeds.Commands.Length)], own));
                default:
                    var json = with.Json(Filled(Seeds.Interactions[random.Next(Seeds.Interactions.Length)], own));
                    byte[] form = [.. "payload="u8, .. Encoding.ASCII.GetBytes(Escaped(json))];
                    return random.Next(6) == 0 ? with.Bytes(form) : form;
            }
        }
    }

    private static string Escaped(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var b in bytes)
        {
            _ = char.IsAsciiLetterOrDigit((char)b) ? text.Append((char)b) : text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return text.ToString();
    }

    /// <summary>Signs as Slack does, or in one of the ways in which somebody else may try.</summary>
    private static void Sign(HttpRequestMessage request, byte[] body, string secret, bool isSigned, Random random)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var age = isSigned ? random.Next(-200, 200) : random.Next(8) switch { 0 => 400, 1 => -400, 2 => 100_000, _ => 0 };
        var time = (now - age).ToString(CultureInfo.InvariantCulture);
        var signature = SlackSite.SignatureOf(time, body, isSigned || age != 0 ? secret : "another secret");
        request.Headers.Clear();
        var way = isSigned || age != 0 ? 5 : random.Next(6);
        if (way != 0)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", way == 1 ? new string('9', random.Next(1, 300)) : time);
        }

        if (way != 2)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", way == 3 ? "v0=" + new string('é', random.Next(1, 100)) : signature);
        }

        if (way == 4)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);
        }
    }

    /// <summary>Every good event has its row, and every row is one that Slack's own request can have left.</summary>
    private void ShouldHoldRowsOfSlacksAlone(string database)
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
            recorded.Add(id);
            id.ShouldNotContain("UNSIGNED");
            payload.ShouldNotContain("UNSIGNED");
            if (payload.Length > 0)
            {
                JsonSerializer.Deserialize(payload, SlackWorkJson.Default.SlackWork).ShouldNotBeNull();
            }
        }

        output.WriteLine($"{recorded.Count} rows, of which {_valid.Count} of requests that were left as they were");
        _valid.Where(id => !recorded.Contains(id)).ShouldBeEmpty();
        _valid.ShouldNotBeEmpty();
    }
}
