using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>
/// A certificate authority that lives as long as the tests' process. Every client of this process trusts it, and so does a child
/// that gets <see cref="File"/> as <c>SSL_CERT_FILE</c>: the product's own checks stay as they are.
/// </summary>
internal static class TestRoot
{
    private static readonly X509Certificate2 s_root = NewRoot();

    /// <summary>The authority's certificate, PEM.</summary>
    public static string File { get; } = Path.Combine(Directory.CreateTempSubdirectory("mlopsbot-ca-").FullName, "root.pem");

    /// <summary>The certificate of 127.0.0.1 and localhost.</summary>
    public static X509Certificate2 Server { get; } = NewServer();

    /// <summary>A certificate of 127.0.0.1 from an authority that nobody trusts.</summary>
    public static X509Certificate2 Stranger { get; } = NewServer(NewRoot());

    /// <summary>A certificate of 127.0.0.1 that nobody but itself has signed.</summary>
    public static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var whole = Request(key, null).CreateSelfSigned(Today.AddDays(-1), Today.AddDays(29));
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A certificate of another name.</summary>
    public static X509Certificate2 Elsewhere() => NewServer(name: "elsewhere.example.com");

    /// <summary>A certificate of 127.0.0.1 that ends in so many days; it has ended where they are negative.</summary>
    /// <param name="days">In how many.</param>
    /// <param name="life">For how many days it was made.</param>
    public static X509Certificate2 Ending(int days, int life = 90) => NewServer(days: days, life: life);

    /// <summary>A certificate of 127.0.0.1 by way of an authority that is not sent with it.</summary>
    public static X509Certificate2 WithoutItsSigner()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var between = AuthorityRequest("CN=MlOpsBot tests between", key).Create(s_root, Today.AddDays(-9), Today.AddDays(29), RandomNumberGenerator.GetBytes(8));
        using var whole = between.CopyWithPrivateKey(key);
        return NewServer(whole, days: 28, life: 29);
    }

    // The first chain that is built reads the variable, once and natively; .NET keeps its own copy of the environment.
    [ModuleInitializer]
    internal static void TrustRoot()
    {
        System.IO.File.WriteAllText(File, s_root.ExportCertificatePem());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
        _ = SetVariable(Text("SSL_CERT_FILE"), Text(File), 1);
    }

    [DllImport("libc", EntryPoint = "setenv", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(byte[] name, byte[] value, int overwrite);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static X509Certificate2 NewRoot() => AuthorityRequest("CN=MlOpsBot tests", ECDsa.Create(ECCurve.NamedCurves.nistP256)).CreateSelfSigned(Today.AddDays(-100), Today.AddDays(30));

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request;
    }

    private static X509Certificate2 NewServer(X509Certificate2? root = null, int days = 29, string? name = null, int life = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var bare = Request(key, name).Create(root ?? s_root, Today.AddDays(days - life), Today.AddDays(days), RandomNumberGenerator.GetBytes(8));
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    private static CertificateRequest Request(ECDsa key, string? name)
    {
        var request = new CertificateRequest($"CN={name ?? "127.0.0.1"}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        names.AddDnsName(name ?? "localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        return request;
    }

    private static DateTimeOffset Today => TimeProvider.System.GetUtcNow();
}
