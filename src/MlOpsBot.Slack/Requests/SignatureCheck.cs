using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MlOpsBot.Slack.Requests;

/// <summary>Why a request is not taken for one of Slack's.</summary>
public enum SignatureFault
{
    /// <summary>It is one of Slack's.</summary>
    None,

    /// <summary>It has no signature, or no time.</summary>
    Missing,

    /// <summary>It has several signatures or several times.</summary>
    Ambiguous,

    /// <summary>Its signature or its time is not written the way Slack writes it.</summary>
    Malformed,

    /// <summary>Its time is more than <see cref="SignatureCheck.Tolerance"/> in the past: perhaps a recorded request, sent again.</summary>
    TooOld,

    /// <summary>Its time is more than <see cref="SignatureCheck.Tolerance"/> in the future.</summary>
    TooNew,

    /// <summary>It was not signed with our secret, or altered afterwards.</summary>
    Mismatch,
}

/// <summary>
/// Tells Slack's requests from everybody else's: HMAC-SHA256 over <c>v0:{time}:{raw body}</c> with the app's signing secret
/// (https://docs.slack.dev/authentication/verifying-requests-from-slack). Thread-safe; takes no lock.
/// </summary>
/// <remarks>
/// Stricter than Slack's own framework in what Slack never sends: times in the future, several headers, upper-case or trailing
/// characters in a signature, and a time that is not plain digits are refused.
/// </remarks>
public static class SignatureCheck
{
    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "X-Slack-Signature";

    /// <summary>The header with the time of signing, in seconds since 1970.</summary>
    public const string TimeHeader = "X-Slack-Request-Timestamp";

    /// <summary>How far a request's time may be away from ours, in seconds, in either direction.</summary>
    public const int Tolerance = 300;

    /// <summary>Room in front of the body for what is hashed before it, in bytes; see <see cref="SignatureKey.Matches"/>.</summary>
    internal const int PrefixLength = 3 + LongestTime + 1;

    // Enough until the year 5138.
    private const int LongestTime = 11;
    /// <summary>Characters of a signature after its version.</summary>
    internal const int HexLength = 2 * SHA256.HashSizeInBytes;
    private const string Version = "v0";
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Judges a whole request.</summary>
    /// <param name="secret">The signing secret; not empty.</param>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The body as it came, before any decoding.</param>
    /// <param name="now">The time.</param>
    public static SignatureFault Verify(string secret, IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        ArgumentNullException.ThrowIfNull(headers);
        if (ReadHeaders(headers[SignatureHeader], headers[TimeHeader], now, out var signed) is not SignatureFault.None and var fault)
        {
            return fault;
        }

        var prefixed = new byte[PrefixLength + body.Length];
        body.CopyTo(prefixed.AsSpan(PrefixLength));
        using var key = new SignatureKey(secret);
        return key.Matches(signed, prefixed) ? SignatureFault.None : SignatureFault.Mismatch;
    }

    /// <summary>Judges what the headers tell alone, before the body is read.</summary>
    internal static SignatureFault ReadHeaders(in StringValues signature, in StringValues time, DateTimeOffset now, out SignedHeaders signed)
    {
        signed = default;
        if (signature.Count > 1 || time.Count > 1)
        {
            return SignatureFault.Ambiguous;
        }

        if (signature is not [{ Length: > 0 } given] || time is not [{ Length: > 0 } digits])
        {
            return SignatureFault.Missing;
        }

        if (digits.Length > LongestTime
            || digits[0] == '0'
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || given.Length != Version.Length + 1 + HexLength
            || !given.StartsWith(Version + "=", StringComparison.Ordinal)
            || given.AsSpan(Version.Length + 1).ContainsAnyExcept(s_hex))
        {
            return SignatureFault.Malformed;
        }

        var age = now.ToUnixTimeSeconds() - seconds;
        if (age is > Tolerance or < -Tolerance)
        {
            return age > 0 ? SignatureFault.TooOld : SignatureFault.TooNew;
        }

        signed = new SignedHeaders(given, digits);
        return SignatureFault.None;
    }
}

/// <summary>The signing secret, ready to sign with. Thread-safe; takes no lock.</summary>
internal sealed class SignatureKey(string secret) : IDisposable
{
    // A new one for each request would cost as much as the signing.
    private readonly ThreadLocal<HMACSHA256> _hash = new(() => new HMACSHA256(Encoding.UTF8.GetBytes(secret)), trackAllValues: true);

    /// <summary>Whether the signature is that of the body. What is hashed has to lie in one piece, so the caller leaves room for its beginning.</summary>
    /// <param name="signed">What <see cref="SignatureCheck.ReadHeaders"/> gave.</param>
    /// <param name="prefixed">The body, behind <see cref="SignatureCheck.PrefixLength"/> bytes that are overwritten.</param>
    public bool Matches(SignedHeaders signed, Span<byte> prefixed)
    {
        var start = SignatureCheck.PrefixLength - (3 + signed.Time.Length + 1);
        "v0:"u8.CopyTo(prefixed[start..]);
        Encoding.ASCII.GetBytes(signed.Time, prefixed[(start + 3)..]);
        prefixed[SignatureCheck.PrefixLength - 1] = (byte)':';
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.Value!.TryComputeHash(prefixed[start..], hash, out _);
        Span<byte> expected = stackalloc byte[SignatureCheck.HexLength];
        Convert.TryToHexStringLower(hash, expected, out _);
        Span<byte> given = stackalloc byte[SignatureCheck.HexLength];
        Encoding.ASCII.GetBytes(signed.Signature.AsSpan(^SignatureCheck.HexLength..), given);
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hash in _hash.Values)
        {
            hash.Dispose();
        }

        _hash.Dispose();
    }
}

/// <summary>The two headers of a request that may be Slack's, well-formed and in time; the body is not yet judged.</summary>
/// <param name="Signature">The signature, with its version.</param>
/// <param name="Time">The time, plain digits.</param>
internal readonly record struct SignedHeaders(string Signature, string Time);
