using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Connecting;

/// <summary>Microsoft's own library, as it ships, against a login over https that this process trusts.</summary>
[Collection("environment")]
public sealed class AzureLoginTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private FakeTeamsServer _teams = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _teams = await FakeTeamsServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _teams.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_secret_gets_a_new_token_every_time_and_nobody_else_is_asked_about_the_login()
    {
        var login = new AzureLogin(Options(Secret()));

        var first = await login.FetchAsync(Stop);
        var second = await login.FetchAsync(Stop);

        first.Fault.ShouldBeNull();
        _teams.Login.IsValid($"Bearer {first.Token!.Token}").ShouldBeTrue();
        second.Token!.Token.ShouldNotBe(first.Token.Token, "the library's own cache would hand out a refused token again");
        first.Token.ExpiresAt.ShouldBe(TimeProvider.System.GetUtcNow().AddHours(1), TimeSpan.FromMinutes(1));
        _teams.Calls.All.ShouldAllBe(call => call.Method == "token" && call.Path == $"/{_teams.Options.TenantId}/oauth2/v2.0/token");
        first.Token.ToString().ShouldNotContain(first.Token.Token);
    }

    [Fact]
    public async Task A_login_of_Microsofts_is_looked_up_and_any_other_is_not()
    {
        Clouds.IsMicrosofts(Clouds.Of(TeamsCloud.Public).Authority).ShouldBeTrue();
        Clouds.IsMicrosofts(Clouds.Of(TeamsCloud.UsGovernment).Authority).ShouldBeTrue();
        foreach (var other in (string[])["https://login.example/", "https://login.microsoftonline.com.evil.example/", "https://login.microsoftonline.com:8443/", "http://login.microsoftonline.com/"])
        {
            Clouds.IsMicrosofts(new Uri(other)).ShouldBeFalse(other);
        }

        (await new AzureLogin(Options(Secret())).FetchAsync(Stop)).Fault.ShouldBeNull();
        _teams.Calls.Count("instance").ShouldBe(0);
    }

    [Theory]
    [InlineData("wrong", null, null, "AADSTS7000215", "MlOpsBot:Teams:ClientSecret is wrong: give the Value of a client secret of this app, not its Secret ID,")]
    [InlineData(null, "00000000-0000-0000-0000-000000000001", null, "AADSTS700016", "Microsoft's login does not know MlOpsBot:Teams:AppId in the tenant MlOpsBot:Teams:TenantId:")]
    [InlineData(null, null, "00000000-0000-0000-0000-000000000002", "AADSTS90002", "Microsoft's login knows no tenant of MlOpsBot:Teams:TenantId:")]
    public async Task A_refusal_says_what_to_do(string? secret, string? app, string? tenant, string code, string sentence)
    {
        var options = Options(Secret(secret)) with { AppId = app ?? _teams.Options.AppId, TenantId = tenant ?? _teams.Options.TenantId };

        var fault = (await new AzureLogin(options).FetchAsync(Stop)).Fault!;

        (fault.Code, fault.IsRefusal).ShouldBe((code, true));
        fault.Sentence.ShouldStartWith(sentence);
    }

    [Fact]
    public async Task An_expired_secret_says_so()
    {
        _teams.Login.IsSecretExpired = true;

        var fault = (await new AzureLogin(Options(Secret())).FetchAsync(Stop)).Fault!;

        (fault.Code, fault.IsRefusal).ShouldBe(("AADSTS7000222", true));
        fault.Sentence.ShouldStartWith("MlOpsBot:Teams:ClientSecret has expired: make a new client secret");
    }

    [Fact]
    public async Task A_login_that_cannot_be_reached_passes_by_itself()
    {
        await using var stranger = await ScriptedServer.StartAsync(TestRoot.Stranger);
        var nowhere = new Uri(ScriptedServer.Nowhere().AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal));
        var answers = new List<LoginAnswer>
        {
            await new AzureLogin(Options(Secret()) with { LoginUrl = nowhere }).FetchAsync(Stop),
            await new AzureLogin(Options(Secret()) with { LoginUrl = new Uri("https://login.invalid/") }).FetchAsync(Stop),
            await new AzureLogin(Options(Secret()) with { LoginUrl = stranger.Url }).FetchAsync(Stop),
        };
        _teams.Faults.Next("token", Fault.ServerError, Fault.ServerError);
        answers.Add(await new AzureLogin(Options(Secret())).FetchAsync(Stop));
        _teams.Faults.Next("token", Fault.Garbage, Fault.Garbage);
        answers.Add(await new AzureLogin(Options(Secret())).FetchAsync(Stop));

        answers.Select(answer => (answer.Fault?.Code, answer.Fault?.IsRefusal)).ShouldAllBe(fault => fault.Code == "unreachable" && fault.IsRefusal == false);
        stranger.Requests.ShouldBeEmpty("who is not trusted gets no secret");
        answers[0].Fault!.Sentence.ShouldStartWith("Microsoft's login cannot be reached; the bot tries again");
    }

    [Theory]
    [InlineData("pfx", "a password")]
    [InlineData("pfx", null)]
    [InlineData("pem", null)]
    public async Task A_certificate_signs_for_the_app(string form, string? password)
    {
        var (path, thumbprint) = NewCertificate(form, password);
        var signed = "";
        _teams.Login.TakesAssertion = assertion =>
        {
            signed = assertion;
            return true;
        };

        var answer = await new AzureLogin(Options(new TeamsCredential.Certificate(path, password is null ? null : new Secret(password)))).FetchAsync(Stop);

        answer.Fault.ShouldBeNull();
        _teams.Login.IsValid($"Bearer {answer.Token!.Token}").ShouldBeTrue();
        var header = Part(signed, 0);
        (header.TryGetProperty("x5t#S256", out var sha) ? sha.GetString() : header.GetProperty("x5t").GetString()).ShouldBe(thumbprint);
        var claims = Part(signed, 1);
        claims.GetProperty("iss").GetString().ShouldBe(_teams.Options.AppId);
        claims.GetProperty("aud").GetString().ShouldBe(new Uri(_teams.LoginUrl, $"{_teams.Options.TenantId}/oauth2/v2.0/token").AbsoluteUri);
    }

    [Fact]
    public async Task A_certificate_that_is_not_the_apps_or_cannot_be_read_says_so()
    {
        var (path, _) = NewCertificate("pfx", "a password");

        (await FaultOfAsync(new TeamsCredential.Certificate(path, new Secret("a password")))).Code.ShouldBe("AADSTS700027");
        foreach (var unreadable in (TeamsCredential[])
            [
                new TeamsCredential.Certificate(path, new Secret("another")),
                new TeamsCredential.Certificate(path + ".gone", null),
                new TeamsCredential.Certificate(typeof(AzureLoginTests).Assembly.Location, null),
            ])
        {
            var fault = await FaultOfAsync(unreadable);
            (fault.Code, fault.IsRefusal).ShouldBe(("certificate_unreadable", true));
        }
    }

    [Fact]
    public async Task A_workload_identity_exchanges_the_platforms_token_and_reads_it_anew()
    {
        var file = Path.Combine(_scratch.Path, "token");
        var taken = new List<string>();
        _teams.Login.TakesAssertion = assertion =>
        {
            taken.Add(assertion);
            return true;
        };
        var login = new AzureLogin(Options(new TeamsCredential.WorkloadIdentity(file)));

        (await login.FetchAsync(Stop)).Fault!.IsRefusal.ShouldBeTrue("there is no file yet");
        await File.WriteAllTextAsync(file, "first.platform.token", Stop);
        (await login.FetchAsync(Stop)).Fault.ShouldBeNull();
        await File.WriteAllTextAsync(file, "second.platform.token", Stop);
        (await login.FetchAsync(Stop)).Fault.ShouldBeNull();

        taken.ShouldBe(["first.platform.token", "second.platform.token"]);
    }

    [Fact]
    public async Task A_workload_identity_that_is_not_there_says_so()
    {
        var fault = await FaultOfAsync(new TeamsCredential.WorkloadIdentity(null));

        (fault.Code, fault.IsRefusal).ShouldBe(("workload_identity_unavailable", true));
        fault.Sentence.ShouldContain("AZURE_FEDERATED_TOKEN_FILE");
    }

    [Fact]
    public async Task A_managed_identity_asks_the_machine_for_the_right_audience()
    {
        await using var machine = await ScriptedServer.StartAsync();
        var ends = TimeProvider.System.GetUtcNow().AddHours(24).ToUnixTimeSeconds();
        machine.Always($$"""{"access_token":"of-the-machine","expires_on":"{{ends}}","resource":"https://api.botframework.com","token_type":"Bearer","client_id":"c"}""");
        using var environment = new MachineIdentity(machine.Url);

        var answer = await new AzureLogin(Options(new TeamsCredential.ManagedIdentity("00001111-aaaa-2222-bbbb-3333cccc4444"))).FetchAsync(Stop);

        answer.Fault.ShouldBeNull();
        answer.Token!.Token.ShouldBe("of-the-machine");
        var asked = machine.Requests.ShouldHaveSingleItem().Path;
        asked.ShouldContain("resource=https://api.botframework.com&client_id=00001111");
    }

    [Fact]
    public async Task A_managed_identity_that_the_machine_does_not_have_says_so()
    {
        await using var machine = await ScriptedServer.StartAsync();
        machine.Always("""{"statusCode":400,"message":"No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."}""", 400);
        using var environment = new MachineIdentity(machine.Url);

        var fault = await FaultOfAsync(new TeamsCredential.ManagedIdentity("00001111-aaaa-2222-bbbb-3333cccc4445"));

        (fault.Code, fault.IsRefusal).ShouldBe(("identity_not_found", true));
        fault.Sentence.ShouldContain("MlOpsBot:Teams:ManagedIdentityClientId");
    }

    [Fact]
    public void No_sentence_is_too_long_to_read_and_each_says_what_to_do()
    {
        foreach (var code in LoginFaults.KnownCodes)
        {
            var fault = LoginFaults.Of(new InvalidOperationException($"AADSTS{code}: something. Trace ID: x"), null);
            fault.Code.ShouldBe($"AADSTS{code}");
            fault.Sentence.Length.ShouldBeInRange(60, 300);
            fault.Sentence.ShouldEndWith(".");
            fault.Sentence.ShouldContain(": ");
        }
    }

    [Theory]
    [InlineData("AADSTS90033: A transient error has occurred.", "AADSTS90033", false)]
    [InlineData("AADSTS50196: The server terminated an operation because it encountered a loop.", "AADSTS50196", false)]
    [InlineData("AADSTS1234567: Who knows.", "AADSTS1234567", true)]
    [InlineData("Something else", "unreachable", false)]
    public void What_passes_is_told_from_what_somebody_has_to_mend(string said, string code, bool isRefusal)
    {
        var fault = LoginFaults.Of(new InvalidOperationException("outer", new InvalidOperationException(said)), null);

        (fault.Code, fault.IsRefusal).ShouldBe((code, isRefusal));
    }

    private static JsonElement Part(string token, int index)
    {
        var text = token.Split('.')[index].Replace('-', '+').Replace('_', '/');
        return JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))));
    }

    private async Task<LoginFault> FaultOfAsync(TeamsCredential credential) => (await new AzureLogin(Options(credential)).FetchAsync(Stop)).Fault!;

    private TeamsCredential.ClientSecret Secret(string? value = null) => new(new Secret(value ?? _teams.Options.ClientSecret));

    private TeamsOptions Options(TeamsCredential credential) => new()
    {
        AppId = _teams.Options.AppId,
        TenantId = _teams.Options.TenantId,
        Credential = credential,
        LoginUrl = _teams.LoginUrl,
    };

    private (string Path, string Thumbprint) NewCertificate(string form, string? password)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var path = Path.Combine(_scratch.Path, $"bot.{form}");
        if (form == "pfx")
        {
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, password));
        }
        else
        {
            File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        }

        return (path, Convert.ToBase64String(certificate.GetCertHash(HashAlgorithmName.SHA256)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
    }

    /// <summary>The machine's identity as Azure App Service has it.</summary>
    private sealed class MachineIdentity : IDisposable
    {
        public MachineIdentity(Uri url)
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", new Uri(url, "msi/token").AbsoluteUri);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", "header");
        }

        public void Dispose()
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        }
    }
}
