using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using MlOpsBot.Configuration;
using MlOpsBot.Teams;

namespace MlOpsBot.Tests;

public sealed class TeamsOptionsTests
{
    private const string App = "00001111-aaaa-2222-bbbb-3333cccc4444";
    private const string Tenant = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

    private static readonly (string, string?)[] _bySecret = [("AppId", App), ("TenantId", Tenant), ("ClientSecret", "a~very-secret")];

    [Fact]
    public void Nothing_configured_is_no_teams_and_no_fault()
    {
        var (options, faults) = Read();

        faults.ShouldBeEmpty();
        options.Teams.IsConfigured.ShouldBeFalse();
        options.HasChannel.ShouldBeFalse();
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var (options, faults) = Read(
        [
            .. _bySecret, ("ClientSecretExpires", "2027-05-31"), ("Cloud", "usgovernment"), ("LoginUrl", "https://login.example.com/"),
            ("MetadataUrl", "http://127.0.0.1:5000/keys"), ("ServiceHosts", "smba.example.com, 127.0.0.1:4443"), ("AllowedTenants:0", Tenant.ToUpperInvariant()),
            ("AllowedTenants:1", App), ("Administrators", $"{App}, {Tenant}"), ("QuestionsWaitingPerConversation", "5"), ("Workers", "4"), ("LeaseSeconds", "10"),
        ]);

        faults.ShouldBeEmpty();
        options.HasChannel.ShouldBeTrue();
        options.Teams.ShouldSatisfyAllConditions(
            teams => teams.AppId.ShouldBe(App),
            teams => teams.TenantId.ShouldBe(Tenant),
            teams => teams.Credential.ShouldBeOfType<TeamsCredential.ClientSecret>().Value.Reveal().ShouldBe("a~very-secret"),
            teams => teams.Credential!.ExpiresAt.ShouldBe(new DateTimeOffset(2027, 5, 31, 0, 0, 0, TimeSpan.Zero)),
            teams => teams.Cloud.ShouldBe(TeamsCloud.UsGovernment),
            teams => teams.LoginUrl.ShouldBe(new Uri("https://login.example.com/")),
            teams => teams.MetadataUrl.ShouldBe(new Uri("http://127.0.0.1:5000/keys")),
            teams => teams.ServiceHosts.ShouldBe(["smba.example.com", "127.0.0.1:4443"]),
            teams => teams.AllowedTenants.ShouldBe([Tenant, App]),
            teams => teams.Administrators.ShouldBe([App, Tenant]),
            teams => teams.QuestionsWaitingPerConversation.ShouldBe(5),
            teams => teams.Workers.ShouldBe(4),
            teams => teams.Lease.ShouldBe(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("AppId", "mlopsbot", "MlOpsBot:Teams:AppId is 'mlopsbot'; give the Microsoft App ID of the Azure Bot's page \"Configuration\", such as 00001111-aaaa-2222-bbbb-3333cccc4444.")]
    [InlineData("TenantId", "common", "MlOpsBot:Teams:TenantId is 'common'; give the App Tenant ID of the Azure Bot's page \"Configuration\" (or botframework.com for an older bot of several tenants), such as 00001111-aaaa-2222-bbbb-3333cccc4444.")]
    [InlineData("ClientSecret", "", "MlOpsBot:Teams:ClientSecret is empty or has spaces in it; give the Value of a client secret from the app registration's page \"Certificates & secrets\", or leave it out.")]
    [InlineData("ClientSecret", "99990000-aaaa-2222-bbbb-3333cccc4444", "MlOpsBot:Teams:ClientSecret looks like the secret's id, not its value; give what the page \"Certificates & secrets\" shows in the column Value. It is shown only once: if it is gone, make a new client secret.")]
    [InlineData("ClientSecretExpires", "in May", "MlOpsBot:Teams:ClientSecretExpires is 'in May'; give the day on which the client secret ends, such as 2027-05-31.")]
    [InlineData("CertificatePassword", "very-secret", "MlOpsBot:Teams:CertificatePassword is given without Certificate; leave it out, or give both.")]
    [InlineData("WorkloadIdentityTokenFile", "/var/run/token", "MlOpsBot:Teams:WorkloadIdentityTokenFile is given without WorkloadIdentity; leave it out, or give both.")]
    [InlineData("ManagedIdentity", "true", "MlOpsBot:Teams has 2 credentials: ClientSecret, ManagedIdentity. Give one of them alone.")]
    [InlineData("ManagedIdentityClientId", "mine", "MlOpsBot:Teams:ManagedIdentityClientId is 'mine'; give the Client ID of the managed identity's page \"Overview\", such as 00001111-aaaa-2222-bbbb-3333cccc4444.")]
    [InlineData("ManagedIdentity", "perhaps", "MlOpsBot:Teams:ManagedIdentity is 'perhaps'; give true or false, or leave it out.")]
    [InlineData("WorkloadIdentity", "perhaps", "MlOpsBot:Teams:WorkloadIdentity is 'perhaps'; give true or false, or leave it out.")]
    [InlineData("Cloud", "1", "MlOpsBot:Teams:Cloud is '1'; give Public or UsGovernment or UsDefense.")]
    [InlineData("LoginUrl", "http://127.0.0.1:5000/", "MlOpsBot:Teams:LoginUrl is 'http://127.0.0.1:5000/'; give an https address, such as https://login.microsoftonline.com/.")]
    [InlineData("LoginUrl", "login.microsoftonline.com", "MlOpsBot:Teams:LoginUrl is 'login.microsoftonline.com'; give an https address without query, such as https://login.microsoftonline.com/ (http only on this machine).")]
    [InlineData("MetadataUrl", "http://keys.example.com/", "MlOpsBot:Teams:MetadataUrl is 'http://keys.example.com/'; give an https address without query, such as https://login.botframework.com/v1/.well-known/openidconfiguration (http only on this machine).")]
    [InlineData("ServiceHosts", "smba.example.com,https://smba.example.com/", "MlOpsBot:Teams:ServiceHosts holds 'https://smba.example.com/'; give names of hosts, such as smba.trafficmanager.net, each exact, without https:// and without *, with commas between.")]
    [InlineData("ServiceHosts:0", "*.trafficmanager.net", "MlOpsBot:Teams:ServiceHosts holds '*.trafficmanager.net'; give names of hosts, such as smba.trafficmanager.net, each exact, without https:// and without *, with commas between.")]
    [InlineData("ServiceHosts", "me@smba.example.com", "MlOpsBot:Teams:ServiceHosts holds 'me@smba.example.com'; give names of hosts, such as smba.trafficmanager.net, each exact, without https:// and without *, with commas between.")]
    [InlineData("AllowedTenants", "contoso.example", "MlOpsBot:Teams:AllowedTenants holds 'contoso.example'; give ids of tenants, such as 00001111-aaaa-2222-bbbb-3333cccc4444, with commas between, or leave it out to answer every tenant.")]
    [InlineData("Administrators", "ada@example.com", "MlOpsBot:Teams:Administrators holds 'ada@example.com'; give object ids of people in the directory, such as 00001111-aaaa-2222-bbbb-3333cccc4444, with commas between, or leave it out.")]
    [InlineData("AgentsPlayground", "true", "MlOpsBot:Teams:AgentsPlayground is 'true' outside of development, where it would answer anybody on this machine without a token; leave it out, or set ASPNETCORE_ENVIRONMENT=Development to try the bot in the Agents Playground.")]
    [InlineData("QuestionsWaitingPerConversation", "0", "MlOpsBot:Teams:QuestionsWaitingPerConversation is '0'; give a whole number from 1 to 1000.")]
    [InlineData("Workers", "257", "MlOpsBot:Teams:Workers is '257'; give a whole number from 1 to 256.")]
    [InlineData("LeaseSeconds", "1", "MlOpsBot:Teams:LeaseSeconds is '1'; give a whole number from 2 to 600.")]
    [InlineData("AppIdd", App, "MlOpsBot:Teams:AppIdd is no option; did you mean MlOpsBot:Teams:AppId?")]
    public void A_wrong_option_is_named_with_its_value_unless_that_is_secret_and_with_what_is_allowed(string name, string value, string fault)
    {
        var faults = Read([.. _bySecret.Where(option => option.Item1 != name), (name, value)]).Faults;

        faults.Count(line => line == fault).ShouldBe(1, string.Join('\n', faults));
        faults.ShouldNotContain(line => line.Contains("very-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AppId", "MlOpsBot:Teams:AppId is left out; TenantId means nothing without it.")]
    [InlineData("TenantId", "MlOpsBot:Teams:TenantId is left out; AppId needs the App Tenant ID of the Azure Bot's page \"Configuration\".")]
    [InlineData("ClientSecret", "MlOpsBot:Teams cannot answer: AppId is given without a credential. Give one of ClientSecret, Certificate, ManagedIdentity or WorkloadIdentity.")]
    public void App_tenant_and_credential_belong_together(string without, string fault) =>
        Read([.. _bySecret.Where(option => option.Item1 != without)]).Faults.ShouldBe([fault]);

    [Fact]
    public void A_credential_alone_says_what_is_missing() =>
        Read(("ManagedIdentity", "true")).Faults.ShouldBe(["MlOpsBot:Teams:AppId is left out; ManagedIdentity means nothing without it."]);

    [Fact]
    public void Everything_wrong_is_told_at_once_and_nothing_secret_with_it()
    {
        var faults = Read(("AppId", "x"), ("TenantId", "x"), ("ClientSecret", "very secret"), ("CertificatePassword", "very-secret"), ("Workers", "x"), ("LoginUrl", "https://me:very-secret@x/")).Faults;

        faults.Length.ShouldBe(6);
        faults.ShouldNotContain(line => line.Contains("very", StringComparison.Ordinal));
    }

    [Fact]
    public void A_managed_identity_is_the_machines_own_or_one_by_its_client_id()
    {
        Of(("ManagedIdentity", "true")).ShouldBe(new TeamsCredential.ManagedIdentity(null));
        Of(("ManagedIdentityClientId", App)).ShouldBe(new TeamsCredential.ManagedIdentity(App));
        Of(("ManagedIdentity", "true"), ("ManagedIdentityClientId", App)).ShouldBe(new TeamsCredential.ManagedIdentity(App));
        Read([("AppId", App), ("TenantId", Tenant), ("ManagedIdentity", "false"), ("ManagedIdentityClientId", App)]).Faults
            .ShouldBe(["MlOpsBot:Teams:ManagedIdentityClientId is given, and ManagedIdentity is 'false'; leave one of them out."]);
    }

    [Fact]
    public void A_workload_identity_may_name_its_token_file()
    {
        Of(("WorkloadIdentity", "true")).ShouldBe(new TeamsCredential.WorkloadIdentity(null));
        Of(("WorkloadIdentity", "true"), ("WorkloadIdentityTokenFile", "/run/token")).ShouldBe(new TeamsCredential.WorkloadIdentity("/run/token"));
        Of(("WorkloadIdentity", "false"), ("ClientSecret", "hush")).ShouldBeOfType<TeamsCredential.ClientSecret>();
    }

    [Fact]
    public void An_older_bot_of_several_tenants_names_the_bot_frameworks_own() =>
        Read([.. _bySecret.Where(option => option.Item1 != "TenantId"), ("TenantId", "BotFramework.com")]).Options.Teams.TenantId.ShouldBe("botframework.com");

    [Fact]
    public void The_agents_playground_needs_development_and_nothing_else()
    {
        var (options, faults) = Read(isDevelopment: true, ("AgentsPlayground", "true"));

        faults.ShouldBeEmpty();
        options.HasChannel.ShouldBeTrue();
        options.Teams.AppId.ShouldBeNull();
    }

    [Theory]
    [InlineData("bot.pem", null)]
    [InlineData("bot.pfx", "very-secret")]
    public void A_certificate_is_read_at_start_and_says_itself_when_it_ends(string file, string? password)
    {
        using var scratch = new Scratch();
        Write(scratch, file, password);

        var (options, faults) = Located(scratch, ("Certificate", file), ("CertificatePassword", password));

        faults.ShouldBeEmpty();
        var certificate = options.Teams.Credential.ShouldBeOfType<TeamsCredential.Certificate>();
        certificate.Path.ShouldBe(Path.Combine(scratch.Path, file));
        certificate.ExpiresAt.ShouldBe(new DateTimeOffset(2027, 5, 31, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_told_at_start()
    {
        using var scratch = new Scratch();
        Write(scratch, "bot.pfx", "very-secret");
        Write(scratch, "bot.pem", null);
        using (var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(scratch.Path, "bot.pem"))))
        {
            File.WriteAllBytes(Path.Combine(scratch.Path, "public.pfx"), certificate.Export(X509ContentType.Pfx));
        }

        File.WriteAllText(Path.Combine(scratch.Path, "public.pem"), File.ReadAllText(Path.Combine(scratch.Path, "bot.pem")).Split("-----BEGIN PRIVATE")[0]);

        Fault("nothing.pem").ShouldBe("MlOpsBot:Teams:Certificate is 'nothing.pem', which is no file here; give a PEM or PFX file with the certificate and its private key.");
        Fault("public.pem").ShouldStartWith("MlOpsBot:Teams:Certificate is 'public.pem', which cannot be read: ");
        Fault("public.pfx").ShouldBe("MlOpsBot:Teams:Certificate is 'public.pfx', which holds no private key; give a PEM or PFX file with both.");
        Fault("bot.pfx", ("CertificatePassword", "very-wrong")).ShouldSatisfyAllConditions(
            fault => fault.ShouldStartWith("MlOpsBot:Teams:Certificate is 'bot.pfx', which cannot be read: "),
            fault => fault.ShouldEndWith("Give a PEM file, or a PFX file with its password in CertificatePassword."),
            fault => fault.ShouldNotContain("very"));

        string Fault(string file, params (string, string?)[] more) => Located(scratch, [("Certificate", file), .. more]).Faults.ShouldHaveSingleItem();
    }

    private static void Write(Scratch scratch, string file, string? password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mlopsbot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 5, 31, 12, 0, 0, TimeSpan.Zero));
        var path = Path.Combine(scratch.Path, file);
        if (password is null)
        {
            File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        }
        else
        {
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, password));
        }
    }

    private static TeamsCredential? Of(params (string, string?)[] credential)
    {
        var (options, faults) = Read([("AppId", App), ("TenantId", Tenant), .. credential]);
        faults.ShouldBeEmpty();
        return options.Teams.Credential;
    }

    private static (BotOptions Options, ImmutableArray<string> Faults) Located(Scratch scratch, params (string, string?)[] credential)
    {
        var (options, faults) = BotOptions.Read(Configuration([("AppId", App), ("TenantId", Tenant), .. credential])).Locate(scratch.Path);
        return (options, faults);
    }

    private static (BotOptions Options, ImmutableArray<string> Faults) Read(params (string Name, string? Value)[] options) => Read(isDevelopment: false, options);

    private static (BotOptions Options, ImmutableArray<string> Faults) Read(bool isDevelopment, params (string Name, string? Value)[] options)
    {
        var (read, faults) = BotOptions.Read(Configuration(options), isDevelopment);
        return (read, faults);
    }

    private static IConfigurationRoot Configuration((string Name, string? Value)[] options) => new ConfigurationBuilder()
        .AddInMemoryCollection(options.Select(option => KeyValuePair.Create($"MlOpsBot:Teams:{option.Name}", option.Value)))
        .Build();
}
