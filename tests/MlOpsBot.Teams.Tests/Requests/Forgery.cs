using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>A request like Teams' own, to be spoilt in one way and sent.</summary>
internal sealed class Forgery
{
    public Forgery(FakeTeamsServer teams, string text = "who owns model monitoring?")
    {
        Teams = teams;
        Header = teams.Incoming.Header();
        Claims = teams.Incoming.Claims(teams.ServiceUrl);
        Key = teams.Incoming.Key;
        var chat = teams.World.Personal(teams.Robin);
        Activity = new Activities(teams).Message(teams.Robin, chat, chat.Id, teams.World.NewId(), text, mentions: false);
    }

    public FakeTeamsServer Teams { get; }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    public JsonObject Activity { get; }

    public SigningKey Key { get; set; }

    /// <summary>What stands in the place of the header's JSON.</summary>
    public string? RawHeader { get; set; }

    /// <summary>What stands in the place of the claims' JSON.</summary>
    public string? RawClaims { get; set; }

    /// <summary>What stands in the place of the body.</summary>
    public string? RawBody { get; set; }

    /// <summary>Signs what is to be signed; null for RS256 with <see cref="Key"/>.</summary>
    public Func<byte[], byte[]>? Signs { get; set; }

    /// <summary>Changes the token once it is signed.</summary>
    public Func<string, string>? Changes { get; set; }

    /// <summary>What stands before the token.</summary>
    public string Scheme { get; set; } = "Bearer ";

    public string ContentType { get; set; } = "application/json; charset=utf-8";

    /// <summary>The token.</summary>
    public string Token()
    {
        var content = $"{Part(RawHeader ?? Header.ToJsonString())}.{Part(RawClaims ?? Claims.ToJsonString())}";
        var bytes = Encoding.ASCII.GetBytes(content);
        var signature = Signs?.Invoke(bytes) ?? Key.Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var token = $"{content}.{Base64Url.EncodeToString(signature)}";
        return Changes?.Invoke(token) ?? token;
    }

    public byte[] Body() => Encoding.UTF8.GetBytes(RawBody ?? Activity.ToJsonString());

    /// <summary>The request.</summary>
    public HttpRequestMessage Request(Uri bot)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot, "api/messages")) { Content = new ByteArrayContent(Body()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.TryAddWithoutValidation("Authorization", Scheme + Token());
        return request;
    }

    public static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
