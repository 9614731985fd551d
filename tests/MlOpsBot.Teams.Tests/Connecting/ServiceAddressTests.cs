using MlOpsBot.Chat.Calling;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Teams.Tests.Connecting;

/// <summary>A token of ours goes to hosts on the list, and nowhere else.</summary>
public sealed class ServiceAddressTests
{
    private static readonly ServiceAddresses _public = new(new TeamsOptions());

    public static TheoryData<string> Hostile { get; } =
    [
        "http://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net.evil.example/amer/",
        "https://evil.example/smba.trafficmanager.net/",
        "https://evil.example/?https://smba.trafficmanager.net/",
        "https://evil.example#https://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/amer/",
        "https://smba.trafficmanager.net:443@evil.example/amer/",
        "https://user:password@smba.trafficmanager.net/amer/",
        "https://@smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net./amer/",
        "https://smba.trafficmanager.net../amer/",
        "https://.smba.trafficmanager.net/amer/",
        "https://evil.trafficmanager.net/amer/",
        "https://smba2.trafficmanager.net/amer/",
        "https://trafficmanager.net/amer/",
        "https://smba.trafficmanager.net:8443/amer/",
        "https://smba.trafficmanager.net:80/amer/",
        "https://smba.trafficmanager.net:/amer/",
        "https://smba.trafficmanager.net:0443/amer/",
        "https://smba.trafficmanager.net:443:443/amer/",
        "https://smba.trafficmanager.net:443443/amer/",
        "https://smba.trafficmanager.net\\.evil.example/amer/",
        "https:\\\\smba.trafficmanager.net/amer/",
        "https:/smba.trafficmanager.net/amer/",
        "https:///smba.trafficmanager.net/amer/",
        "https:smba.trafficmanager.net/amer/",
        "//smba.trafficmanager.net/amer/",
        "smba.trafficmanager.net/amer/",
        " https://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net /amer/",
        "https://smba.trafficmanager.net\t/amer/",
        "https://smba.trafficmanager.net\n.evil.example/amer/",
        "https://smba.trafficmanager.net%2eevil.example/amer/",
        "https://smba%2etrafficmanager.net/amer/",
        "https://smba.trafficmanager.net%00.evil.example/amer/",
        "https://smba.trafficmanager.net\0/amer/",
        "https://smbа.trafficmanager.net/amer/",
        "https://xn--smb-7cd.trafficmanager.net/amer/",
        "https://smba。trafficmanager。net/amer/",
        "https://ｓｍｂａ.trafficmanager.net/amer/",
        "https://smba.trafﬁcmanager.net/amer/",
        "https://127.0.0.1/amer/",
        "https://[::1]/amer/",
        "https://[::ffff:127.0.0.1]/amer/",
        "https://[smba.trafficmanager.net]/amer/",
        "https://2130706433/amer/",
        "https://0x7f.1/amer/",
        "https://169.254.169.254/metadata/identity/oauth2/token",
        "https://localhost/amer/",
        "https://smba.trafficmanager.net/../amer/",
        "https://smba.trafficmanager.net/amer/../../",
        "https://smba.trafficmanager.net/amer/?x=",
        "https://smba.trafficmanager.net/amer/#",
        "https://smba.trafficmanager.net?x=/",
        "https://smba.trafficmanager.net#/",
        "https://smba.trafficmanager.net/amer/%2e%2e/",
        "https://smba.trafficmanager.net/a;b/",
        "https://smba.infra.gov.teams.microsoft.us/amer/",
        "ftp://smba.trafficmanager.net/amer/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "wss://smba.trafficmanager.net/amer/",
        "https://",
        "https:///",
        "",
        " ",
        "\ud800https://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net/\ud800",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task No_token_is_even_fetched_for_an_address_that_is_not_on_the_list(string url)
    {
        _public.IsAllowed(url, isPlayground: false).ShouldBeFalse();
        using var rig = new ConnectorRig(new Uri("https://smba.trafficmanager.net/"), options: new TeamsOptions());
        rig.Place = rig.Place with { ServiceUrl = url };

        var posted = await rig.PostAsync();

        (posted.Outcome, posted.Error).ShouldBe((CallOutcome.Refused, "foreign_service_url"));
        rig.Fetched.ShouldBe(0);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/amer/")]
    [InlineData("https://smba.trafficmanager.net/emea/5e8d1c2a-0b6f-4d3e-8a79-c1d2e3f4a5b6/")]
    [InlineData("https://smba.trafficmanager.net/teams")]
    [InlineData("https://smba.trafficmanager.net")]
    [InlineData("https://SMBA.TrafficManager.NET/amer/")]
    [InlineData("HTTPS://smba.trafficmanager.net/amer/")]
    [InlineData("https://smba.trafficmanager.net:443/amer/")]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/gcc/")]
    public void Teams_own_addresses_are_called(string url)
    {
        _public.IsAllowed(url, isPlayground: false).ShouldBeTrue();
        _public.TryRead(url, isPlayground: false, out var address).ShouldBeTrue();
        address.AbsoluteUri.ShouldEndWith("/");
    }

    [Theory]
    [InlineData(TeamsCloud.Public, "smba.trafficmanager.net")]
    [InlineData(TeamsCloud.Public, "smba.infra.gcc.teams.microsoft.com")]
    [InlineData(TeamsCloud.UsGovernment, "smba.infra.gov.teams.microsoft.us")]
    [InlineData(TeamsCloud.UsDefense, "smba.infra.dod.teams.microsoft.us")]
    public void Each_cloud_has_hosts_of_its_own(TeamsCloud cloud, string host)
    {
        foreach (var other in Enum.GetValues<TeamsCloud>())
        {
            new ServiceAddresses(new TeamsOptions { Cloud = other }).IsAllowed($"https://{host}/teams/", isPlayground: false).ShouldBe(other == cloud);
        }
    }

    [Fact]
    public void A_port_on_the_list_is_that_port_alone()
    {
        var addresses = new ServiceAddresses(new TeamsOptions { ServiceHosts = ["teams.example:8443", "other.example"] });

        addresses.IsAllowed("https://teams.example:8443/", isPlayground: false).ShouldBeTrue();
        addresses.IsAllowed("https://teams.example/", isPlayground: false).ShouldBeFalse();
        addresses.IsAllowed("https://teams.example:443/", isPlayground: false).ShouldBeFalse();
        addresses.IsAllowed("https://other.example/", isPlayground: false).ShouldBeTrue();
        addresses.IsAllowed("https://smba.trafficmanager.net/", isPlayground: false).ShouldBeFalse("the options' list stands in the place of the cloud's");
    }

    [Theory]
    [InlineData("http://localhost:56150/_connector", true)]
    [InlineData("http://127.0.0.1:56150/_connector", true)]
    [InlineData("https://127.0.0.1:56150/_connector/", true)]
    [InlineData("http://[::1]:56150/_connector", true)]
    [InlineData("http://evil.example/_connector", false)]
    [InlineData("http://localhost.evil.example/_connector", false)]
    [InlineData("http://127.0.0.1.evil.example/_connector", false)]
    [InlineData("http://127.0.0.1@evil.example/_connector", false)]
    [InlineData("http://evil.example:80@127.0.0.1/_connector", false)]
    [InlineData("http://10.0.0.1/_connector", false)]
    [InlineData("http://169.254.169.254/metadata/", false)]
    [InlineData("http://[::ffff:10.0.0.1]/_connector", false)]
    [InlineData("http://0.0.0.0/_connector", false)]
    [InlineData("http://127.1/_connector", false)]
    [InlineData("http://2130706433/_connector", false)]
    [InlineData("https://smba.trafficmanager.net/amer/", false)]
    public void The_Playground_is_on_this_machine_and_only_where_the_options_take_it(string url, bool isTaken)
    {
        new ServiceAddresses(new TeamsOptions { AgentsPlayground = true }).IsAllowed(url, isPlayground: true).ShouldBe(isTaken);
        new ServiceAddresses(new TeamsOptions { AgentsPlayground = true }).IsAllowed(url, isPlayground: false).ShouldBe(url.StartsWith("https://smba.", StringComparison.Ordinal));
        _public.IsAllowed(url, isPlayground: true).ShouldBeFalse();
    }
}
