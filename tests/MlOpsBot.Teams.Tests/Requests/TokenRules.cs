using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>One rule of tokens, and one request that breaks it, or just keeps it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Case">How it is broken.</param>
/// <param name="Status">What it has to be answered with.</param>
/// <param name="Spoil">Breaks it.</param>
internal sealed record TokenRule(string Rule, string Case, int Status, Action<Forgery> Spoil);

/// <summary>Every rule of tokens with its forged cases.</summary>
internal static class TokenRules
{
    private const string Bearer = "a bearer token";
    private const string Parts = "exactly three parts of base64url";
    private const string Header = "a header that can be read in one way alone";
    private const string Algorithm = "alg is RS256";
    private const string Kid = "kid names a key of the set";
    private const string Signature = "the signature holds";
    private const string Claims = "claims that can be read in one way alone";
    private const string Issuer = "iss is Bot Framework";
    private const string Audience = "aud is the bot's app id";
    private const string Times = "exp and nbf within 5 minutes";
    private const string Endorsements = "the key's endorsements contain the channel";
    private const string Channel = "the activity's channel is Teams";
    private const string ServiceUrl = "serviceurl is the activity's";
    private const string Hosts = "the service address is on the list";

    private static readonly SigningKey s_stranger = new("stranger", RSA.Create(2048), "msteams");

    public static IReadOnlyList<TokenRule> All { get; } =
    [
        new("all of them", "a token as Teams sends it", 200, _ => { }),

        new(Bearer, "an empty token", 401, forged => forged.Changes = _ => ""),
        new(Bearer, "the token without a scheme", 401, forged => forged.Scheme = ""),
        new(Bearer, "the scheme Basic", 401, forged => forged.Scheme = "Basic "),
        new(Bearer, "two spaces", 401, forged => forged.Scheme = "Bearer  "),
        new(Bearer, "two tokens in one header", 401, forged => forged.Changes = token => $"{token}, Bearer {token}"),

        new(Parts, "one part", 401, forged => forged.Changes = token => token.Replace(".", "", StringComparison.Ordinal)),
        new(Parts, "two parts", 401, forged => forged.Changes = token => token[..token.LastIndexOf('.')]),
        new(Parts, "an empty third part", 401, forged => forged.Changes = token => token[..(token.LastIndexOf('.') + 1)]),
        new(Parts, "four parts", 401, forged => forged.Changes = token => token + ".e30"),
        new(Parts, "five parts (an encrypted token)", 401, forged => forged.Changes = token => token + ".e30.e30"),
        new(Parts, "an empty header", 401, forged => forged.Changes = token => token[token.IndexOf('.')..]),
        new(Parts, "padding", 401, forged => forged.Changes = token => token + "=="),
        new(Parts, "white space inside", 401, forged => forged.Changes = token => token.Insert(20, " ")),
        new(Parts, "a tab inside", 401, forged => forged.Changes = token => token.Insert(20, "\t")),
        new(Parts, "plain base64", 401, forged => forged.Changes = token => token.Replace('-', '+').Replace('_', '/') + "+/"),
        new(Parts, "loose bits at the end", 401, forged => forged.Changes = LooseBits),
        new(Parts, "longer than any token of Bot Framework's", 401, forged => forged.Header["x5t"] = new string('x', 7_000)),

        new(Header, "no JSON", 401, forged => forged.RawHeader = "RS256"),
        new(Header, "a list", 401, forged => forged.RawHeader = $"[{forged.Header.ToJsonString()}]"),
        new(Header, "something after the JSON", 401, forged => forged.RawHeader = forged.Header.ToJsonString() + "{}"),
        new(Header, "alg twice, none last", 401, forged => forged.RawHeader = forged.Header.ToJsonString().TrimEnd('}') + ",\"alg\":\"none\"}"),
        new(Header, "alg twice, RS256 last", 401, forged => forged.RawHeader = "{\"alg\":\"none\"," + forged.Header.ToJsonString()[1..]),
        new(Header, "alg twice, once escaped", 401, forged => forged.RawHeader = "{\"\\u0061lg\":\"none\"," + forged.Header.ToJsonString()[1..]),
        new(Header, "kid twice", 401, forged => forged.RawHeader = "{\"kid\":\"k\"," + forged.Header.ToJsonString()[1..]),
        new(Header, "crit, which has to be understood", 401, forged => forged.Header["crit"] = new JsonArray("exp")),
        new(Header, "half a character", 401, forged => forged.RawHeader = "{\"kid\":\"\\ud800\",\"alg\":\"RS256\"}"),
        new(Header, "another type of token", 401, forged => forged.Header["typ"] = "at+jwt"),
        new(Header, "cty left out", 200, forged => forged.Header.Remove("cty")),

        new(Algorithm, "left out", 401, forged => forged.Header.Remove("alg")),
        new(Algorithm, "none", 401, forged => forged.Header["alg"] = "none"),
        new(Algorithm, "none, without a signature", 401, forged => { forged.Header["alg"] = "none"; forged.Changes = token => token[..(token.LastIndexOf('.') + 1)]; }),
        new(Algorithm, "NONE", 401, forged => forged.Header["alg"] = "NONE"),
        new(Algorithm, "in lower case", 401, forged => forged.Header["alg"] = "rs256"),
        new(Algorithm, "a list", 401, forged => forged.Header["alg"] = new JsonArray("RS256")),
        new(Algorithm, "HS256 with the public key (PEM) as the secret", 401, forged => Hmac(forged, Encoding.ASCII.GetBytes(forged.Key.Rsa.ExportSubjectPublicKeyInfoPem()))),
        new(Algorithm, "HS256 with the public key (DER) as the secret", 401, forged => Hmac(forged, forged.Key.Rsa.ExportSubjectPublicKeyInfo())),
        new(Algorithm, "HS256 with the modulus as the secret", 401, forged => Hmac(forged, forged.Key.Rsa.ExportParameters(false).Modulus!)),
        new(Algorithm, "RS512, rightly signed", 401, forged => Rsa(forged, "RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)),
        new(Algorithm, "PS256, rightly signed", 401, forged => Rsa(forged, "PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
        new(Algorithm, "RS256 in the header, signed by PS256", 401, forged => Rsa(forged, "RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
        new(Algorithm, "RS256 in the header, signed by RS1", 401, forged => Rsa(forged, "RS256", HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)),

        new(Kid, "left out", 401, forged => forged.Header.Remove("kid")),
        new(Kid, "empty", 401, forged => forged.Header["kid"] = ""),
        new(Kid, "a number", 401, forged => forged.Header["kid"] = 1),
        new(Kid, "unknown", 401, forged => forged.Header["kid"] = "unknown"),
        new(Kid, "in another case", 401, forged => forged.Header["kid"] = forged.Key.Id.ToUpperInvariant()),
        new(Kid, "a path", 401, forged => forged.Header["kid"] = "../../dev/null"),
        new(Kid, "a stranger's key, given in the header (jwk)", 401, forged => { forged.Header["jwk"] = s_stranger.Publish(); forged.Header["kid"] = s_stranger.Id; forged.Key = s_stranger; }),
        new(Kid, "a stranger's key, given by address (jku, x5u)", 401, forged =>
        {
            forged.Header["jku"] = new Uri(forged.Teams.Url, "stranger/keys").AbsoluteUri;
            forged.Header["x5u"] = new Uri(forged.Teams.Url, "stranger/keys").AbsoluteUri;
            forged.Header["kid"] = s_stranger.Id;
            forged.Key = s_stranger;
        }),

        new(Signature, "a stranger's key under the right kid", 401, forged => forged.Key = s_stranger),
        new(Signature, "one bit changed", 401, forged => forged.Signs = content => Flipped(Sign(forged, content), 100)),
        new(Signature, "one byte less", 401, forged => forged.Signs = content => Sign(forged, content)[..^1]),
        new(Signature, "one byte more", 401, forged => forged.Signs = content => [.. Sign(forged, content), 0]),
        new(Signature, "nothing but zeros", 401, forged => forged.Signs = _ => new byte[256]),
        new(Signature, "one byte", 401, forged => forged.Signs = _ => [1]),
        new(Signature, "that of other claims", 401, forged => forged.Changes = token => Exchanged(forged, token)),
        new(Signature, "that of another header", 401, forged => forged.Changes = token => Forgery.Part("{\"kid\":\"" + forged.Key.Id + "\",\"alg\":\"RS256\"}") + token[token.IndexOf('.')..]),

        new(Claims, "no JSON", 401, forged => forged.RawClaims = "everything"),
        new(Claims, "a list", 401, forged => forged.RawClaims = $"[{forged.Claims.ToJsonString()}]"),
        new(Claims, "aud twice", 401, forged => forged.RawClaims = "{\"aud\":\"another\"," + forged.Claims.ToJsonString()[1..]),
        new(Claims, "exp twice", 401, forged => forged.RawClaims = forged.Claims.ToJsonString().TrimEnd('}') + ",\"exp\":99999999999}"),
        new(Claims, "serviceurl twice", 401, forged => forged.RawClaims = "{\"serviceurl\":\"https://elsewhere.example/\"," + forged.Claims.ToJsonString()[1..]),
        new(Claims, "nested without end", 401, forged => forged.RawClaims = new string('[', 3_000)),
        new(Claims, "a comment", 401, forged => forged.RawClaims = "/**/" + forged.Claims.ToJsonString()),

        new(Issuer, "left out", 401, forged => forged.Claims.Remove("iss")),
        new(Issuer, "somebody else", 401, forged => forged.Claims["iss"] = "https://sts.windows.net/5e8d1c2a-0b6f-4d3e-8a79-c1d2e3f4a5b6/"),
        new(Issuer, "another cloud's", 401, forged => forged.Claims["iss"] = "https://api.botframework.us"),
        new(Issuer, "a slash at the end", 401, forged => forged.Claims["iss"] = IncomingTokens.Issuer + "/"),
        new(Issuer, "a list", 401, forged => forged.Claims["iss"] = new JsonArray(IncomingTokens.Issuer)),

        new(Audience, "left out", 401, forged => forged.Claims.Remove("aud")),
        new(Audience, "another app", 401, forged => forged.Claims["aud"] = "00000000-0000-0000-0000-000000000000"),
        new(Audience, "several apps, ours among them", 401, forged => forged.Claims["aud"] = new JsonArray(forged.Teams.Options.AppId, "another")),
        new(Audience, "a list of ours alone", 401, forged => forged.Claims["aud"] = new JsonArray(forged.Teams.Options.AppId)),
        new(Audience, "ours with a space", 401, forged => forged.Claims["aud"] = forged.Teams.Options.AppId + " "),
        new(Audience, "empty", 401, forged => forged.Claims["aud"] = ""),
        new(Audience, "ours in upper case", 200, forged => forged.Claims["aud"] = forged.Teams.Options.AppId.ToUpperInvariant()),

        new(Times, "no exp", 401, forged => forged.Claims.Remove("exp")),
        new(Times, "exp 5 minutes and 5 seconds ago", 401, forged => Ends(forged, -305)),
        new(Times, "exp 4 minutes and 50 seconds ago", 200, forged => Ends(forged, -290)),
        new(Times, "exp as text", 401, forged => forged.Claims["exp"] = forged.Claims["exp"]!.ToString()),
        new(Times, "exp with a fraction", 401, forged => forged.Claims["exp"] = JsonNode.Parse(forged.Claims["exp"] + ".5")),
        new(Times, "exp null", 401, forged => forged.Claims["exp"] = null),
        new(Times, "exp negative", 401, forged => forged.Claims["exp"] = -1),
        new(Times, "exp beyond every calendar", 401, forged => forged.Claims["exp"] = JsonNode.Parse("1e300")),
        new(Times, "exp at the end of 64 bits", 401, forged => forged.Claims["exp"] = long.MaxValue),
        new(Times, "exp in a month", 401, forged => Ends(forged, 30 * 24 * 3600)),
        new(Times, "no nbf", 401, forged => forged.Claims.Remove("nbf")),
        new(Times, "nbf in 5 minutes and 5 seconds", 401, forged => Begins(forged, 305)),
        new(Times, "nbf in 4 minutes and 50 seconds", 200, forged => Begins(forged, 290)),
        new(Times, "nbf as text", 401, forged => forged.Claims["nbf"] = forged.Claims["nbf"]!.ToString()),
        new(Times, "nbf after exp", 401, forged => { Ends(forged, 100); Begins(forged, 200); }),

        new(Endorsements, "a key of the set that may not speak for Teams", 403, forged => { forged.Key = IncomingTokens.Unendorsed; forged.Header["kid"] = forged.Key.Id; }),

        new(Channel, "left out", 403, forged => forged.Activity.Remove("channelId")),
        new(Channel, "webchat, which the key may speak for too", 403, forged => forged.Activity["channelId"] = "webchat"),
        new(Channel, "in another case", 403, forged => forged.Activity["channelId"] = "MSTeams"),
        new(Channel, "a list", 403, forged => forged.Activity["channelId"] = new JsonArray("msteams")),
        new(Channel, "twice, the last webchat", 400, forged => forged.RawBody = forged.Activity.ToJsonString()[..^1] + ",\"channelId\":\"webchat\"}"),
        new(Channel, "twice, the first webchat", 400, forged => forged.RawBody = "{\"channelId\":\"webchat\"," + forged.Activity.ToJsonString()[1..]),
        new(Channel, "twice, once escaped", 400, forged => forged.RawBody = "{\"\\u0063hannelId\":\"webchat\"," + forged.Activity.ToJsonString()[1..]),

        new(ServiceUrl, "the claim left out", 401, forged => forged.Claims.Remove("serviceurl")),
        new(ServiceUrl, "the claim empty", 401, forged => forged.Claims["serviceurl"] = ""),
        new(ServiceUrl, "the claim in another case (serviceUrl)", 401, forged => { forged.Claims["serviceUrl"] = forged.Teams.ServiceUrl; forged.Claims.Remove("serviceurl"); }),
        new(ServiceUrl, "the claim a list", 401, forged => forged.Claims["serviceurl"] = new JsonArray(forged.Teams.ServiceUrl)),
        new(ServiceUrl, "the activity's left out", 403, forged => forged.Activity.Remove("serviceUrl")),
        new(ServiceUrl, "the activity's another path", 403, forged => forged.Activity["serviceUrl"] = new Uri(forged.Teams.Url, "emea/").AbsoluteUri),
        new(ServiceUrl, "the activity's another host", 403, forged => forged.Activity["serviceUrl"] = "https://elsewhere.example/amer/"),
        new(ServiceUrl, "the activity's twice", 400, forged => forged.RawBody = "{\"serviceUrl\":\"https://elsewhere.example/\"," + forged.Activity.ToJsonString()[1..]),
        new(ServiceUrl, "one longer than the other", 403, forged => forged.Activity["serviceUrl"] = forged.Teams.ServiceUrl + "more"),
        new(ServiceUrl, "two slashes more", 403, forged => forged.Activity["serviceUrl"] = forged.Teams.ServiceUrl + "//"),
        new(ServiceUrl, "one slash less", 200, forged => forged.Activity["serviceUrl"] = forged.Teams.ServiceUrl.TrimEnd('/')),
        new(ServiceUrl, "letters in another case", 200, forged => forged.Claims["serviceurl"] = forged.Teams.ServiceUrl.ToUpperInvariant()),

        new(Hosts, "somebody's name below trafficmanager.net, rightly signed", 403, forged => At(forged, "https://anybody.trafficmanager.net/amer/")),
        new(Hosts, "another port, rightly signed", 403, forged => At(forged, $"https://{forged.Teams.Url.Host}:{forged.Teams.Url.Port + 1}/amer/")),
        new(Hosts, "http, rightly signed", 403, forged => At(forged, forged.Teams.ServiceUrl.Replace("https:", "http:", StringComparison.Ordinal))),
        new(Hosts, "the host as a user's name, rightly signed", 403, forged => At(forged, $"https://{forged.Teams.ServiceHost}@elsewhere.example/")),
        new(Hosts, "the Agents Playground's, rightly signed", 403, forged => At(forged, forged.Teams.PlaygroundUrl)),
    ];

    private static void At(Forgery forged, string serviceUrl)
    {
        forged.Claims["serviceurl"] = serviceUrl;
        forged.Activity["serviceUrl"] = serviceUrl;
    }

    private static void Ends(Forgery forged, long seconds)
    {
        forged.Claims["exp"] = Now(forged) + seconds;
        forged.Claims["nbf"] = Math.Min((long)forged.Claims["nbf"]!, Now(forged) + seconds - 3600);
    }

    private static void Begins(Forgery forged, long seconds) => forged.Claims["nbf"] = Now(forged) + seconds;

    private static long Now(Forgery forged) => forged.Teams.Options.Time.GetUtcNow().ToUnixTimeSeconds();

    private static void Hmac(Forgery forged, byte[] secret)
    {
        forged.Header["alg"] = "HS256";
        forged.Signs = content => HMACSHA256.HashData(secret, content);
    }

    private static void Rsa(Forgery forged, string name, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        forged.Header["alg"] = name;
        forged.Signs = content => forged.Key.Rsa.SignData(content, hash, padding);
    }

    private static byte[] Sign(Forgery forged, byte[] content) => forged.Key.Rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private static string Exchanged(Forgery forged, string token)
    {
        var parts = token.Split('.');
        forged.Claims["exp"] = (long)forged.Claims["exp"]! + 600;
        return $"{parts[0]}.{Forgery.Part(forged.Claims.ToJsonString())}.{parts[2]}";
    }

    /// <summary>The same signature, written with bits that mean nothing.</summary>
    private static string LooseBits(string token)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return token[..^1] + Alphabet[Alphabet.IndexOf(token[^1], StringComparison.Ordinal) + 1];
    }
}
