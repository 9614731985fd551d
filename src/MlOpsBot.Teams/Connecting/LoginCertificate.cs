using System.Security.Cryptography.X509Certificates;

namespace MlOpsBot.Teams.Connecting;

/// <summary>Reads the certificate that the bot proves itself with.</summary>
public static class LoginCertificate
{
    /// <summary>Reads it with its private key. The caller disposes of it.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is no certificate, or the password is another.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <param name="path">A PEM or PFX file.</param>
    /// <param name="password">The PFX file's password; null for none.</param>
    public static X509Certificate2 Load(string path, string? password) => X509Certificate2.GetCertContentType(path) == X509ContentType.Pfx
        ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
        : X509Certificate2.CreateFromPemFile(path);
}
