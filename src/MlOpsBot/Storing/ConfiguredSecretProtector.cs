using System.Collections.Immutable;
using MlOpsBot.Configuration;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Storing;

/// <summary>Encrypts stored tokens by the configured keys, as they are at that moment. Thread-safe.</summary>
/// <param name="options">The options; they hold a key.</param>
internal sealed class ConfiguredSecretProtector(Current<BotOptions> options) : ISecretProtector
{
    private volatile Made? _made;

    private AesGcmSecretProtector Protector
    {
        get
        {
            var (keys, made) = (options.Value.EncryptionKeys, _made);
            return (made?.Keys == keys ? made : _made = new Made(keys)).Protector;
        }
    }

    /// <inheritdoc/>
    public byte[] Protect(ReadOnlySpan<byte> secret, string context) => Protector.Protect(secret, context);

    /// <inheritdoc/>
    public byte[]? Unprotect(ReadOnlySpan<byte> protectedSecret, string context) => Protector.Unprotect(protectedSecret, context);

    private sealed class Made(ImmutableArray<Secret> keys)
    {
        public ImmutableArray<Secret> Keys => keys;

        public AesGcmSecretProtector Protector { get; } = AesGcmSecretProtector.FromBase64([.. keys.Select(key => key.Reveal())]);
    }
}
