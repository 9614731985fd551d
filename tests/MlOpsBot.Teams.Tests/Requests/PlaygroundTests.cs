namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>Requests without a token: from the Agents Playground on a developer's own machine, and from nobody else.</summary>
public sealed class PlaygroundTests
{
    private const string Body =
        """
        {"type":"message","id":"m1","channelId":"msteams","serviceUrl":"http://localhost:56150/_connector","text":"hi","from":{"id":"user-id-0"},
        "recipient":{"id":"bot-id"},"conversation":{"id":"c1","conversationType":"personal"}}
        """;

    private static readonly TeamsSiteSettings _development = new() { Environment = "Development", Options = options => options with { AgentsPlayground = true } };

    [Fact]
    public async Task In_development_and_from_this_machine_no_token_is_needed_and_everybody_is_told_loudly()
    {
        await using var site = await TeamsSite.StartAsync(_development);
        site.Said.ShouldContain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("REQUESTS WITHOUT A TOKEN ARE TAKEN", StringComparison.Ordinal));
        using var response = await site.SendBareAsync(Body);
        response.IsSuccessStatusCode.ShouldBeTrue();
        site.Said[^1].ShouldContain("REQUESTS WITHOUT A TOKEN ARE TAKEN");
        var work = (await site.WorkAsync()).ShouldHaveSingleItem();
        work.Place.IsPlayground.ShouldBeTrue();
        work.Place.TenantId.ShouldBe("playground");
    }

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Staging", true)]
    [InlineData("Development", false)]
    public async Task Elsewhere_or_unless_it_is_switched_on_a_token_is_needed(string environment, bool isOn)
    {
        await using var site = await TeamsSite.StartAsync(new TeamsSiteSettings { Environment = environment, Options = options => options with { AgentsPlayground = isOn } });
        using var response = await site.SendBareAsync(Body);
        ((int)response.StatusCode).ShouldBe(401);
        site.Said.ShouldNotContain(line => line.Contains("WITHOUT A TOKEN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Original-For", "127.0.0.1:1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 tunnel")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Host", "bot.tunnels.example")]
    [InlineData("Host", "localhost.tunnels.example")]
    [InlineData("Authorization", "Bearer x")]
    [InlineData("Authorization", "")]
    public async Task What_comes_through_a_tunnel_from_a_page_or_with_a_token_needs_a_right_token(string header, string value)
    {
        await using var site = await TeamsSite.StartAsync(_development);
        using var response = await site.SendBareAsync(Body, request => request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue());
        ((int)response.StatusCode).ShouldBe(401);
        (await site.WorkAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/amer/")]
    [InlineData("http://elsewhere.example/_connector")]
    [InlineData("http://localhost.elsewhere.example/_connector")]
    [InlineData("http://127.0.0.1@elsewhere.example/_connector")]
    [InlineData("file:///etc/passwd")]
    public async Task Without_a_token_answers_go_to_this_machine_alone(string serviceUrl)
    {
        await using var site = await TeamsSite.StartAsync(_development);
        using var response = await site.SendBareAsync(Body.Replace("http://localhost:56150/_connector", serviceUrl, StringComparison.Ordinal));
        ((int)response.StatusCode).ShouldBe(403);
        (await site.WorkAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bot_for_the_Agents_Playground_alone_needs_no_app_and_takes_no_tokens()
    {
        await using var site = await TeamsSite.StartAsync(_development with { Options = options => options with { AgentsPlayground = true, AppId = null } });
        using var bare = await site.SendBareAsync(Body);
        bare.IsSuccessStatusCode.ShouldBeTrue();
        (await site.StatusAsync()).ShouldBe(401);
        site.Said[^1].ShouldContain("MlOpsBot:Teams:AppId is not set");
        site.Teams.Incoming.KeyFetches.ShouldBe(0);
    }

    [Fact]
    public async Task With_both_each_is_checked_by_its_own_rules()
    {
        await using var site = await TeamsSite.StartAsync(_development);
        (await site.StatusAsync()).ShouldBe(200);
        (await site.StatusAsync(forged => forged.Claims["aud"] = "another")).ShouldBe(401);
        (await site.WorkAsync()).ShouldHaveSingleItem().Place.IsPlayground.ShouldBeFalse();
    }
}
