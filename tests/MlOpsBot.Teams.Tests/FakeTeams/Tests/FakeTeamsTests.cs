using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MlOpsBot.Teams.Tests.FakeTeams.Tests;

/// <summary>The fake is reached as the real one is, over https that this process trusts.</summary>
public sealed class FakeTeamsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_and_tokens_are_given_over_https_and_a_post_with_the_token_is_seen()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler());
        var metadata = await client.GetFromJsonAsync<JsonElement>(teams.MetadataUrl, Cancellation);
        var keys = await client.GetFromJsonAsync<JsonElement>(new Uri(metadata.Text("jwks_uri")), Cancellation);
        keys.Items("keys").First().Items("endorsements").Select(channel => channel.GetString()).ShouldContain("msteams");

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = teams.Options.AppId,
            ["client_secret"] = teams.Options.ClientSecret,
            ["scope"] = "https://api.botframework.com/.default",
        });
        using var given = await client.PostAsync(new Uri(teams.LoginUrl, $"{teams.Options.TenantId}/oauth2/v2.0/token"), form, Cancellation);
        var token = (await given.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).Text("access_token");
        var chat = teams.World.Personal(teams.Robin);
        using var post = new HttpRequestMessage(HttpMethod.Post, new Uri($"{teams.ServiceUrl}v3/conversations/{Uri.EscapeDataString(chat.Id)}/activities"))
        {
            Content = JsonContent.Create(new { type = "message", text = "hello" }),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var posted = await client.SendAsync(post, Cancellation);

        posted.StatusCode.ShouldBe(HttpStatusCode.Created, await posted.Content.ReadAsStringAsync(Cancellation));
        teams.World.BotPosts.ShouldHaveSingleItem().Text.ShouldBe("hello");
        teams.Calls.All.Select(call => $"{call.Method} {call.Outcome}").ShouldBe(["metadata ok", "keys ok", "token ok", "post ok"]);
    }
}
