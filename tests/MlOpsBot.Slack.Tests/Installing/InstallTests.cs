using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Slack.Installing;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.Tests.Installing;

/// <summary>An install from the first click to the last page, through the real host and the fake Slack.</summary>
public sealed class InstallTests : IAsyncLifetime
{
    private const string CookieName = "__Secure-mlopsbot-install";

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private SlackBot _bot = null!;
    private HttpClient _browser = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bot = await SlackBot.StartAsync(new SlackBotSettings { UsesOAuth = true, Slack = new FakeSlackOptions { Time = _time, RotatesTokens = true } });
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _bot.Url };
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _bot.DisposeAsync();
    }

    [Fact]
    public async Task An_install_begins_at_Slacks_page_with_a_state_and_a_cookie_for_the_way_back_alone()
    {
        using var response = await _browser.GetAsync("/slack/install", Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var cookie = response.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith(CookieName + "=");
        cookie.Split("; ")[1..].Select(part => part.ToLowerInvariant()).Order()
            .ShouldBe(["httponly", "max-age=600", "path=/slack/oauth", "samesite=lax", "secure"]);
        var to = response.Headers.Location!;
        to.GetLeftPart(UriPartial.Path).ShouldBe(new Uri(_bot.Slack.Url, "oauth/v2/authorize").ToString());
        var query = System.Web.HttpUtility.ParseQueryString(to.Query);
        query["client_id"].ShouldBe(_bot.Slack.Options.ClientId);
        query["scope"].ShouldBe("app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,users:read");
        query["redirect_uri"].ShouldBe("https://bot.example.com/slack/oauth/callback");
        query["state"]!.Length.ShouldBe(43);
        cookie.ShouldNotContain(query["state"]!);
    }

    [Fact]
    public async Task What_somebody_allows_is_installed_and_the_page_says_what_to_do_now()
    {
        var (cookie, authorize) = await BeginAsync();

        var page = await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, authorize), cookie);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Title.ShouldBe("MlOpsBot is installed in Acme");
        page.Link.ShouldBe(new Uri(_bot.Slack.Url, "app_redirect?app=A0MLOPSBOT&team=T0ACME").ToString());
        page.ForgetsCookie.ShouldBeTrue();
        var stored = (await _bot.Store.Installations.FindAsync(new WorkspaceKey("slack", "T0ACME"), Stop))!;
        (stored.Name, stored.BotUserId, stored.InstalledBy).ShouldBe(("Acme", _bot.Slack.Acme.BotUser, _bot.Slack.Robin.Id));
        stored.SecretsExpireAt.ShouldBe(_time.GetUtcNow().AddHours(12));
        StoredSettings.Read(stored).BotId.ShouldBe(_bot.Slack.Acme.BotId);
        string.Join('\n', _bot.Log.All).ShouldNotContain(StoredTokens.Read(stored)!.Bot);
    }

    [Fact]
    public async Task Declining_is_no_fault()
    {
        var (cookie, authorize) = await BeginAsync();

        var page = await ReturnAsync(OAuthGrants.Decline(authorize), cookie);

        (page.Status, page.Title, page.Link).ShouldBe((HttpStatusCode.OK, "The install was cancelled", "/slack/install"));
        (await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, authorize), cookie)).Status.ShouldBe(HttpStatusCode.BadRequest, "the state is used up");
    }

    [Fact]
    public async Task A_way_back_that_is_not_this_browsers_own_ends_with_a_link_to_start_again()
    {
        var (cookie, authorize) = await BeginAsync();
        var (otherCookie, other) = await BeginAsync();
        var late = await BeginAsync();
        var used = await BeginAsync();
        await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, used.Authorize), used.Cookie);
        await _bot.Store.Installations.RemoveAsync(new WorkspaceKey("slack", "T0ACME"), "test", Stop);

        var pages = new List<Page>
        {
            await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, authorize), otherCookie),
            await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, other), null),
            await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, used.Authorize), used.Cookie),
            await ReturnAsync(new Uri("https://bot.example.com/slack/oauth/callback?code=1&state=made-up"), cookie),
            await ReturnAsync(new Uri("https://bot.example.com/slack/oauth/callback?code=1"), cookie),
            await ReturnAsync(new Uri("https://bot.example.com/slack/oauth/callback?code=1&state=a&state=b"), cookie),
            await ReturnAsync(new Uri("https://bot.example.com/slack/oauth/callback"), cookie),
        };
        _time.Advance(TimeSpan.FromSeconds(601));
        pages.Add(await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, late.Authorize), late.Cookie));

        pages.ShouldAllBe(page => page.Status == HttpStatusCode.BadRequest && page.Title == "This install cannot be finished" && page.Link == "/slack/install");
        _bot.Slack.Calls.Of("oauth.v2.access").Length.ShouldBe(1);
        (await _bot.Store.Installations.ListAsync("slack", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_code_that_Slack_refuses_or_cannot_answer_for_says_so()
    {
        var (cookie, authorize) = await BeginAsync();
        var back = _bot.Slack.OAuth.Allow(_bot.Slack.Robin, authorize).AbsoluteUri.Replace("code=", "code=x", StringComparison.Ordinal);
        (await ReturnAsync(new Uri(back), cookie)).ShouldBe(new Page(HttpStatusCode.BadRequest, "Slack refused the install", "/slack/install", true));
        string.Join('\n', _bot.Log.All).ShouldContain("Slack granted no token for an install: invalid_code");

        (cookie, authorize) = await BeginAsync();
        _bot.Slack.Faults.Next("oauth.v2.access", Fault.ServerError);
        (await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, authorize), cookie))
            .ShouldBe(new Page(HttpStatusCode.ServiceUnavailable, "The install could not be finished", "/slack/install", true));
    }

    [Fact]
    public async Task Nothing_that_the_browser_sends_is_shown()
    {
        const string Planted = "<script>alert(1)</script>";
        var (cookie, authorize) = await BeginAsync();
        var state = System.Web.HttpUtility.ParseQueryString(authorize.Query)["state"];
        foreach (var query in (string[])[
            $"error={Uri.EscapeDataString(Planted)}&state={state}",
            $"error=access_denied&error_description={Uri.EscapeDataString(Planted)}&state={Uri.EscapeDataString(Planted)}",
            $"code={Uri.EscapeDataString(Planted)}&state={Uri.EscapeDataString(Planted)}"])
        {
            using var request = Back("/slack/oauth/callback?" + query, cookie);
            using var response = await _browser.SendAsync(request, Stop);
            (await response.Content.ReadAsStringAsync(Stop)).ShouldNotContain("alert(1)");
        }

        string.Join('\n', _bot.Log.All).ShouldNotContain("alert(1)");
    }

    [Fact]
    public async Task A_workspaces_name_is_text_and_no_mark_up()
    {
        var page = InstallPage.Installed("<b>&\"Acme", new Uri("https://slack.com/app_redirect?app=A1&team=T1"));
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await page.WriteAsync(context, InstallStyle.Address);

        var html = System.Text.Encoding.UTF8.GetString(body.ToArray());
        html.ShouldContain("<h1>MlOpsBot is installed in &lt;b&gt;&amp;&quot;Acme</h1>");
        html.ShouldContain("href=\"https://slack.com/app_redirect?app=A1&amp;team=T1\"");
    }

    [Fact]
    public async Task An_uninstall_removes_the_installation_also_where_its_token_was_found_dead_before()
    {
        var (cookie, authorize) = await BeginAsync();
        await ReturnAsync(_bot.Slack.OAuth.Allow(_bot.Slack.Robin, authorize), cookie);
        var workspaces = _bot.App.Services.GetRequiredService<SlackWorkspaces>();
        var access = (await workspaces.FindAsync("T0ACME", null, Stop))!;
        var stored = (await _bot.Store.Installations.FindAsync(access.Workspace, Stop))!;
        await _bot.Store.Installations.RotateAsync(
            stored.Workspace, stored.Version, new StoredTokens(access.BotToken.Reveal()).ToSecret(), null, Stop);
        _bot.Slack.Acme.IsInstalled = false;
        await _bot.App.Services.GetRequiredService<SlackApi>().UserAsync(access, _bot.Slack.Robin.Id, Stop);
        (await workspaces.FindAsync("T0ACME", null, Stop)).ShouldBeNull();

        using var uninstalled = JsonDocument.Parse(
            """{"type":"event_callback","team_id":"T0ACME","api_app_id":"A0MLOPSBOT","event_id":"Ev1","event_time":1,"event":{"type":"app_uninstalled"}}""");
        await _bot.App.Services.GetRequiredService<SlackReceiver>().EventAsync(uninstalled.RootElement, Stop);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!(await _bot.Store.Installations.ListAsync("slack", Stop)).IsEmpty)
        {
            await beat.WaitForNextTickAsync(limit.Token);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }
    }

    [Theory]
    [InlineData("/slack/install")]
    [InlineData("/slack/oauth/callback")]
    public async Task Other_methods_than_GET_are_refused(string path)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete])
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await _browser.SendAsync(request, Stop);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Fact]
    public async Task The_page_works_under_the_policy_that_it_is_served_with()
    {
        using var response = await _browser.GetAsync("/slack/oauth/callback", Stop);
        response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("style-src 'self'");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var document = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(Stop), Stop);
        document.QuerySelectorAll("script, style, [style], [onclick], img").ShouldBeEmpty();
        document.DocumentElement.GetAttribute("lang").ShouldBe("en");
        document.QuerySelectorAll("main h1").Length.ShouldBe(1);

        var style = document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        using var css = await _browser.GetAsync(style, Stop);
        css.StatusCode.ShouldBe(HttpStatusCode.OK);
        css.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
    }

    [Fact]
    public async Task A_path_in_the_public_address_is_part_of_every_address_and_of_the_cookie()
    {
        await _bot.StopAsync();
        await _bot.StartAgainAsync(("PublicUrl", "https://example.com/bots/mlops/"));
        _browser.Dispose();
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _bot.Url };

        using var begun = await _browser.GetAsync("/slack/install", Stop);
        begun.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldContain("path=/bots/mlops/slack/oauth;");
        begun.Headers.Location!.Query.ShouldContain("redirect_uri=https%3A%2F%2Fexample.com%2Fbots%2Fmlops%2Fslack%2Foauth%2Fcallback");
        (await ReturnAsync(new Uri("https://example.com/slack/oauth/callback"), null)).Link.ShouldBe("/bots/mlops/slack/install");
    }

    [Theory]
    [InlineData("https://slack.com/api/", "https://slack.com/oauth/v2/authorize")]
    [InlineData("https://slack-gov.com/api/", "https://slack-gov.com/oauth/v2/authorize")]
    [InlineData("http://127.0.0.1:5000/", "http://127.0.0.1:5000/oauth/v2/authorize")]
    [InlineData("http://127.0.0.1:5000/fake/api/", "http://127.0.0.1:5000/fake/oauth/v2/authorize")]
    public void Slacks_page_is_where_its_API_is(string api, string authorize)
        => InstallAddresses.Of(new SlackOptions { ApiUrl = new Uri(api), PublicUrl = new Uri("https://bot.example.com") }).Authorize.ToString().ShouldBe(authorize);

    [Fact]
    public async Task Without_installs_by_OAuth_there_is_nothing_to_find()
    {
        await using var single = await SlackBot.StartAsync();
        using var browser = new HttpClient(new SocketsHttpHandler()) { BaseAddress = single.Url };
        using var response = await browser.GetAsync("/slack/install", Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static HttpRequestMessage Back(string path, string? cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", $"{CookieName}={cookie}");
        }

        return request;
    }

    private async Task<(string Cookie, Uri Authorize)> BeginAsync()
    {
        using var response = await _browser.GetAsync("/slack/install", Stop);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        return (cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..cookie.IndexOf(';', StringComparison.Ordinal)], response.Headers.Location!);
    }

    // The way back is to the public address; behind it is this bot.
    private async Task<Page> ReturnAsync(Uri back, string? cookie)
    {
        using var request = Back(back.PathAndQuery, cookie);
        using var response = await _browser.SendAsync(request, Stop);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        var document = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(Stop), Stop);
        document.Title.ShouldBe(document.QuerySelector("h1")!.TextContent);
        return new Page(
            response.StatusCode,
            document.QuerySelector("h1")!.TextContent,
            document.QuerySelector("a.next")!.GetAttribute("href")!,
            response.Headers.GetValues("Set-Cookie").Single().StartsWith($"{CookieName}=; expires=Thu, 01 Jan 1970", StringComparison.Ordinal));
    }

    private sealed record Page(HttpStatusCode Status, string Title, string Link, bool ForgetsCookie);
}
