using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>Microsoft's login, as far as client credentials go: gives the bot its tokens. Thread-safe.</summary>
internal sealed class Login(FakeTeamsServer server)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _tokens = [];

    /// <summary>How many tokens were given out.</summary>
    public int Given
    {
        get
        {
            lock (_gate)
            {
                return _tokens.Count;
            }
        }
    }

    /// <summary>Whether the secret has ended.</summary>
    public bool IsSecretExpired { get; set; }

    /// <summary>Whether a certificate's or a platform's assertion is taken in the place of the secret.</summary>
    public Func<string, bool> TakesAssertion { get; set; } = static _ => false;

    /// <summary>Takes back every token that was given out.</summary>
    public void RevokeAll()
    {
        lock (_gate)
        {
            foreach (var token in _tokens.Keys.ToList())
            {
                _tokens[token] = DateTimeOffset.MinValue;
            }
        }
    }

    /// <summary>Whether a request carries a token that was given out and lives.</summary>
    public bool IsValid(string authorization)
    {
        lock (_gate)
        {
            return authorization.StartsWith("Bearer ", StringComparison.Ordinal)
                && _tokens.TryGetValue(authorization["Bearer ".Length..], out var ends)
                && ends > server.Options.Time.GetUtcNow();
        }
    }

    /// <summary>Gives a token out, or says in Microsoft's words why not.</summary>
    internal Reply Give(string tenant, IFormCollection form)
    {
        if (!string.Equals(tenant, server.Options.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            return Error("invalid_request", 90002, $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID.");
        }

        if (form["grant_type"] != "client_credentials")
        {
            return Error("unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
        }

        if (form["client_id"] != server.Options.AppId)
        {
            return Error("unauthorized_client", 700016, $"Application with identifier '{form["client_id"]}' was not found in the directory.");
        }

        if (form["scope"] != "https://api.botframework.com/.default")
        {
            return Error("invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid.");
        }

        if (form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        {
            return TakesAssertion(form["client_assertion"].ToString())
                ? new Reply(StatusCodes.Status200OK, NewToken())
                : Error("invalid_client", 700027, "The certificate with identifier used to sign the client assertion is not registered on application.");
        }

        if (form["client_secret"] != server.ClientSecret)
        {
            return Error("invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.");
        }

        return IsSecretExpired
            ? Error("invalid_client", 7000222, "The provided client secret keys for app are expired.")
            : new Reply(StatusCodes.Status200OK, NewToken());
    }

    /// <summary>What MSAL asks of an authority that it does not know.</summary>
    internal Reply Instance(string tenant) => new(StatusCodes.Status200OK, new JsonObject
    {
        ["tenant_discovery_endpoint"] = new Uri(server.Url, $"{tenant}/v2.0/.well-known/openid-configuration").AbsoluteUri,
        ["api-version"] = "1.1",
        ["metadata"] = new JsonArray(new JsonObject
        {
            ["preferred_network"] = server.Url.Authority,
            ["preferred_cache"] = server.Url.Authority,
            ["aliases"] = new JsonArray(server.Url.Authority),
        }),
    });

    private JsonObject NewToken()
    {
        var token = "eyJ0eXAiOiJKV1QifQ." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)) + ".fake";
        lock (_gate)
        {
            _tokens[token] = server.Options.Time.GetUtcNow() + server.Options.BotTokenLifetime;
        }

        var seconds = (long)server.Options.BotTokenLifetime.TotalSeconds - 1;
        return new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = seconds, ["ext_expires_in"] = seconds, ["access_token"] = token };
    }

    private static Reply Error(string error, int code, string message) => new(
        error == "invalid_client" ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest,
        new JsonObject
        {
            ["error"] = error,
            ["error_description"] = string.Create(CultureInfo.InvariantCulture, $"AADSTS{code}: {message} Trace ID: 0 Correlation ID: 0 Timestamp: 0"),
            ["error_codes"] = new JsonArray(code),
        });
}
