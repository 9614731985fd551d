using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MlOpsBot.Diagnosis;

/// <summary>Judges the certificate of an address as the platforms do: they fetch no missing ones, and know no company's own authority.</summary>
/// <param name="address">The address.</param>
/// <param name="clock">The clock.</param>
/// <param name="check">The check's name.</param>
internal sealed class CertificateJudge(Uri address, TimeProvider clock, string check)
{
    /// <summary>How long before its end a certificate is spoken of at most: automatic renewal is due 30 days before, so something is wrong with it.</summary>
    public static readonly TimeSpan LongestWarning = TimeSpan.FromDays(21);

    /// <summary>What was found in the last handshake.</summary>
    public IReadOnlyList<Diagnosed> Findings { get; private set; } = [];

    /// <summary>Takes part in a handshake, and lets it go on whatever is found: what follows has findings of its own, and sends nothing secret.</summary>
    public SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = address.DnsSafeHost,
        EnabledSslProtocols = SslProtocols.None,
        CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            Findings = certificate is X509Certificate2 read ? [.. Judge(read, chain, errors)] : [];
            return certificate is not null;
        },
    };

    private IEnumerable<Diagnosed> Judge(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var end = new DateTimeOffset(certificate.NotAfter).ToUniversalTime();
        var left = end - clock.GetUtcNow();
        var isEnding = left < Warning(certificate.NotAfter - certificate.NotBefore);
        if (left <= TimeSpan.Zero)
        {
            yield return Diagnosed.Fault(
                check, FindingCode.PublicCertificateExpired, $"The certificate of {address.Host} ended on {end:yyyy-MM-dd}: neither Slack nor Teams calls the bot any more.", "Renew it where TLS ends, and see why its renewal did not run.");
        }
        else if (isEnding)
        {
            yield return Diagnosed.Warning(
                check, FindingCode.PublicCertificateEnding, $"The certificate of {address.Host} ends in {Days(left)}, on {end:yyyy-MM-dd}.", "Renew it where TLS ends, and see why its renewal did not run.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return Diagnosed.Fault(
                check, FindingCode.PublicCertificateName, $"The certificate of {address.Host} is for {Names(certificate)}.", $"Have one made for {address.Host}, or correct MlOpsBot:PublicUrl.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && chain is not null)
        {
            foreach (var finding in Chain(certificate, chain))
            {
                yield return finding;
            }
        }

        if (errors == SslPolicyErrors.None && !isEnding)
        {
            yield return Diagnosed.Ok(check, $"The certificate of {address.Host} is trusted, and good until {end:yyyy-MM-dd} ({Days(left)}).");
        }
    }

    private IEnumerable<Diagnosed> Chain(X509Certificate2 certificate, X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, each) => all | each.Status);
        if (status.HasFlag(X509ChainStatusFlags.PartialChain) && certificate.Subject != certificate.Issuer)
        {
            yield return Diagnosed.Fault(
                check,
                FindingCode.PublicCertificateChain,
                $"The certificate of {address.Host} comes without the one that it is signed with ({certificate.Issuer}): browsers may find that elsewhere, Slack and Teams do not look.",
                "Serve the whole chain (fullchain.pem and not cert.pem); with an authority of your own, have one made by an authority that everybody trusts.");
        }
        else if ((status & ~(X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation)) != X509ChainStatusFlags.NoError)
        {
            yield return Diagnosed.Fault(
                check,
                FindingCode.PublicCertificateUntrusted,
                $"The certificate of {address.Host} is from {certificate.Issuer}, which this machine does not trust.",
                "Have one made by an authority that everybody trusts, such as Let's Encrypt; Slack and Teams know no company's own. In a container, install ca-certificates.");
        }
    }

    // What is made for days alone is renewed when about a third of its life is left.
    private static TimeSpan Warning(TimeSpan life) => life / 4 < LongestWarning ? life / 4 : LongestWarning;

    private static string Days(TimeSpan left) => left.TotalDays >= 2 ? $"{left.Days} days" : $"{(int)left.TotalHours} hours";

    private static string Names(X509Certificate2 certificate)
    {
        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(ip => ip.ToString())))];
        return names.Length == 0 ? certificate.Subject : string.Join(", ", names.Take(5));
    }
}
