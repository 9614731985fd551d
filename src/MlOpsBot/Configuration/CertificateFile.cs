using System.Security.Cryptography;
using MlOpsBot.Teams;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Configuration;

/// <summary>The file that <c>MlOpsBot:Teams:Certificate</c> names, looked at when options are read: what is wrong with it shows then, and not at the first answer.</summary>
internal static class CertificateFile
{
    /// <summary>The option that names it.</summary>
    public const string Option = $"{BotOptions.Section}:Teams:Certificate";

    /// <summary>The SHA-256 of the file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static string Fingerprint(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>The certificate with its full path and its end, or one line that says what to do.</summary>
    public static (TeamsCredential? Credential, string? Fault) Look(TeamsCredential.Certificate certificate, string workingDirectory)
    {
        var path = Path.GetFullPath(certificate.Path, workingDirectory);
        var located = certificate with { Path = path };
        if (!File.Exists(path))
        {
            return (located, $"{Option} is '{certificate.Path}', which is no file here; give a PEM or PFX file with the certificate and its private key.");
        }

        try
        {
            located = located with { Fingerprint = Fingerprint(path) };
            using var loaded = LoginCertificate.Load(path, certificate.Password?.Reveal());
            return loaded.HasPrivateKey
                ? (located with { ExpiresAt = new DateTimeOffset(loaded.NotAfter.ToUniversalTime(), TimeSpan.Zero) }, null)
                : (located, $"{Option} is '{certificate.Path}', which holds no private key; give a PEM or PFX file with both.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return (located, $"{Option} is '{certificate.Path}', which cannot be read: {exception.Message.ReplaceLineEndings(" ")} "
                + "Give a PEM file, or a PFX file with its password in CertificatePassword.");
        }
    }
}
