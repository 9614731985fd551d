using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
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
    private static readonly int s_count = HostileRun.Count(3_000);
    private static readonly SigningKey s_stranger = new("stranger", RSA.Create(2048), "msteams");
    private static readonly TokenRule[] s_broken = [.. TokenRules.All.Where(rule => rule.Status != 200)];

    private readonly HostileRun _run = new(output);
    private string[] _seeds = [];

    [Fact]
    public async Task No_request_makes_the_bot_fail_or_grow_and_none_but_Teams_own_leaves_a_row()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        using var scratch = new Scratch();
        _seeds = Seeds.Of(teams);
        await using (var bot = await StartAsync(teams, scratch))
        {
            await _run.SendAsync(bot, s_count, mutator => SendOneAsync(teams, mutator));
            bot.Kill();
        }

        _run.ShouldHaveRefused("forged", 400, 401, 403, 413);
        teams.Incoming.KeyFetches.ShouldBe(1, "made-up keys were looked for");
        _run.ShouldHoldOwnRowsAlone(Path.Combine(scratch.Path, "mlopsbot.db"), "FORGED", TeamsWorkJson.Default.TeamsWork, id => id[(id.LastIndexOf('|') + 1)..]);
    }

    [Fact]
    public async Task A_forged_token_costs_little()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        using var scratch = new Scratch();
        await using var bot = await StartAsync(teams, scratch);
        using var client = HostileRun.ClientOf(bot);
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

        await HostileRun.ShouldBeAliveAsync(client);
    }

    private static Task<BotProcess> StartAsync(FakeTeamsServer teams, Scratch scratch)
        => BotProcess.StartAsync(BotConfiguration.For(teams, new TeamsBotSettings(), scratch.Path), knowledge: null, BotProcess.FreePort(), ("SSL_CERT_FILE", TestRoot.File));

    private static Task FloodAsync(HttpClient client, string authorization, byte[] body, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = HostileRun.AtOnce, CancellationToken = TestContext.Current.CancellationToken },
        async (_, cancellation) =>
        {
            using var request = Request(body, authorization);
            using var response = await client.SendAsync(request, cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        });

    private async Task SendOneAsync(FakeTeamsServer teams, Mutator mutator)
    {
        var random = mutator.Random;
        var isSigned = random.Next(2) == 0;
        var isValid = isSigned && random.Next(100) == 0;
        var id = _run.NextId();
        var (kind, authorization, body) = isValid
            ? ("valid", Token(teams), Encoding.UTF8.GetBytes(Filled(_seeds[0], id)))
            : isSigned ? ("signed", Token(teams), Body(mutator, id)) : Forged(teams, mutator, $"FORGED{id}");
        using var request = Request(body, authorization);
        await _run.SendOneAsync(request, kind, body.Length, isValid ? id : null);
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
}
