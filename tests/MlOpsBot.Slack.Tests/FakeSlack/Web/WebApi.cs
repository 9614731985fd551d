using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>A method of the Web API: whom it is called by, with what.</summary>
internal delegate JsonObject Method(Workspace workspace, Arguments arguments);

/// <summary>The Web API: reads a call, checks token, scope and limits, carries it out, and answers; or goes wrong as it was told to.</summary>
internal sealed class WebApi
{
    private readonly FakeSlackServer _server;
    private readonly ImmutableDictionary<string, (string? Scope, Method Run)> _methods;

    public WebApi(FakeSlackServer server)
    {
        _server = server;
        var chat = new ChatMethods(server);
        var conversations = new ConversationMethods(server);
        var views = new ViewMethods(server);
        var people = new PeopleMethods(server);
        var assistant = new AssistantMethods(server);
        _methods = new Dictionary<string, (string?, Method)>
        {
            ["auth.test"] = (null, PeopleMethods.AuthTest),
            ["auth.revoke"] = (null, people.Revoke),
            ["chat.postMessage"] = ("chat:write", chat.Post),
            ["chat.postEphemeral"] = ("chat:write", chat.PostEphemeral),
            ["chat.update"] = ("chat:write", chat.Update),
            ["chat.delete"] = ("chat:write", chat.Delete),
            ["conversations.history"] = (null, conversations.History),
            ["conversations.replies"] = (null, conversations.Replies),
            ["conversations.info"] = (null, conversations.Info),
            ["conversations.open"] = ("im:write", conversations.Open),
            ["users.conversations"] = ("channels:read", conversations.Own),
            ["users.info"] = ("users:read", people.Info),
            ["views.publish"] = (null, views.Publish),
            ["views.open"] = (null, views.Open),
            ["views.push"] = (null, views.Push),
            ["views.update"] = (null, views.Update),
            ["assistant.threads.setStatus"] = ("assistant:write", assistant.SetStatus),
            ["assistant.threads.setTitle"] = ("assistant:write", assistant.SetTitle),
            ["assistant.threads.setSuggestedPrompts"] = ("assistant:write", assistant.SetPrompts),
        }.ToImmutableDictionary();
    }

    public async Task HandleAsync(HttpContext context)
    {
        var method = (string)context.Request.RouteValues["method"]!;
        var (arguments, malformed) = await Arguments.ReadAsync(context.Request);
        await _server.Desk.TakeAsync(
            context,
            method,
            number => new ApiCall(number, method, arguments.Without("token", "client_secret", "refresh_token"), _server.Options.Time.GetUtcNow()),
            () => malformed is null ? Run(method, context, arguments) : new Reply(ApiAnswer.Error(malformed)));
    }

    private Reply Run(string method, HttpContext context, Arguments arguments)
    {
        switch (method)
        {
            case "api.test":
                return new Reply(arguments.Text("error") is { } error ? ApiAnswer.Error(error) : ApiAnswer.Ok());
            case "oauth.v2.access":
                return new Reply(_server.OAuth.Access(context.Request.Headers.Authorization.ToString(), arguments));
            case "apps.connections.open":
                return OpenConnection(context);
        }

        if (!_methods.TryGetValue(method, out var known))
        {
            return new Reply(ApiAnswer.Error("unknown_method"));
        }

        var (workspace, refusal) = _server.Tokens.Check(Token(context, arguments));
        if (workspace is null)
        {
            return new Reply(ApiAnswer.Error(refusal!));
        }

        if (known.Scope is { } scope && !workspace.Scopes.Contains(scope))
        {
            return new Reply(MissingScope(workspace, scope));
        }

        if (_server.Limits.Take(workspace.Id, method, arguments.Text("channel")) is { } wait)
        {
            return Reply.RateLimited(wait);
        }

        lock (_server.World.Gate)
        {
            var answer = known.Run(workspace, arguments.Without("token"));
            if (arguments.LacksCharset && answer["ok"]!.GetValue<bool>())
            {
                answer["warning"] = "missing_charset";
            }

            return new Reply(answer) { Scopes = string.Join(',', workspace.Scopes) };
        }
    }

    private Reply OpenConnection(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return new Reply(ApiAnswer.Error("insecure_request"));
        }

        // The token must come in the header here; as a POST parameter it "will result in an error".
        return Token(context, Arguments.None) switch
        {
            null or "" => new Reply(ApiAnswer.Error("not_authed")),
            var token when token.StartsWith("xoxb-", StringComparison.Ordinal) => new Reply(ApiAnswer.Error("not_allowed_token_type")),
            var token when token != _server.AppToken => new Reply(ApiAnswer.Error("invalid_auth")),
            _ when _server.Limits.Take("", "apps.connections.open", null) is { } wait => Reply.RateLimited(wait),
            _ => new Reply(ApiAnswer.Ok(("url", _server.Sockets.NewTicket()))),
        };
    }

    internal static JsonObject MissingScope(Workspace workspace, string scope)
    {
        var answer = ApiAnswer.Error("missing_scope");
        answer["needed"] = scope;
        answer["provided"] = string.Join(',', workspace.Scopes);
        return answer;
    }

    private static string? Token(HttpContext context, Arguments arguments)
    {
        const string Bearer = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.Ordinal))
        {
            return header[Bearer.Length..];
        }

        // In JSON a token is not looked for.
        return arguments.IsJson ? null : arguments.Text("token");
    }
}

/// <summary>What is answered. Immutable.</summary>
internal sealed record Reply(JsonObject Body, int Status = 200) : IReply
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the token may do, which Slack says with every answer.</summary>
    public string? Scopes { get; init; }

    public string Outcome => Body["ok"]?.GetValue<bool>() == true ? "ok" : Body["error"]?.GetValue<string>() ?? "";

    public static Reply RateLimited(TimeSpan wait) => new(ApiAnswer.Error("ratelimited"), StatusCodes.Status429TooManyRequests) { RetryAfter = wait };

    /// <summary>How Slack says that something went wrong on purpose.</summary>
    public static Reply Of(Fault fault) => fault.Kind == FaultKind.RateLimited ? RateLimited(fault.Wait) : new Reply(ApiAnswer.Error(fault.Code));

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        if (Scopes is not null)
        {
            response.Headers["X-OAuth-Scopes"] = Scopes;
        }

        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var bytes = Encoding.UTF8.GetBytes(Body.ToJsonString());
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes);
        await response.CompleteAsync();
    }
}
