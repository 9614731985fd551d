using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Storing;

/// <summary>
/// Encrypts stored tokens with ASP.NET Core's data protection, whose keys lie in a folder beside the database and renew
/// themselves every 90 days. Whoever copies the database alone cannot read the tokens; a backup needs both. Thread-safe.
/// </summary>
/// <param name="keyFolder">The folder of the keys, made at the first use, readable by its owner alone.</param>
public sealed class DataProtectionSecretProtector(string keyFolder) : ISecretProtector
{
    // Fixed for ever: with another name or purpose, what is stored could no longer be read.
    private const string ApplicationName = "MlOpsBot";
    private const string Purpose = "MlOpsBot.Storage.Secrets.v1";

    // Made when needed: with one workspace's token in the configuration nothing is ever encrypted, and no folder appears.
    private readonly Lazy<IDataProtector> _root = new(() => Open(keyFolder));

    /// <inheritdoc/>
    public byte[] Protect(ReadOnlySpan<byte> secret, string context) => _root.Value.CreateProtector(context).Protect(secret.ToArray());

    /// <inheritdoc/>
    public byte[]? Unprotect(ReadOnlySpan<byte> protectedSecret, string context)
    {
        try
        {
            return _root.Value.CreateProtector(context).Unprotect(protectedSecret.ToArray());
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // The mode is that of the last folder alone: one made on the way to it would be open to all.
    private static IDataProtector Open(string folder)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(folder)) is { } parent)
        {
            KeyFiles.Make(parent);
        }

        return DataProtectionProvider.Create(KeyFiles.Make(folder), builder => builder.SetApplicationName(ApplicationName)).CreateProtector(Purpose);
    }
}
