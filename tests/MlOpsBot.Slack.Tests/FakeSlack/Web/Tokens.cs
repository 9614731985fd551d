namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>What a token allows. Immutable.</summary>
/// <param name="Token">The token.</param>
/// <param name="Workspace">Where it acts.</param>
/// <param name="Expires">When it ends; null for never.</param>
internal sealed record TokenGrant(string Token, Workspace Workspace, DateTimeOffset? Expires)
{
    public bool IsRevoked { get; init; }
}

/// <summary>Every bot token that was ever given out. Thread-safe.</summary>
internal sealed class Tokens(FakeSlackOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TokenGrant> _grants = [];

    public void Add(string token, Workspace workspace, DateTimeOffset? expires)
    {
        lock (_gate)
        {
            _grants[token] = new TokenGrant(token, workspace, expires);
        }
    }

    public void Revoke(string token)
    {
        lock (_gate)
        {
            _grants[token] = _grants[token] with { IsRevoked = true };
        }
    }

    /// <summary>All tokens of a workspace.</summary>
    public void RevokeAll(Workspace workspace)
    {
        lock (_gate)
        {
            foreach (var token in _grants.Values.Where(grant => grant.Workspace == workspace).Select(grant => grant.Token).ToList())
            {
                Revoke(token);
            }
        }
    }

    /// <summary>The workspace that a token acts in, or Slack's error.</summary>
    public (Workspace? Workspace, string? Error) Check(string? token)
    {
        lock (_gate)
        {
            if (string.IsNullOrEmpty(token))
            {
                return (null, "not_authed");
            }

            if (token == options.AppToken)
            {
                return (null, "not_allowed_token_type");
            }

            if (!_grants.TryGetValue(token, out var grant))
            {
                return (null, "invalid_auth");
            }

            if (grant.IsRevoked || !grant.Workspace.IsInstalled)
            {
                return (null, "token_revoked");
            }

            return grant.Expires <= options.Time.GetUtcNow() ? (null, "token_expired") : (grant.Workspace, null);
        }
    }
}
