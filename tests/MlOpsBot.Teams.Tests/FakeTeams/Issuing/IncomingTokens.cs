using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>A key that Bot Framework signs with. Thread-safe.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="Rsa">The key.</param>
/// <param name="Endorsements">The channels that it may speak for.</param>
internal sealed record SigningKey(string Id, RSA Rsa, params string[] Endorsements)
{
    public JsonObject Publish()
    {
        var key = Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = Id,
            ["x5t"] = Id,
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
            ["endorsements"] = new JsonArray([.. Endorsements.Select(endorsement => (JsonNode)endorsement)]),
        };
    }
}

/// <summary>Bot Framework's side of incoming tokens: metadata, keys with endorsements, and the tokens of requests. Thread-safe.</summary>
internal sealed class IncomingTokens(FakeTeamsServer server)
{
    public const string Issuer = "https://api.botframework.com";

    private static readonly string[] s_channels = ["msteams", "directline", "webchat", "skype"];
    private static readonly SigningKey s_first = new("k-first", RSA.Create(2048), s_channels);
    private static readonly SigningKey s_other = new("k-other", RSA.Create(2048), "directline", "facebook");

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Token, DateTimeOffset Ends)> _tokens = [];
    private SigningKey _key = s_first;

    /// <summary>The key that signs now.</summary>
    public SigningKey Key => _key;

    /// <summary>A published key that does not speak for Teams.</summary>
    public static SigningKey Unendorsed => s_other;

    /// <summary>How often the metadata and the keys were asked for.</summary>
    public int KeyFetches => server.Calls.Count("keys");

    /// <summary>Signs with a new key from now on, and publishes it beside the old ones or not yet.</summary>
    public SigningKey Rotate(bool isPublished = true)
    {
        lock (_gate)
        {
            IsNewKeyPublished = isPublished;
            _tokens.Clear();
            return _key = new SigningKey($"k-{Guid.NewGuid():N}", RSA.Create(2048), s_channels);
        }
    }

    /// <summary>Whether the set holds the key that <see cref="Rotate"/> made.</summary>
    public bool IsNewKeyPublished { get; set; } = true;

    /// <summary>The token that requests from a service address carry: the same one until it nears its end.</summary>
    public string Token(string serviceUrl)
    {
        lock (_gate)
        {
            var now = server.Options.Time.GetUtcNow();
            if (!_tokens.TryGetValue(serviceUrl, out var token) || token.Ends - TimeSpan.FromMinutes(5) < now)
            {
                _tokens[serviceUrl] = token = (Sign(Header(), Claims(serviceUrl)), now + server.Options.TokenLifetime);
            }

            return token.Token;
        }
    }

    /// <summary>The header of a right token, to be spoilt by tests.</summary>
    public JsonObject Header() => new() { ["alg"] = "RS256", ["kid"] = Key.Id, ["x5t"] = Key.Id, ["typ"] = "JWT", ["cty"] = "JWT" };

    /// <summary>The claims of a right token, to be spoilt by tests.</summary>
    public JsonObject Claims(string serviceUrl)
    {
        var now = server.Options.Time.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["serviceurl"] = serviceUrl.ToLowerInvariant(),
            ["nbf"] = now,
            ["exp"] = now + (long)server.Options.TokenLifetime.TotalSeconds,
            ["iss"] = Issuer,
            ["aud"] = server.Options.AppId,
        };
    }

    /// <summary>A token of just these parts.</summary>
    public string Sign(JsonObject header, JsonObject claims, SigningKey? key = null)
    {
        var content = $"{Part(header)}.{Part(claims)}";
        var signature = (key ?? Key).Rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    internal Reply Metadata() => new(StatusCodes.Status200OK, new JsonObject
    {
        ["issuer"] = Issuer,
        ["authorization_endpoint"] = "https://invalid.botframework.com",
        ["jwks_uri"] = new Uri(server.Url, "v1/.well-known/keys").AbsoluteUri,
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
    });

    internal Reply Keys()
    {
        lock (_gate)
        {
            SigningKey[] keys = _key == s_first || !IsNewKeyPublished ? [s_first, s_other] : [s_first, s_other, _key];
            var others = Enumerable.Range(0, server.Options.OtherKeys).Select(number => s_other.Publish().With("kid", $"k-{number}"));
            return new Reply(StatusCodes.Status200OK, new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.Publish()).Concat(others)]) });
        }
    }

    private static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}

internal static class JsonEdit
{
    public static JsonObject With(this JsonObject json, string name, JsonNode? value)
    {
        json[name] = value;
        return json;
    }
}
