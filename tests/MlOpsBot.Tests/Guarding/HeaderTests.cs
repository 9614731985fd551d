using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MlOpsBot.Tests.Guarding;

/// <summary>The headers of every response, whatever is asked and whoever answers; addresses are taken from the table of routes.</summary>
public sealed class HeaderTests
{
    private static readonly string[] _methods = ["GET", "HEAD", "POST", "OPTIONS", "TRACE", "PUT", "PURGE"];

    [Fact]
    public async Task Every_address_answers_every_verb_with_all_of_them_and_never_by_failing()
    {
        await using var bot = await GuardedBot.StartAsync();
        var routes = ((IEndpointRouteBuilder)bot.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().ToArray();
        routes.ShouldContain("/slack/oauth/callback");
        routes.ShouldContain("/api/messages");
        routes.ShouldContain("/");

        foreach (var path in routes.Concat(["/nothing/there", "/../etc/passwd", "/%2e%2e/appsettings.json", "/appsettings.json", "/?open=role%3Anone", "/slack/install/x"]))
        {
            foreach (var method in _methods)
            {
                using var response = await bot.SendAsync(method, path, body: method is "POST" or "PUT" ? "{}" : null);
                ShouldBeGuarded(response, $"{method} {path}", isPlatforms: method == "POST" && (path.StartsWith("/slack", StringComparison.Ordinal) || path == "/api/messages"));
            }
        }

        bot.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_fails_unexpectedly_says_nothing_of_why_and_has_them_too()
    {
        await using var bot = await GuardedBot.StartAsync(app => app.MapGet("/fails", (HttpContext _) => { throw new InvalidOperationException("the secret is 42"); }));

        using var response = await bot.SendAsync("GET", "/fails");

        ((int)response.StatusCode).ShouldBe(500);
        ShouldBeGuarded(response, "a failure", isPlatforms: false, mayFail: true);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("42");
        bot.Warnings.ShouldHaveSingleItem().ShouldContain("/fails failed");
    }

    [Fact]
    public async Task Browsers_are_kept_to_https_where_they_came_by_it()
    {
        await using var bot = await GuardedBot.StartAsync(("MlOpsBot:Limits:TrustedProxies", "127.0.0.1"));

        using var secure = await bot.SendAsync("GET", "/", "203.0.113.9", headers: [("X-Forwarded-Proto", "https"), ("Host", "bot.example.com")]);
        secure.Headers.GetValues("Strict-Transport-Security").Single().ShouldBe("max-age=31536000");

        using var plain = await bot.SendAsync("GET", "/", "203.0.113.9", headers: [("Host", "bot.example.com")]);
        plain.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task An_installs_cookie_is_for_the_callback_alone_and_for_https_alone()
    {
        await using var bot = await GuardedBot.StartAsync();

        using var response = await bot.SendAsync("GET", "/slack/install");

        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("__Secure-");
        foreach (var flag in new[] { "secure", "httponly", "samesite=lax", "path=/slack/oauth", "max-age=600" })
        {
            cookie.ShouldContain(flag, Case.Insensitive);
        }
    }

    private static void ShouldBeGuarded(HttpResponseMessage response, string what, bool isPlatforms, bool mayFail = false)
    {
        if (!mayFail)
        {
            ((int)response.StatusCode).ShouldBeLessThan(500, what);
        }

        response.Headers.Contains("Server").ShouldBeFalse(what);
        response.Headers.Contains("X-Powered-By").ShouldBeFalse(what);
        Header("X-Content-Type-Options").ShouldBe("nosniff", what);
        (Header("Cache-Control") is "no-store" or "public, max-age=31536000, immutable").ShouldBeTrue(what);
        if (isPlatforms)
        {
            return;
        }

        var policy = Header("Content-Security-Policy");
        policy.ShouldContain("default-src 'none'", customMessage: what);
        policy.ShouldContain("frame-ancestors 'none'", customMessage: what);
        policy.ShouldNotContain("unsafe", customMessage: what);
        Header("X-Frame-Options").ShouldBe("DENY", what);
        Header("Referrer-Policy").ShouldBe("no-referrer", what);
        Header("Permissions-Policy").ShouldContain("camera=()", customMessage: what);
        Header("Cross-Origin-Opener-Policy").ShouldBe("same-origin", what);
        Header("Cross-Origin-Resource-Policy").ShouldBe("same-origin", what);

        string Header(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join("|", values) : $"no {name}";
    }
}
