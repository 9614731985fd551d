using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Teams.Tests.FakeTeams.Tests;

/// <summary>A bot that is nothing but an HTTP client: what it is told is written in the test.</summary>
internal sealed class RawBot : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(5) };

    private RawBot(FakeTeamsServer teams) => Teams = teams;

    public FakeTeamsServer Teams { get; }

    /// <summary>Its token; empty for none.</summary>
    public string Token { get; set; } = "";

    public static async Task<RawBot> StartAsync(FakeTeamsOptions? options = null)
    {
        var bot = new RawBot(await FakeTeamsServer.StartAsync(options));
        var given = await bot.LogInAsync();
        bot.Token = given.Body.Text("access_token");
        return bot;
    }

    /// <summary>Asks for a token, with one field of the form changed.</summary>
    public async Task<RawReply> LogInAsync(string? name = null, string? value = null, string? tenant = null)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Teams.Options.AppId,
            ["client_secret"] = Teams.Options.ClientSecret,
            ["scope"] = "https://api.botframework.com/.default",
        };
        if (name is not null)
        {
            form[name] = value!;
        }

        using var content = new FormUrlEncodedContent(form);
        using var response = await _client.PostAsync(new Uri(Teams.LoginUrl, $"{tenant ?? Teams.Options.TenantId}/oauth2/v2.0/token"), content, TestContext.Current.CancellationToken);
        return await RawReply.OfAsync(response);
    }

    public Task<RawReply> PostAsync(JsonObject activity, string? conversation = null)
        => SendAsync(HttpMethod.Post, $"v3/conversations/{Uri.EscapeDataString(conversation ?? Personal)}/activities", activity);

    public Task<RawReply> PutAsync(string id, JsonObject activity, string? conversation = null)
        => SendAsync(HttpMethod.Put, $"v3/conversations/{Uri.EscapeDataString(conversation ?? Personal)}/activities/{id}", activity);

    public Task<RawReply> DeleteAsync(string id, string? conversation = null)
        => SendAsync(HttpMethod.Delete, $"v3/conversations/{Uri.EscapeDataString(conversation ?? Personal)}/activities/{id}", null);

    public async Task<RawReply> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(Teams.ServiceUrl), path));
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.Authorization = Token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", Token);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await RawReply.OfAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Teams.DisposeAsync();
    }

    public static JsonObject Text(string text) => new() { ["type"] = "message", ["text"] = text };

    /// <summary>A message with a card of these elements and actions.</summary>
    public static JsonObject Card(string body = """[{"type":"TextBlock","text":"hi"}]""", string actions = "[]", string version = "1.5") => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = FakeTeams.Card.ContentType,
            ["content"] = new JsonObject { ["type"] = "AdaptiveCard", ["version"] = version, ["body"] = JsonNode.Parse(body), ["actions"] = JsonNode.Parse(actions) },
        }),
    };

    private string Personal => Teams.World.Personal(Teams.Robin).Id;
}

/// <summary>What came back. Immutable.</summary>
internal sealed record RawReply(HttpStatusCode Status, JsonElement Body, TimeSpan? RetryAfter)
{
    /// <summary>The status and the error's code.</summary>
    public string Said => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        ? $"{(int)Status} {error.Text("code")}"
        : $"{(int)Status}";

    public static async Task<RawReply> OfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new RawReply(response.StatusCode, text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default, response.Headers.RetryAfter?.Delta);
    }
}
