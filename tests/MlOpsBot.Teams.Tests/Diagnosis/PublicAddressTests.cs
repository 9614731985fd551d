using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using MlOpsBot.CommandLine;
using MlOpsBot.Configuration;
using MlOpsBot.Diagnosis;
using MlOpsBot.Serving;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Diagnosis;

/// <summary>What <c>doctor</c> says of the way in: the real bot behind fronts that are set up rightly and wrongly, over real TLS.</summary>
public sealed class PublicAddressTests(PublicAddressTests.Site site) : IClassFixture<PublicAddressTests.Site>
{
    private const string SigningSecret = "5f3b0c8e1d2a49678b7c6d5e4f3a2b1c";

    private static readonly (string, string)[] _slack =
    [
        (":MlOpsBot:Slack:SigningSecret", SigningSecret), (":MlOpsBot:Slack:BotToken", "xoxb-1"), (":MlOpsBot:Slack:ApiUrl", "http://127.0.0.1:1/api/"),
    ];

    [Fact]
    public async Task A_bot_that_is_reached_as_platforms_reach_it_is_fine()
    {
        var run = await LookAsync(TestRoot.Ending(28));

        run.Code.ShouldBe(ExitCode.Fine);
        run.Lines[0].ShouldMatch("^ok       public address The certificate of 127.0.0.1 is trusted, and good until 20..-..-.. \\(27 days\\)\\.$");
        run.Lines[1].ShouldMatch($"^ok       public address The bot answers at https://127.0.0.1:\\d+/, version {ProgramVersion.Text}, in \\d+ ms\\.$");
        run.Lines[2].ShouldEndWith("/api/messages refuses who is not Teams, as it should.");
        run.Lines[3].ShouldEndWith("/slack/events takes what is signed with MlOpsBot:Slack:SigningSecret, and arrives as it was sent.");
        run.Lines[^1].ShouldBe("4 ok, 0 warnings, 0 faults.");
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_a_warning_and_one_that_has_ended_a_fault()
    {
        (await LookAsync(TestRoot.Ending(9))).Lines.ShouldContain(line => line.StartsWith("warning  public address The certificate of 127.0.0.1 ends in 8 days, on ", StringComparison.Ordinal) && line.EndsWith("[public-certificate-ending]", StringComparison.Ordinal));
        Faults(await LookAsync(TestRoot.Ending(-1))).ShouldContain("public-certificate-expired");
    }

    [Fact]
    public async Task A_certificate_that_is_made_for_days_is_told_in_the_last_quarter_of_them()
    {
        (await LookAsync(TestRoot.Ending(3, life: 7))).Code.ShouldBe(ExitCode.Fine);
        (await LookAsync(TestRoot.Ending(1, life: 7))).Lines.ShouldContain(line => line.StartsWith("warning  public address The certificate of 127.0.0.1 ends in 23 hours, on ", StringComparison.Ordinal) && line.EndsWith("[public-certificate-ending]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_Slack_waits_is_a_warning()
    {
        var run = await LookAsync(TestRoot.Server, new Slow());

        Codes(run, "warning").Distinct().ShouldBe(["public-slow"]);
        run.Output.ShouldContain("/health/live took 4.0 seconds: Slack gives 3, and sends again what took longer.");
    }

    [Fact]
    public async Task Another_version_at_the_address_is_a_warning()
    {
        var run = await LookAsync(front => front.Instead = context => context.Request.Path == "/health/live"
            ? AnswerAsync(context, StatusCodes.Status200OK, """{"status":"live","version":"0.0.1"}""")
            : Task.FromResult(false));

        Codes(run, "warning").ShouldBe(["public-version"]);
        Faults(run).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_takes_connections_and_never_says_a_word_does_not_speak_TLS()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        var options = new BotOptions { PublicUrl = new Uri($"https://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}") };
        var looked = new PublicAddressCheck(options, time).RunAsync(TestContext.Current.CancellationToken);
        using var caller = await port.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await caller.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(10));

        var fault = (await looked).Single(finding => finding.Verdict == Verdict.Fault);
        fault.Code.ShouldBe(FindingCode.PublicTls);
        fault.Text.ShouldEndWith("does not speak TLS as Slack and Teams do (1.2 or later): nothing came back within 10 seconds.");
    }

    [Fact]
    public async Task A_certificate_of_another_name_or_of_nobody_is_a_fault()
    {
        Faults(await LookAsync(TestRoot.Elsewhere())).ShouldBe(["public-certificate-name"]);
        Faults(await LookAsync(TestRoot.SelfSigned())).ShouldBe(["public-certificate-untrusted"]);
        Faults(await LookAsync(TestRoot.Stranger)).ShouldBe(["public-certificate-untrusted"]);
        Faults(await LookAsync(TestRoot.WithoutItsSigner())).ShouldBe(["public-certificate-chain"]);
    }

    [Fact]
    public async Task An_address_that_leads_on_is_a_fault_as_no_platform_follows()
    {
        var run = await LookAsync(front => front.Instead = context =>
        {
            context.Response.Redirect($"https://www.example.com{context.Request.Path}");
            return Task.FromResult(true);
        });

        Faults(run).ShouldBe(["public-redirect"]);
        run.Output.ShouldContain("/health/live leads on to https://www.example.com/health/live (302); neither Slack nor Teams follows.");
    }

    [Fact]
    public async Task A_proxy_without_a_bot_behind_it_is_a_fault() =>
        Faults(await LookAsync(front => front.Instead = context => AnswerAsync(context, StatusCodes.Status502BadGateway, "<h1>Bad gateway</h1>"))).ShouldBe(["public-nobody-behind"]);

    [Fact]
    public async Task Somebody_elses_page_is_a_fault()
    {
        var run = await LookAsync(front => front.Instead = context =>
        {
            context.Response.Headers.Server = "nginx/1.22.1";
            return AnswerAsync(context, StatusCodes.Status200OK, "<h1>Welcome to nginx!</h1>");
        });

        Faults(run).ShouldBe(["public-somebody-else"]);
        run.Output.ShouldContain("/health/live answers 200, and it is not this bot that does (but nginx/1.22.1).");
    }

    [Fact]
    public async Task A_path_that_is_led_elsewhere_is_a_fault() =>
        Faults(await LookAsync(front => front.Instead = context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? AnswerAsync(context, StatusCodes.Status404NotFound, "")
            : Task.FromResult(false))).ShouldBe(["public-path"]);

    [Fact]
    public async Task A_login_in_front_of_an_endpoint_is_a_fault()
    {
        var run = await LookAsync(front => front.Instead = context =>
        {
            if (context.Request.Path != "/api/messages")
            {
                return Task.FromResult(false);
            }

            context.Response.Headers.WWWAuthenticate = "Basic realm=\"staff\"";
            return AnswerAsync(context, StatusCodes.Status401Unauthorized, "");
        });

        Faults(run).ShouldBe(["public-gate"]);
    }

    [Fact]
    public async Task An_endpoint_that_takes_a_stranger_is_somebody_elses() =>
        Faults(await LookAsync(front => front.Instead = context => context.Request.Path == "/slack/events"
            ? AnswerAsync(context, StatusCodes.Status200OK, "ok")
            : Task.FromResult(false))).ShouldBe(["public-somebody-else"]);

    [Fact]
    public async Task A_proxy_that_rewrites_bodies_is_a_fault() =>
        Faults(await LookAsync(front => front.Rewrites = body => body.Replace("\r\n", "\n", StringComparison.Ordinal))).ShouldBe(["public-body-altered"]);

    [Fact]
    public async Task A_bot_with_another_signing_secret_is_a_fault() =>
        Faults(await LookAsync(TestRoot.Server, _ => { }, (":MlOpsBot:Slack:SigningSecret", "00000000000000000000000000000000"))).ShouldBe(["public-signature"]);

    [Fact]
    public async Task A_port_that_takes_nothing_and_a_name_without_an_address_are_faults()
    {
        Faults(await LookAsync(TestRoot.Server, _ => { }, (":MlOpsBot:PublicUrl", "https://127.0.0.1:1"))).ShouldBe(["public-connect"]);
        Faults(await LookAsync(TestRoot.Server, _ => { }, (":MlOpsBot:PublicUrl", "https://bot.invalid"))).ShouldBe(["public-name-unknown"]);
    }

    [Fact]
    public async Task An_address_without_TLS_is_a_fault()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        var plain = new UriBuilder(teams.PlaygroundUrl) { Scheme = "https", Path = "/" }.Uri;

        Faults(await LookAsync(TestRoot.Server, _ => { }, (":MlOpsBot:PublicUrl", plain.AbsoluteUri))).ShouldBe(["public-tls"]);
    }

    [Fact]
    public async Task An_address_of_this_network_alone_is_a_warning()
    {
        var run = await LookAsync(TestRoot.Server, _ => { }, (":MlOpsBot:Slack:ApiUrl", "https://slack.com/api/"));

        run.Lines.ShouldContain(line => line.StartsWith("warning  public address 127.0.0.1 is 127.0.0.1 here, which nobody outside of this network can call.", StringComparison.Ordinal));
        run.Lines[^1].ShouldEndWith("1 warning, 0 faults.");
    }

    [Fact]
    public async Task An_address_that_nobody_gave_is_a_warning()
    {
        var run = await LookAsync(TestRoot.Server, _ => { }, (":MlOpsBot:PublicUrl", ""));

        run.Code.ShouldBe(ExitCode.Findings);
        run.Lines[0].ShouldEndWith("[public-address-unknown]");
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("169.254.0.1", true)]
    [InlineData("203.0.114.9", false)]
    [InlineData("192.0.0.8", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("192.0.1.1", false)]
    [InlineData("198.17.0.1", false)]
    [InlineData("198.19.0.1", true)]
    [InlineData("198.51.100.1", true)]
    [InlineData("203.0.113.9", true)]
    [InlineData("240.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("0.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:db9::1", false)]
    public void Addresses_that_the_internet_does_not_reach_are_known(string address, bool isPrivate) =>
        PublicAddressCheck.IsPrivate(IPAddress.Parse(address)).ShouldBe(isPrivate);

    /// <summary>One bot that all fronts lead to.</summary>
    public sealed class Site : IAsyncLifetime
    {
        internal TeamsBot Bot { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Bot = await TeamsBot.StartAsync(_slack);

        public ValueTask DisposeAsync() => Bot.DisposeAsync();
    }

    private static async Task<bool> AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    }

    /// <summary>The codes of faults.</summary>
    private static string[] Faults(DoctorRun run) => Codes(run, "fault");

    private static string[] Codes(DoctorRun run, string verdict) =>
        [.. run.Lines.Where(line => line.StartsWith(verdict, StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf('[') + 1)..^1])];

    private Task<DoctorRun> LookAsync(Action<TlsFront> arrange) => LookAsync(TestRoot.Server, arrange);

    private Task<DoctorRun> LookAsync(X509Certificate2 certificate, Action<TlsFront>? arrange = null, params (string Name, string Value)[] options) =>
        LookAsync(certificate, TimeProvider.System, arrange, options);

    private async Task<DoctorRun> LookAsync(X509Certificate2 certificate, TimeProvider clock, Action<TlsFront>? arrange = null, params (string Name, string Value)[] options)
    {
        var bot = site.Bot;
        await using var front = await TlsFront.StartAsync(certificate, bot.Url);
        arrange?.Invoke(front);
        using var scratch = new Scratch();
        var all = BotConfiguration.For(
            bot.Teams, new TeamsBotSettings { Options = [.. _slack, (":MlOpsBot:PublicUrl", front.Url.AbsoluteUri), .. options] }, scratch.Path);
        return await DoctorRun.OfAsync(
            new ServerSettings(Repository.Knowledge, Repository.Root, clock) { Environment = "Production", Overrides = all },
            new DoctorWish { Only = ["public address"] });
    }

    /// <summary>The system's clock, on which four seconds go by between two looks at it.</summary>
    private sealed class Slow : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => Interlocked.Increment(ref _looks) * 4 * TimestampFrequency;
    }
}
