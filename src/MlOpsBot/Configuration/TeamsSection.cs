using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Teams;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>MlOpsBot:Teams</c>: each option by itself, then what goes together and what does not.</summary>
internal static class TeamsSection
{
    /// <summary>The tenant of bots that were registered for several tenants, while that was possible (until 2025-07-31).</summary>
    public const string SeveralTenants = "botframework.com";

    private const string AppId = "AppId";
    private const string TenantId = "TenantId";
    private const string ClientSecret = "ClientSecret";
    private const string ClientSecretExpires = "ClientSecretExpires";
    private const string Certificate = "Certificate";
    private const string CertificatePassword = "CertificatePassword";
    private const string ManagedIdentity = "ManagedIdentity";
    private const string ManagedIdentityClientId = "ManagedIdentityClientId";
    private const string WorkloadIdentity = "WorkloadIdentity";
    private const string WorkloadIdentityTokenFile = "WorkloadIdentityTokenFile";
    private const string AllowedTenants = "AllowedTenants";
    private const string AgentsPlayground = "AgentsPlayground";
    private const string Credentials = "ClientSecret, Certificate, ManagedIdentity or WorkloadIdentity";

    public static TeamsOptions Read(OptionReader reader, bool isDevelopment)
    {
        var defaults = new TeamsOptions();
        var options = new TeamsOptions
        {
            AppId = Id(reader, AppId, "the Microsoft App ID of the Azure Bot's page \"Configuration\""),
            TenantId = Tenant(reader),
            Credential = Credential(reader),
            Cloud = reader.Choice("Cloud", defaults.Cloud),
            LoginUrl = LoginUrl(reader),
            MetadataUrl = reader.WebAddress("MetadataUrl", "https://login.botframework.com/v1/.well-known/openidconfiguration"),
            ServiceHosts = Hosts(reader),
            AllowedTenants = Ids(reader, AllowedTenants, "ids of tenants"),
            Administrators = Ids(reader, "Administrators", "object ids of people in the directory"),
            AgentsPlayground = reader.YesOrNo(AgentsPlayground) ?? false,
            QuestionsWaitingPerConversation = reader.Number("QuestionsWaitingPerConversation", 1, 1_000, defaults.QuestionsWaitingPerConversation),
            Workers = reader.Number("Workers", 1, 256, defaults.Workers),
            Lease = TimeSpan.FromSeconds(reader.Number("LeaseSeconds", 2, 600, (int)defaults.Lease.TotalSeconds)),
        };
        if (options.AgentsPlayground && !isDevelopment)
        {
            reader.Fault(
                AgentsPlayground,
                "is 'true' outside of development, where it would answer anybody on this machine without a token; "
                    + "leave it out, or set ASPNETCORE_ENVIRONMENT=Development to try the bot in the Agents Playground.");
        }

        CheckTogether(reader);
        return options;
    }

    // Asked of the configuration, not of the options: an option with a fault of its own is still given.
    private static void CheckTogether(OptionReader reader)
    {
        ImmutableArray<string> credentials = [.. GivenCredentials(reader)];
        var (app, tenant) = (reader.Text(AppId) is not null, reader.Text(TenantId) is not null);
        if (app && !tenant)
        {
            reader.Fault(TenantId, "is left out; AppId needs the App Tenant ID of the Azure Bot's page \"Configuration\".");
        }

        if (!app && (tenant || !credentials.IsEmpty))
        {
            reader.Fault(AppId, $"is left out; {(tenant ? TenantId : credentials[0])} means nothing without it.");
        }

        if (app && credentials.IsEmpty)
        {
            reader.Fault($"{reader.Path} cannot answer: AppId is given without a credential. Give one of {Credentials}.");
        }

        if (credentials.Length > 1)
        {
            reader.Fault($"{reader.Path} has {credentials.Length} credentials: {string.Join(", ", credentials)}. Give one of them alone.");
        }

        Needs(reader, ClientSecretExpires, ClientSecret);
        Needs(reader, CertificatePassword, Certificate);
        Needs(reader, WorkloadIdentityTokenFile, WorkloadIdentity);
        if (bool.TryParse(reader.Text(ManagedIdentity), out var on) && !on && reader.Text(ManagedIdentityClientId) is not null)
        {
            reader.Fault(ManagedIdentityClientId, "is given, and ManagedIdentity is 'false'; leave one of them out.");
        }
    }

    private static void Needs(OptionReader reader, string name, string other)
    {
        if (reader.IsGiven(name) && !(bool.TryParse(reader.Text(other), out var isOn) ? isOn : reader.IsGiven(other)))
        {
            reader.Fault(name, $"is given without {other}; leave it out, or give both.");
        }
    }

    private static IEnumerable<string> GivenCredentials(OptionReader reader)
    {
        if (reader.IsGiven(ClientSecret))
        {
            yield return ClientSecret;
        }

        if (reader.Text(Certificate) is not null)
        {
            yield return Certificate;
        }

        if (IsOn(ManagedIdentity) || reader.Text(ManagedIdentityClientId) is not null)
        {
            yield return ManagedIdentity;
        }

        if (IsOn(WorkloadIdentity))
        {
            yield return WorkloadIdentity;
        }

        // What is neither true nor false has its own fault already, and was meant to switch something on.
        bool IsOn(string name) => reader.Text(name) is { } text && !(bool.TryParse(text, out var on) && !on);
    }

    private static TeamsCredential? Credential(OptionReader reader)
    {
        var secret = ReadSecret(reader);
        var certificate = reader.Text(Certificate) is { } path
            ? new TeamsCredential.Certificate(path, reader.Secret(CertificatePassword, "the password of the certificate's PFX file"))
            : null;
        var identity = Id(reader, ManagedIdentityClientId, "the Client ID of the managed identity's page \"Overview\"");
        var managed = (reader.YesOrNo(ManagedIdentity) ?? false) || identity is not null ? new TeamsCredential.ManagedIdentity(identity) : null;
        var tokenFile = reader.Text(WorkloadIdentityTokenFile);
        var workload = reader.YesOrNo(WorkloadIdentity) == true ? new TeamsCredential.WorkloadIdentity(tokenFile) : null;
        return secret ?? certificate ?? managed ?? (TeamsCredential?)workload;
    }

    private static TeamsCredential.ClientSecret? ReadSecret(OptionReader reader)
    {
        var expires = Day(reader, ClientSecretExpires);
        if (reader.Secret(ClientSecret, "the Value of a client secret from the app registration's page \"Certificates & secrets\"") is not { } secret)
        {
            return null;
        }

        if (!Guid.TryParse(secret.Reveal(), out _))
        {
            return new TeamsCredential.ClientSecret(secret) { ExpiresAt = expires };
        }

        // The page shows both beside each other, and the value only once; with the id the bot would deploy cleanly and never answer.
        reader.Fault(
            ClientSecret,
            "looks like the secret's id, not its value; give what the page \"Certificates & secrets\" shows in the column Value. "
                + "It is shown only once: if it is gone, make a new client secret.");
        return null;
    }

    private static DateTimeOffset? Day(OptionReader reader, string name)
    {
        if (reader.Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var day))
        {
            return day;
        }

        reader.Fault(name, $"is '{text}'; give the day on which the client secret ends, such as 2027-05-31.");
        return null;
    }

    private static string? Id(OptionReader reader, string name, string what)
    {
        if (reader.Text(name) is not { } text)
        {
            return null;
        }

        if (Guid.TryParse(text, out var id))
        {
            return id.ToString("D");
        }

        reader.Fault(name, $"is '{text}'; give {what}, such as 00001111-aaaa-2222-bbbb-3333cccc4444.");
        return null;
    }

    private static string? Tenant(OptionReader reader)
    {
        if (reader.Text(TenantId) is { } text && text.Equals(SeveralTenants, StringComparison.OrdinalIgnoreCase))
        {
            return SeveralTenants;
        }

        return Id(reader, TenantId, $"the App Tenant ID of the Azure Bot's page \"Configuration\" (or {SeveralTenants} for an older bot of several tenants)");
    }

    private static ImmutableArray<string> Ids(OptionReader reader, string name, string what)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        foreach (var text in reader.Texts(name))
        {
            if (Guid.TryParse(text, out var id))
            {
                ids.Add(id.ToString("D"));
            }
            else
            {
                reader.Fault(name, $"holds '{text}'; give {what}, such as 00001111-aaaa-2222-bbbb-3333cccc4444, with commas between, or leave it out{(name == AllowedTenants ? " to answer every tenant" : "")}.");
            }
        }

        return ids.ToImmutable();
    }

    private static ImmutableArray<string> Hosts(OptionReader reader)
    {
        const string name = "ServiceHosts";
        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var text in reader.Texts(name))
        {
            if (IsHost(text))
            {
                hosts.Add(text.ToLowerInvariant());
            }
            else
            {
                reader.Fault(name, $"holds '{text}'; give names of hosts, such as smba.trafficmanager.net, each exact, without https:// and without *, with commas between.");
            }
        }

        return hosts.ToImmutable();
    }

    // What stands in an address between the slashes, and nothing else: neither a scheme, a user, a path nor a pattern.
    private static bool IsHost(string text) =>
        Uri.TryCreate($"https://{text}/", UriKind.Absolute, out var uri)
        && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
        && Uri.CheckHostName(uri.Host) != UriHostNameType.Unknown
        && !text.AsSpan().ContainsAny("/*\\ ");

    private static Uri? LoginUrl(OptionReader reader)
    {
        const string name = "LoginUrl";
        var url = reader.WebAddress(name, "https://login.microsoftonline.com/");
        if (url is null || url.Scheme == Uri.UriSchemeHttps)
        {
            return url;
        }

        // Microsoft's library fetches tokens over https alone, on this machine too.
        reader.Fault(name, $"is '{url}'; give an https address, such as https://login.microsoftonline.com/.");
        return null;
    }
}
