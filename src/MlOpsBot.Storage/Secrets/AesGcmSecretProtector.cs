using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Storage.Secrets;

/// <summary>
/// Encrypts with AES-256 in Galois/Counter Mode (NIST SP 800-38D) by keys from configuration. The first key encrypts, all of
/// them decrypt: a key is replaced by putting the new one first. Thread-safe.
/// </summary>
/// <remarks>
/// What is stored: one byte of form (1), 4 bytes that name the key (the start of its SHA-256), 12 random bytes of nonce,
/// 16 bytes of tag, the ciphertext. Random nonces are safe for 2^32 secrets a key (SP 800-38D, 8.3).
/// </remarks>
public sealed class AesGcmSecretProtector : ISecretProtector
{
    private const byte Form = 1;
    private const int KeyBytes = 32, KeyNameBytes = 4, NonceBytes = 12, TagBytes = 16;
    private const int HeaderBytes = 1 + KeyNameBytes + NonceBytes + TagBytes;

    private readonly ImmutableArray<byte[]> _keys;

    private AesGcmSecretProtector(ImmutableArray<byte[]> keys) => _keys = keys;

    /// <summary>Makes a protector of keys as configured.</summary>
    /// <param name="keys">At least one, the current one first, each 32 random bytes in Base64 (<c>openssl rand -base64 32</c>).</param>
    /// <exception cref="StorageException">A key is no such key; the message says which, not what it was.</exception>
    public static AesGcmSecretProtector FromBase64(params IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
        {
            throw Misconfigured("has no key");
        }

        return new AesGcmSecretProtector([.. keys.Select((key, index) => Decode(key, index))]);
    }

    /// <summary>A new key, in the form that is configured.</summary>
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <inheritdoc/>
    public byte[] Protect(ReadOnlySpan<byte> secret, string context)
    {
        var result = new byte[HeaderBytes + secret.Length];
        var (name, nonce, tag, cipher) = Parts(result);
        result[0] = Form;
        NameOf(_keys[0]).CopyTo(name);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys[0], TagBytes);
        aes.Encrypt(nonce, secret, cipher, tag, Encoding.UTF8.GetBytes(context));
        return result;
    }

    /// <inheritdoc/>
    public byte[]? Unprotect(ReadOnlySpan<byte> protectedSecret, string context)
    {
        if (protectedSecret.Length < HeaderBytes || protectedSecret[0] != Form)
        {
            return null;
        }

        var name = protectedSecret.Slice(1, KeyNameBytes).ToArray();
        var key = _keys.FirstOrDefault(key => NameOf(key).AsSpan().SequenceEqual(name));
        return key is null ? null : Decrypt(key, protectedSecret.ToArray(), context);
    }

    private static byte[]? Decrypt(byte[] key, byte[] stored, string context)
    {
        var (_, nonce, tag, cipher) = Parts(stored);
        var secret = new byte[cipher.Length];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(nonce, cipher, tag, secret, Encoding.UTF8.GetBytes(context));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static SecretParts Parts(Span<byte> stored) => new(
        stored.Slice(1, KeyNameBytes),
        stored.Slice(1 + KeyNameBytes, NonceBytes),
        stored.Slice(1 + KeyNameBytes + NonceBytes, TagBytes),
        stored[HeaderBytes..]);

    private static byte[] NameOf(byte[] key) => SHA256.HashData(key)[..KeyNameBytes];

    private static byte[] Decode(string key, int index)
    {
        var bytes = new byte[KeyBytes + 1];
        return Convert.TryFromBase64String(key ?? "", bytes, out var length) && length == KeyBytes
            ? bytes[..KeyBytes]
            : throw Misconfigured($"entry {index} is not 32 bytes in Base64");
    }

    private static StorageException Misconfigured(string what) => new(
        StorageFailure.Misconfigured,
        $"Storage:EncryptionKeys {what}. Make one with \"openssl rand -base64 32\", keep it as a secret, and put a new one before the old ones.");

    private readonly ref struct SecretParts(Span<byte> name, Span<byte> nonce, Span<byte> tag, Span<byte> cipher)
    {
        private readonly Span<byte> _name = name;
        private readonly Span<byte> _nonce = nonce;
        private readonly Span<byte> _tag = tag;
        private readonly Span<byte> _cipher = cipher;

        public void Deconstruct(out Span<byte> name, out Span<byte> nonce, out Span<byte> tag, out Span<byte> cipher)
        {
            name = _name;
            nonce = _nonce;
            tag = _tag;
            cipher = _cipher;
        }
    }
}
