using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Teams.Requests;

/// <summary>
/// Tells Bot Framework's tokens from everybody else's
/// (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication). Exactly the tokens that it
/// sends, and nothing that the standards would allow besides (RFC 7515, 7519): no other algorithm, no second audience, no number as
/// text, no name twice. What costs little is looked at first, the signature last, and that once for each token. Thread-safe.
/// </summary>
/// <param name="appId">Whom tokens have to be for.</param>
/// <param name="issuer">Who has to have issued them.</param>
/// <param name="keys">The keys that may have signed them.</param>
/// <param name="cache">Tokens that were right before.</param>
/// <param name="clock">The clock.</param>
internal sealed class TokenCheck(string appId, string issuer, KeySet keys, TokenCache cache, TimeProvider clock)
{
    /// <summary>How tokens are signed: RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public const string Algorithm = "RS256";

    /// <summary>Longest token that is looked at, in characters; Bot Framework's have about a thousand.</summary>
    public const int Longest = 8 * 1024;

    /// <summary>Longest id of a key, in characters; they have about 30.</summary>
    public const int LongestKeyId = 200;

    /// <summary>How far clocks may differ, in seconds: five minutes.</summary>
    public const long Skew = 300;

    /// <summary>Longest that a token may hold from now on, in seconds: a week. Bot Framework's hold for an hour.</summary>
    private const long LongestLife = 7 * 24 * 3600;

    private const string Scheme = "Bearer ";
    private const string AlphabetOfBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> s_base64Url = SearchValues.Create(AlphabetOfBase64Url);
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>
    /// Judges everything but the signature. None: the token may be right, and <see cref="HasRightSignature"/> has the last word;
    /// <see cref="TokenFault.NoKeys"/>: nothing can be said until there are keys.
    /// </summary>
    public TokenFault Inspect(in StringValues authorization, out InspectedToken token)
    {
        token = default;
        if (authorization.Count > 1)
        {
            return TokenFault.Ambiguous;
        }

        if (authorization is not [{ Length: > 0 } given])
        {
            return TokenFault.Missing;
        }

        if (!given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return TokenFault.Scheme;
        }

        var text = given.AsMemory(Scheme.Length);
        if (text.Length > Longest || !TrySplit(text.Span, out var header, out var claims))
        {
            return TokenFault.Shape;
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var hash = TokenHash.Of(text.Span);
        if (cache.Find(hash) is { } known && ReferenceEquals(keys.Find(known.Key.Id), known.Key))
        {
            token = new InspectedToken(text, 0, hash, known, IsVerified: true);
            return now > known.Ends + Skew ? TokenFault.Expired : TokenFault.None;
        }

        var fault = ReadHeader(text.Span[header], out var keyId);
        if (fault != TokenFault.None || (fault = ReadClaims(text.Span[claims], now, out var serviceUrl, out var ends)) != TokenFault.None)
        {
            return fault;
        }

        if (keys.Find(keyId) is not { } key)
        {
            if (keys.IsEmpty)
            {
                return TokenFault.NoKeys;
            }

            keys.Missed();
            return TokenFault.KeyUnknown;
        }

        token = new InspectedToken(text, claims.End.Value, hash, new VerifiedToken(serviceUrl, ends, key), IsVerified: false);
        return key.SpeaksForTeams ? TokenFault.None : TokenFault.Endorsement;
    }

    /// <summary>Judges the signature, unless the same token was found right before.</summary>
    public bool HasRightSignature(in InspectedToken token)
    {
        if (token.IsVerified)
        {
            return true;
        }

        var text = token.Text.Span;
        var given = text[(token.Signed + 1)..];
        var key = token.Says.Key;
        if (given.Length > Base64Url.GetEncodedLength(key.SignatureLength))
        {
            return false;
        }

        Span<byte> signature = stackalloc byte[Base64Url.GetMaxDecodedLength(given.Length)];
        Span<byte> signed = stackalloc byte[token.Signed];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Encoding.ASCII.GetBytes(text[..token.Signed], signed);
        SHA256.HashData(signed, hash);
        if (!Base64Url.TryDecodeFromChars(given, signature, out var length) || !key.HasSigned(hash, signature[..length]))
        {
            return false;
        }

        cache.Add(token.Hash, token.Says);
        return true;
    }

    /// <summary>Exactly three parts of base64url, without padding, white space or loose bits at an end.</summary>
    private static bool TrySplit(ReadOnlySpan<char> text, out Range header, out Range claims)
    {
        header = claims = default;
        var first = text.IndexOf('.');
        var last = text.LastIndexOf('.');
        if (first < 0 || first == last)
        {
            return false;
        }

        (header, claims) = (..first, (first + 1)..last);
        return IsBase64Url(text[header]) && IsBase64Url(text[claims]) && IsBase64Url(text[(last + 1)..]);
    }

    private static bool IsBase64Url(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty || part.ContainsAnyExcept(s_base64Url))
        {
            return false;
        }

        // The last character of an incomplete group carries four or two bits of nothing: another way to write the same.
        return (part.Length % 4) switch
        {
            1 => false,
            2 => AlphabetOfBase64Url.IndexOf(part[^1], StringComparison.Ordinal) % 16 == 0,
            3 => AlphabetOfBase64Url.IndexOf(part[^1], StringComparison.Ordinal) % 4 == 0,
            _ => true,
        };
    }

    private static TokenFault ReadHeader(ReadOnlySpan<char> part, out string keyId)
    {
        keyId = "";
        using var document = Parsed(part);
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } header })
        {
            return TokenFault.Header;
        }

        try
        {
            if (header.Text("alg") != Algorithm)
            {
                return TokenFault.Algorithm;
            }

            // "crit" names what must be understood (RFC 7515, 4.1.11), and none of it is.
            if (header.Has("crit") || (header.Has("typ") && !string.Equals(header.Text("typ"), "JWT", StringComparison.OrdinalIgnoreCase)))
            {
                return TokenFault.Header;
            }

            keyId = header.Text("kid") ?? "";
            return keyId.Length is 0 or > LongestKeyId ? TokenFault.KeyMissing : TokenFault.None;
        }
        catch (InvalidOperationException)
        {
            return TokenFault.Header;
        }
    }

    private TokenFault ReadClaims(ReadOnlySpan<char> part, long now, out string serviceUrl, out long ends)
    {
        serviceUrl = "";
        ends = 0;
        using var document = Parsed(part);
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } claims })
        {
            return TokenFault.Claims;
        }

        try
        {
            if (claims.Text("iss") != issuer)
            {
                return TokenFault.Issuer;
            }

            // A GUID, which people write in either case.
            if (!string.Equals(claims.Text("aud"), appId, StringComparison.OrdinalIgnoreCase))
            {
                return TokenFault.Audience;
            }

            if (!TrySeconds(claims, "nbf", out var begins) || !TrySeconds(claims, "exp", out ends) || ends < begins || ends > now + LongestLife)
            {
                return TokenFault.Times;
            }

            serviceUrl = claims.Text("serviceurl") ?? "";
            return now > ends + Skew ? TokenFault.Expired
                : now < begins - Skew ? TokenFault.Early
                : serviceUrl.Length == 0 ? TokenFault.ServiceUrlMissing
                : TokenFault.None;
        }
        catch (InvalidOperationException)
        {
            return TokenFault.Claims;
        }
    }

    private static bool TrySeconds(JsonElement claims, string name, out long seconds)
    {
        seconds = 0;

        // Bounded, so that nothing that is added to it overflows: until the year 9999.
        return claims.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out seconds) && seconds is >= 0 and <= 253_402_300_799;
    }

    private static JsonDocument? Parsed(ReadOnlySpan<char> part)
        => PayloadJson.TryParse(Base64Url.DecodeFromChars(part), s_strict, out var document, out _) ? document : null;
}

/// <summary>A token of which everything but the signature is right.</summary>
/// <param name="Text">The token.</param>
/// <param name="Signed">How many of its characters are signed.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Says">What it says.</param>
/// <param name="IsVerified">Whether its signature is known to be right.</param>
internal readonly record struct InspectedToken(ReadOnlyMemory<char> Text, int Signed, TokenHash Hash, VerifiedToken Says, bool IsVerified);
