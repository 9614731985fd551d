using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>OAuth v2: the page on which people allow the install, codes, tokens and their renewal. Thread-safe.</summary>
internal sealed class OAuthGrants(FakeSlackServer server)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Workspace Workspace, Person Person, string? Redirect, DateTimeOffset Until, bool IsUsed)> _codes = [];
    private readonly Dictionary<string, Workspace> _refresh = [];

    /// <summary>A person who is sent to the install page allows it. Where the browser goes then.</summary>
    public Uri Allow(Person person, Uri authorize)
    {
        var query = HttpUtility.ParseQueryString(authorize.Query);
        query["client_id"].ShouldBe(server.Options.ClientId);
        query["scope"].ShouldNotBeNullOrEmpty();
        return Back(query["redirect_uri"]!, $"code={NewCode(person, query["redirect_uri"])}&state={Uri.EscapeDataString(query["state"] ?? "")}");
    }

    /// <summary>A person who is sent to the install page declines.</summary>
    public static Uri Decline(Uri authorize)
    {
        var query = HttpUtility.ParseQueryString(authorize.Query);
        return Back(query["redirect_uri"]!, $"error=access_denied&state={Uri.EscapeDataString(query["state"] ?? "")}");
    }

    public string NewCode(Person person, string? redirect)
    {
        lock (_gate)
        {
            var code = Guid.NewGuid().ToString("N");
            _codes[code] = (person.Workspace, person, redirect, server.Options.Time.GetUtcNow() + CodeLife, false);
            return code;
        }
    }

    /// <summary>The install page: Robin allows at once.</summary>
    public Task AuthorizeAsync(HttpContext context)
    {
        context.Response.Redirect(Allow(server.Robin, new Uri(server.Url, context.Request.Path + context.Request.QueryString)).ToString());
        return Task.CompletedTask;
    }

    public JsonObject Access(string authorization, Arguments arguments)
    {
        var (client, secret) = Credentials(authorization, arguments);
        if (client != server.Options.ClientId)
        {
            return ApiAnswer.Error("invalid_client_id");
        }

        if (secret != server.Options.ClientSecret)
        {
            return ApiAnswer.Error("bad_client_secret");
        }

        lock (_gate)
        {
            return (arguments.Text("grant_type") ?? "authorization_code") switch
            {
                "authorization_code" => FromCode(arguments),
                "refresh_token" => FromRefreshToken(arguments),
                _ => ApiAnswer.Error("invalid_grant_type"),
            };
        }
    }

    private JsonObject FromCode(Arguments arguments)
    {
        if (arguments.Text("code") is not { } code || !_codes.TryGetValue(code, out var grant))
        {
            return ApiAnswer.Error("invalid_code");
        }

        if (grant.IsUsed)
        {
            return ApiAnswer.Error("code_already_used");
        }

        if (grant.Until <= server.Options.Time.GetUtcNow())
        {
            return ApiAnswer.Error("invalid_code");
        }

        if (grant.Redirect != arguments.Text("redirect_uri"))
        {
            return ApiAnswer.Error("bad_redirect_uri");
        }

        _codes[code] = grant with { IsUsed = true };
        grant.Workspace.IsInstalled = true;
        var answer = Granted(grant.Workspace);
        answer["authed_user"] = new JsonObject { ["id"] = grant.Person.Id };
        return answer;
    }

    private JsonObject FromRefreshToken(Arguments arguments)
        => arguments.Text("refresh_token") is { } token && _refresh.Remove(token, out var workspace) && workspace.IsInstalled
            ? Granted(workspace)
            : ApiAnswer.Error("invalid_refresh_token");

    private JsonObject Granted(Workspace workspace)
    {
        var rotates = server.Options.RotatesTokens;
        var token = $"{(rotates ? "xoxe.xoxb" : "xoxb")}-{workspace.Id}-{Guid.NewGuid():N}";
        server.Tokens.Add(token, workspace, rotates ? server.Options.Time.GetUtcNow() + TokenLife : null);
        var answer = ApiAnswer.Ok(
            ("access_token", token),
            ("token_type", "bot"),
            ("scope", string.Join(',', workspace.Scopes)),
            ("bot_user_id", workspace.BotUser),
            ("app_id", server.Options.AppId),
            ("team", new JsonObject { ["id"] = workspace.Id, ["name"] = workspace.Name }),
            ("enterprise", null),
            ("is_enterprise_install", false));
        if (rotates)
        {
            var refresh = $"xoxe-1-{Guid.NewGuid():N}";
            _refresh[refresh] = workspace;
            answer["refresh_token"] = refresh;
            answer["expires_in"] = (int)TokenLife.TotalSeconds;
        }

        return answer;
    }

    private static Uri Back(string redirect, string query) => new(redirect + (redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query);

    private static (string? Client, string? Secret) Credentials(string authorization, Arguments arguments)
    {
        const string Basic = "Basic ";
        if (!authorization.StartsWith(Basic, StringComparison.Ordinal))
        {
            return (arguments.Text("client_id"), arguments.Text("client_secret"));
        }

        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(authorization[Basic.Length..])).Split(':', 2);
        return (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[^1]));
    }
}
