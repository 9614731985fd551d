using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Teams.Requests;

/// <summary>One public key of Bot Framework's. Thread-safe.</summary>
internal sealed class SigningKey
{
    /// <summary>Shortest key that is taken, in bytes: 2048 bits.</summary>
    private const int Shortest = 256;

    /// <summary>Longest key that is taken, in bytes: 8192 bits. Longer ones would only be slow.</summary>
    private const int Longest = 1024;

    private readonly RSAParameters _parameters;

    // One RSA object is for one thread at a time; there are never more than verify at once.
    private readonly ConcurrentBag<RSA> _free = [];

    private SigningKey(string id, RSAParameters parameters, bool speaksForTeams)
    {
        Id = id;
        SpeaksForTeams = speaksForTeams;
        _parameters = parameters;
    }

    /// <summary>Its <c>kid</c>.</summary>
    public string Id { get; }

    /// <summary>Whether its endorsements name Teams.</summary>
    public bool SpeaksForTeams { get; }

    /// <summary>How long its signatures are, in bytes.</summary>
    public int SignatureLength => _parameters.Modulus!.Length;

    /// <summary>Whether it has signed what hashes to this (RSASSA-PKCS1-v1_5 with SHA-256).</summary>
    public bool HasSigned(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            return false;
        }

        if (!_free.TryTake(out var rsa))
        {
            rsa = RSA.Create(_parameters);
        }

        var hasSigned = rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _free.Add(rsa);
        return hasSigned;
    }

    /// <summary>Reads a key of a key set; false for one that signs no tokens of ours: of another type, for another use, too short, or malformed.</summary>
    public static bool TryRead(JsonElement key, [NotNullWhen(true)] out SigningKey? read)
    {
        read = null;
        if (key.Text("kty") != "RSA"
            || (key.Text("use") ?? "sig") != "sig"
            || (key.Text("alg") ?? TokenCheck.Algorithm) != TokenCheck.Algorithm
            || key.Text("kid") is not { Length: > 0 and <= TokenCheck.LongestKeyId } id
            || Number(key, "n") is not { Length: >= Shortest and <= Longest } modulus
            || Number(key, "e") is not { Length: > 0 and <= 8 } exponent
            || modulus[0] == 0)
        {
            return false;
        }

        var speaks = key.Items("endorsements").Any(static item => item.ValueKind == JsonValueKind.String && item.ValueEquals(ActivityReader.Channel));
        var parameters = new RSAParameters { Modulus = modulus, Exponent = exponent };
        try
        {
            read = new SigningKey(id, parameters, speaks);
            read._free.Add(RSA.Create(parameters));
            return true;
        }
        catch (CryptographicException)
        {
            read = null;
            return false;
        }
    }

    /// <summary>Reads a key set (RFC 7517), by the keys' ids; empty where it is none.</summary>
    public static FrozenDictionary<string, SigningKey> ReadAll(JsonElement keySet)
    {
        var keys = new Dictionary<string, SigningKey>(StringComparer.Ordinal);
        foreach (var item in keySet.Items("keys"))
        {
            if (TryRead(item, out var key))
            {
                keys.TryAdd(key.Id, key);
            }
        }

        return keys.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static byte[]? Number(JsonElement key, string name)
        => key.Text(name) is { } text && text.Length <= 2 * Longest && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
