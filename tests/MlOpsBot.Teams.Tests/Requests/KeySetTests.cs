using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOpsBot.Teams.Requests;
using MlOpsBot.Teams.Tests.FakeTeams;
using PublishedKey = MlOpsBot.Teams.Tests.FakeTeams.SigningKey;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>Where the keys come from that tokens are checked with, and when.</summary>
public sealed class KeySetTests
{
    [Fact]
    public async Task Keys_are_fetched_once_and_used_for_a_day()
    {
        await using var site = await TeamsSite.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            (await site.StatusAsync()).ShouldBe(200);
        }

        site.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        (await site.StatusAsync()).ShouldBe(200);
        site.Teams.Incoming.KeyFetches.ShouldBe(1);

        site.Time.Advance(TimeSpan.FromSeconds(2));
        await TeamsSite.UntilAsync(() => site.Teams.Incoming.KeyFetches == 2 && site.Keys.State.FetchedAt == site.Time.GetUtcNow());
        (await site.StatusAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task Unknown_keys_lead_to_one_fetch_an_hour_however_many_are_made_up_and_nobody_waits_for_it()
    {
        await using var site = await TeamsSite.StartAsync();
        await RefusedAsync(site, 50);
        site.Teams.Incoming.KeyFetches.ShouldBe(1);

        site.Time.Advance(KeySet.UnknownKeyRefresh);
        site.Teams.Faults.Next("keys", Fault.Silence);
        await RefusedAsync(site, 50);
        await TeamsSite.UntilAsync(() => site.Teams.Incoming.KeyFetches == 2);

        // The fetch hangs; whoever has a key of the set does not notice, and whoever has none is refused at once.
        (await site.StatusAsync()).ShouldBe(200);
        await RefusedAsync(site, 50);
        site.Teams.Incoming.KeyFetches.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_appears_is_known_after_the_first_token_that_names_it()
    {
        await using var site = await TeamsSite.StartAsync();
        site.Time.Advance(KeySet.UnknownKeyRefresh);
        site.Teams.Incoming.Rotate();
        (await site.StatusAsync()).ShouldBe(401);
        await TeamsSite.UntilAsync(() => site.Keys.State.FetchedAt == site.Time.GetUtcNow());
        (await site.StatusAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task Keys_stay_when_they_cannot_be_fetched_anew_and_the_operator_is_told()
    {
        await using var site = await TeamsSite.StartAsync();
        var fetchedAt = site.Keys.State.FetchedAt;
        site.Teams.Faults.Next("keys", Fault.ServerError, Fault.Garbage, Fault.CutBefore);
        site.Time.Advance(KeySet.Refresh);
        await TeamsSite.UntilAsync(() => site.Keys.State.Fault is not null);
        (await site.StatusAsync()).ShouldBe(200);
        site.Keys.State.FetchedAt.ShouldBe(fetchedAt);
        site.Keys.State.Keys.ShouldBeGreaterThan(0);
        site.Said.ShouldContain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("answered 500", StringComparison.Ordinal));

        // It is tried again from minute to minute, less and less often.
        foreach (var (wait, faults) in new[] { (1, "something else than JSON"), (2, "cannot be reached") })
        {
            site.Time.Advance(TimeSpan.FromMinutes(wait));
            await TeamsSite.UntilAsync(() => site.Keys.State.Fault!.Contains(faults, StringComparison.Ordinal));
        }

        site.Time.Advance(TimeSpan.FromMinutes(4));
        await TeamsSite.UntilAsync(() => site.Keys.State.Fault is null);
        site.Teams.Incoming.KeyFetches.ShouldBe(5);
    }

    [Fact]
    public async Task Without_keys_nothing_is_taken_and_Teams_is_asked_to_send_it_again()
    {
        await using var site = await TeamsSite.StartAsync(new TeamsSiteSettings { WaitsForKeys = false, Teams = teams => teams.Faults.Next("metadata", Fault.Answering(503)) });
        await TeamsSite.UntilAsync(() => site.Keys.State.Fault is not null);
        (await site.StatusAsync()).ShouldBe(503);

        // What is wrong without any key is refused all the same.
        (await site.StatusAsync(forged => forged.Claims["aud"] = "another")).ShouldBe(401);
        site.Log.Errors.ShouldHaveSingleItem().ShouldContain("none is taken until the keys can be fetched");

        site.Time.Advance(TimeSpan.FromSeconds(1));
        await TeamsSite.UntilAsync(() => site.Keys.State.Keys > 0);
        (await site.StatusAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task Whoever_comes_before_the_first_keys_waits_for_them_some_seconds_and_no_more()
    {
        await using var site = await TeamsSite.StartAsync(new TeamsSiteSettings { WaitsForKeys = false, Teams = teams => teams.Faults.Next("keys", Fault.Silence) });
        await TeamsSite.UntilAsync(() => site.Teams.Incoming.KeyFetches == 1);
        var waiting = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => site.StatusAsync()));
        await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        site.Time.Advance(TimeSpan.FromSeconds(5));
        (await waiting).ShouldAllBe(status => status == 503);
        site.Teams.Incoming.KeyFetches.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_taken_back_ends_the_tokens_that_it_signed()
    {
        await using var site = await TeamsSite.StartAsync(new TeamsSiteSettings { Teams = teams => teams.Incoming.Rotate() });
        string? token = null;
        (await site.StatusAsync(forged => forged.Changes = made => token = made)).ShouldBe(200);
        site.Teams.Incoming.IsNewKeyPublished = false;
        site.Time.Advance(TimeSpan.FromMinutes(59));
        (await site.StatusAsync(forged => forged.Changes = _ => token!)).ShouldBe(200);

        // Somebody names an unknown key after an hour, and the set is fetched anew.
        site.Time.Advance(TimeSpan.FromMinutes(1));
        await RefusedAsync(site, 1);
        await TeamsSite.UntilAsync(() => site.Keys.State.FetchedAt == site.Time.GetUtcNow());
        (await site.StatusAsync(forged => forged.Changes = _ => token!)).ShouldBe(401);
    }

    [Fact]
    public async Task A_token_is_taken_until_it_ends_and_not_longer()
    {
        await using var site = await TeamsSite.StartAsync();
        string? token = null;
        (await site.StatusAsync(forged => forged.Changes = made => token = made)).ShouldBe(200);
        site.Time.Advance(TimeSpan.FromMinutes(65) - TimeSpan.FromSeconds(1));
        (await site.StatusAsync(forged => forged.Changes = _ => token!)).ShouldBe(200);
        site.Time.Advance(TimeSpan.FromSeconds(2));
        (await site.StatusAsync(forged => forged.Changes = _ => token!)).ShouldBe(401);
    }

    [Fact]
    public async Task A_token_that_is_known_is_still_for_one_service_address_and_channel_alone()
    {
        await using var site = await TeamsSite.StartAsync();
        string? token = null;
        (await site.StatusAsync(forged => forged.Changes = made => token = made)).ShouldBe(200);
        (await site.StatusAsync(forged => { forged.Changes = _ => token!; forged.Activity["serviceUrl"] = new Uri(site.Teams.Url, "emea/").AbsoluteUri; })).ShouldBe(403);
        (await site.StatusAsync(forged => { forged.Changes = _ => token!; forged.Activity["channelId"] = "webchat"; })).ShouldBe(403);
        (await site.StatusAsync(forged => forged.Changes = _ => token![..^4] + "AAAA")).ShouldBe(401);
        (await site.StatusAsync(forged => forged.Changes = _ => token!)).ShouldBe(200);
    }

    [Fact]
    public void Keys_that_sign_no_tokens_are_left_out_and_a_key_without_endorsements_speaks_for_nobody()
    {
        using var rsa = RSA.Create(2048);
        using var shorter = RSA.Create(1024);
        var good = new PublishedKey("good", rsa, "msteams").Publish();
        JsonNode[] keys =
        [
            good,
            new PublishedKey("silent", rsa).Publish().With("endorsements", null),
            new PublishedKey("list", rsa).Publish().With("endorsements", "msteams"),
            new PublishedKey("short", shorter, "msteams").Publish(),
            Copy("elliptic").With("kty", "EC"),
            Copy("encrypts").With("use", "enc"),
            Copy("other").With("alg", "RS512"),
            Copy("number").With("n", 7),
            Copy("nothing").With("n", "%%%"),
            Copy("zero").With("n", new string('A', 342)),
            Copy("large").With("n", new string('z', 40_000)),
            Copy("exponent").With("e", ""),
            Copy("").With("kty", "RSA"),
            new JsonArray(),
            JsonValue.Create(7),
        ];
        var read = MlOpsBot.Teams.Requests.SigningKey.ReadAll(JsonSerializer.SerializeToElement(new JsonObject { ["keys"] = new JsonArray(keys) }));
        read.Keys.Order(StringComparer.Ordinal).ShouldBe(["good", "list", "silent"]);
        read.Values.Where(key => key.SpeaksForTeams).ShouldHaveSingleItem().Id.ShouldBe("good");

        JsonObject Copy(string id) => new PublishedKey(id, rsa, "msteams").Publish();
    }

    [Fact]
    public void The_cache_of_tokens_is_bounded()
    {
        var cache = new TokenCache();
        using var rsa = RSA.Create(2048);
        MlOpsBot.Teams.Requests.SigningKey.TryRead(JsonSerializer.SerializeToElement(new PublishedKey("k", rsa).Publish()), out var key).ShouldBeTrue();
        for (var i = 0; i < 3 * TokenCache.Most; i++)
        {
            cache.Add(TokenHash.Of($"token{i}"), new VerifiedToken("https://x.example", 1, key));
        }

        Enumerable.Range(0, 3 * TokenCache.Most).Count(i => cache.Find(TokenHash.Of($"token{i}")) is not null).ShouldBeInRange(1, TokenCache.Most);
    }

    private static async Task RefusedAsync(TeamsSite site, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var kid = $"k-{i}-{Guid.NewGuid():N}";
            (await site.StatusAsync(forged => forged.Header["kid"] = kid)).ShouldBe(401);
        }
    }
}
