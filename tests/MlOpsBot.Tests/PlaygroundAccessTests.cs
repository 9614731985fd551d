using System.Net;

namespace MlOpsBot.Tests;

public sealed class PlaygroundAccessTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/browse")]
    [InlineData("/playground.js")]
    public async Task In_development_it_is_open_on_loopback(string path)
    {
        await using var bot = await RunningBot.StartAsync();

        (await StatusAsync(bot, path)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/browse")]
    [InlineData("/playground.js")]
    public async Task Elsewhere_it_is_off_until_switched_on(string path)
    {
        await using var off = await RunningBot.StartAsync(environment: "Production");
        (await StatusAsync(off, path)).ShouldBe(HttpStatusCode.NotFound);

        await using var on = await RunningBot.StartAsync(null, "Production", ("MlOpsBot:Playground:Enabled", "true"));
        (await StatusAsync(on, path)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_can_be_switched_off_in_development_too()
    {
        await using var bot = await RunningBot.StartAsync(null, "Development", ("MlOpsBot:Playground:Enabled", "false"));

        (await StatusAsync(bot, "/")).ShouldBe(HttpStatusCode.NotFound);
        using var response = await bot.PostAsync(new { question = "what is mlops?" });
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Host", "bot.example.com")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    public async Task A_tunnel_to_a_developers_machine_does_not_count_as_loopback(string header, string value)
    {
        await using var bot = await RunningBot.StartAsync();

        (await StatusAsync(bot, "/", (header, value))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_page_forbids_scripts_and_styles_from_elsewhere()
    {
        await using var bot = await RunningBot.StartAsync();

        using var response = await bot.Client.GetAsync("/?q=what+is+mlops", TestContext.Current.CancellationToken);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldNotContain(" style=");
        page.ShouldNotContain(" onclick=");
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningBot bot, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await bot.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
