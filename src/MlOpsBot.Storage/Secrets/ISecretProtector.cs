namespace MlOpsBot.Storage.Secrets;

/// <summary>
/// Encrypts what must not lie readable in a file or a backup. Implemented here by a key from configuration, and by the host
/// with ASP.NET Core's data protection. Thread-safe.
/// </summary>
public interface ISecretProtector
{
    /// <summary>Encrypts and authenticates.</summary>
    /// <param name="secret">What to hide.</param>
    /// <param name="context">Where it will lie; the same is needed to read it, so that it cannot be moved to another row.</param>
    byte[] Protect(ReadOnlySpan<byte> secret, string context);

    /// <summary>Decrypts; null if it was altered, lies in another place, or its key is not there.</summary>
    /// <param name="protectedSecret">What <see cref="Protect"/> gave.</param>
    /// <param name="context">Where it lies.</param>
    byte[]? Unprotect(ReadOnlySpan<byte> protectedSecret, string context);
}
