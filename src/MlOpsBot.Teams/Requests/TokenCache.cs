using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Teams.Requests;

/// <summary>What a token says that was found to be right. Immutable.</summary>
/// <param name="ServiceUrl">The service address that it is for.</param>
/// <param name="Ends">When it ends, in seconds since 1970.</param>
/// <param name="Key">The key that signed it.</param>
internal sealed record VerifiedToken(string ServiceUrl, long Ends, SigningKey Key);

/// <summary>A token's SHA-256: the token itself is not kept.</summary>
internal readonly record struct TokenHash(UInt128 First, UInt128 Last)
{
    /// <summary>The hash of a token, which is ASCII.</summary>
    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = stackalloc byte[TokenCheck.Longest];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], hash);
        return MemoryMarshal.Read<TokenHash>(hash);
    }
}

/// <summary>
/// Tokens that were found to be right: Teams uses each for an hour, and its signature costs more than all the rest. Holds nothing
/// that was not signed by a key of the set, so nobody else can fill it. Thread-safe; reading takes no lock.
/// </summary>
internal sealed class TokenCache
{
    /// <summary>How many are held at most; Teams uses one for each region at a time.</summary>
    public const int Most = 1_000;

    private readonly ConcurrentDictionary<TokenHash, VerifiedToken> _tokens = new();

    /// <summary>What a token says, if it is known; perhaps it has ended meanwhile.</summary>
    public VerifiedToken? Find(in TokenHash hash) => _tokens.GetValueOrDefault(hash);

    /// <summary>Keeps a token.</summary>
    public void Add(in TokenHash hash, VerifiedToken token)
    {
        if (_tokens.Count >= Most)
        {
            // Those that have ended go with those that have not: they come back with one check of a signature each.
            _tokens.Clear();
        }

        _tokens[hash] = token;
    }
}
