using System.Net;
using Microsoft.Data.Sqlite;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>What the address does beside judging tokens.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private TeamsSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await TeamsSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_client_that_looks_whether_anybody_is_there_is_told()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/messages");
        using var response = await _site.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_but_looking_and_posting_is_possible()
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options })
        {
            using var request = new HttpRequestMessage(method, "/api/messages");
            using var response = await _site.Client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Fact]
    public async Task A_request_without_a_token_is_refused_without_a_word()
    {
        using var response = await _site.SendBareAsync("{}");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        _site.Said[^1].ShouldStartWith("Information MlOpsBot.Chat.Receiving.RefusalLog: A request to Teams' address was refused: no token");
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/jsonp", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    public async Task Another_content_type_is_refused(string type, int status)
        => (await _site.StatusAsync(forged => forged.ContentType = type)).ShouldBe(status);

    [Theory]
    [InlineData(512 * 1024, false, HttpStatusCode.BadRequest)]
    [InlineData((512 * 1024) + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData((512 * 1024) + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(3_000_000, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_may_be_half_a_megabyte_long(int length, bool isChunked, HttpStatusCode expected)
    {
        using var response = await _site.SendAsync(forged => forged.RawBody = new string(' ', length), request => request.Headers.TransferEncodingChunked = isChunked);
        response.StatusCode.ShouldBe(expected);
        response.Headers.ConnectionClose.ShouldBe(expected == HttpStatusCode.RequestEntityTooLarge ? true : null);
    }

    [Fact]
    public async Task What_makes_no_sense_is_a_bad_request()
    {
        foreach (var body in (string[])["", "{", "{}x", "[1,2", "\ud83d", "{\"channelId\":\"msteams\",\"serviceUrl\":\"\\ud800\"}", "{/**/}", new string('[', 100_000)])
        {
            (await _site.StatusAsync(forged => forged.RawBody = body)).ShouldBe(400, body.Length > 100 ? "nested" : body);
        }

        string[] needed = ["type", "id", "conversation", "recipient", "from"];
        foreach (var name in needed)
        {
            (await _site.StatusAsync(forged => forged.Activity.Remove(name))).ShouldBe(400, name);
            (await _site.StatusAsync(forged => forged.Activity[name] = 7)).ShouldBe(400, name);
        }

        (await _site.StatusAsync(forged => forged.RawBody = forged.Activity.ToJsonString().Replace("owns", "\\ud800", StringComparison.Ordinal))).ShouldBe(400);
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_object_is_for_nobody()
    {
        foreach (var body in (string[])["null", "[]", "7", "\"x\"", "{}"])
        {
            (await _site.StatusAsync(forged => forged.RawBody = body)).ShouldBe(403, body);
        }
    }

    [Fact]
    public async Task An_activity_that_comes_again_is_recorded_once()
    {
        const string Id = "1700000000001";
        (await _site.StatusAsync(forged => forged.Activity["id"] = Id)).ShouldBe(200);
        (await _site.StatusAsync(forged => forged.Activity["id"] = Id)).ShouldBe(200);
        (await _site.StatusAsync(forged => { forged.Activity["id"] = Id; forged.Activity["conversation"]!["id"] = "another"; })).ShouldBe(200);
        (await _site.WorkAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_tenants_on_the_list_are_served()
    {
        await using var site = await TeamsSite.StartAsync(new TeamsSiteSettings { Options = options => options with { AllowedTenants = ["11111111-AAAA-1111-1111-111111111111"] } });
        (await site.StatusAsync()).ShouldBe(403);
        (await site.StatusAsync(forged => { forged.Activity.Remove("channelData"); forged.Activity["conversation"]!.AsObject().Remove("tenantId"); })).ShouldBe(403);
        (await site.StatusAsync(forged => forged.Activity["channelData"]!["tenant"]!["id"] = "11111111-aaaa-1111-1111-111111111111")).ShouldBe(200);

        // What says no tenant in its data, as thumbs in some clients, is its conversation's.
        (await site.StatusAsync(forged => { forged.Activity.Remove("channelData"); forged.Activity["conversation"]!["tenantId"] = "11111111-aaaa-1111-1111-111111111111"; })).ShouldBe(200);
        site.Said[^1].ShouldNotContain("111111");
    }

    [Fact]
    public async Task An_invoke_is_answered_in_the_response_and_leaves_no_row()
    {
        TeamsInvoke? asked = null;
        _site.Answer = (invoke, _) =>
        {
            asked = invoke with { Value = invoke.Value.Clone() };
            return Task.FromResult(new InvokeReply(200, "{\"statusCode\":200}"u8.ToArray()));
        };
        using var response = await _site.SendAsync(forged =>
        {
            forged.Activity["type"] = "invoke";
            forged.Activity["name"] = "adaptiveCard/action";
            forged.Activity["replyToId"] = "1700000000009";
            forged.Activity["value"] = new System.Text.Json.Nodes.JsonObject { ["action"] = new System.Text.Json.Nodes.JsonObject { ["verb"] = "open" } };
        });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("{\"statusCode\":200}");
        asked!.Name.ShouldBe("adaptiveCard/action");
        asked.ReplyToId.ShouldBe("1700000000009");
        asked.Actor.Id.ShouldBe(_site.Teams.Robin.Id);
        asked.Value.GetProperty("action").GetProperty("verb").GetString().ShouldBe("open");
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_store_cannot_hold_is_not_acknowledged_so_that_Teams_sends_it_again()
    {
        _site.Answer = (_, _) => throw new StorageException(StorageFailure.Busy, "The database is busy.");
        (await _site.StatusAsync(forged => { forged.Activity["type"] = "invoke"; forged.Activity["name"] = "adaptiveCard/action"; })).ShouldBe(503);
        _site.Said[^1].ShouldStartWith("Information MlOpsBot.Teams.Requests.TeamsReceiver: What came from Teams could not be recorded, and Teams is asked to send it again: The database is busy.");

        using var lockedBy = new SqliteConnection($"Data Source={Path.Combine(_site.DataFolder, "mlopsbot.db")};Pooling=False");
        await lockedBy.OpenAsync(TestContext.Current.CancellationToken);
        using var transaction = lockedBy.BeginTransaction();
        (await _site.StatusAsync()).ShouldBe(503);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        (await _site.StatusAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task A_flood_of_refused_requests_is_summed_up_once_a_minute()
    {
        for (var i = 0; i < 30; i++)
        {
            (await _site.StatusAsync(forged => forged.Claims["aud"] = "another")).ShouldBe(401);
        }

        _site.Said.Count(line => line.Contains("RefusalLog", StringComparison.Ordinal)).ShouldBe(1);
        _site.Time.Advance(TimeSpan.FromMinutes(1));
        _site.Said[^1].ShouldContain("29 more requests to Teams' address were refused within the last minute: 29 for a token for another app than MlOpsBot:Teams:AppId");
    }

    [Fact]
    public async Task No_log_holds_what_people_write_who_they_are_or_what_proves_it()
    {
        var tokens = new List<string>();
        foreach (var rule in TokenRules.All)
        {
            await _site.StatusAsync(forged =>
            {
                forged.Activity["text"] = "secretword";
                rule.Spoil(forged);
                var changes = forged.Changes;
                forged.Changes = token => { tokens.Add(token); return changes?.Invoke(token) ?? token; };
            });
        }

        _site.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var line in _site.Log.All)
        {
            line.ShouldNotContain("secretword");
            line.ShouldNotContain(_site.Teams.Robin.Name);
            line.ShouldNotContain("eyJ");
            foreach (var token in tokens)
            {
                line.ShouldNotContain(token[^40..]);
            }
        }

        _site.Log.Warnings.ShouldBeEmpty();
    }
}
