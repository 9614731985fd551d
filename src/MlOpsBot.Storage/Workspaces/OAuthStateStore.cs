using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Storage.Workspaces;

/// <summary>A state for one install, to be sent out in two ways. Immutable.</summary>
/// <param name="State">Goes to the platform as <c>state</c> and comes back with it.</param>
/// <param name="Browser">Goes to the browser as a cookie and comes back with it: the install ends where it began.</param>
public sealed record OAuthState(Secret State, Secret Browser);

/// <summary>What redeeming a state came to.</summary>
public enum RedeemOutcome
{
    /// <summary>It is good, and used up now.</summary>
    Accepted,

    /// <summary>It was never issued, was used before, or its time was up and it is gone.</summary>
    Unknown,

    /// <summary>Its time was up.</summary>
    Expired,

    /// <summary>It came back in another browser; it is used up all the same.</summary>
    OtherBrowser,
}

/// <summary>What redeeming a state came to. Immutable.</summary>
/// <param name="Outcome">Whether to go on.</param>
/// <param name="Payload">What it was issued with; null unless accepted.</param>
public sealed record Redemption(RedeemOutcome Outcome, string? Payload);

/// <summary>
/// States of OAuth installs (RFC 6749, 10.12): random, expiring, good for one use, tied to a browser. Only their hashes are
/// stored. Thread-safe, across replicas too.
/// </summary>
public sealed class OAuthStateStore
{
    private readonly IDatabase _database;
    private readonly TimeProvider _time;

    internal OAuthStateStore(IDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>Issues a state.</summary>
    /// <param name="platform">For which platform's install.</param>
    /// <param name="lifetime">For how long; more than zero, usually ten minutes.</param>
    /// <param name="payload">What to hand back when it is redeemed; opaque, readable in the database.</param>
    /// <param name="cancellation">Gives up before it is stored.</param>
    public async Task<OAuthState> IssueAsync(
        string platform, TimeSpan lifetime, string payload = "", CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(platform);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var (state, browser) = (NewToken(), NewToken());
        var parameters = new
        {
            Platform = platform,
            StateHash = Hash(state),
            BrowserHash = Hash(browser),
            Payload = payload.Stored(),
            ExpiresAt = (_time.GetUtcNow() + lifetime).Stored(),
        };
        await _database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO oauth_state (platform, state_hash, browser_hash, payload, expires_at)
                VALUES (@Platform, @StateHash, @BrowserHash, @Payload, @ExpiresAt)
                """,
                parameters),
            cancellation);
        return new OAuthState(new Secret(state), new Secret(browser));
    }

    /// <summary>Redeems a state that came back, and uses it up whatever comes out.</summary>
    /// <param name="platform">From which platform.</param>
    /// <param name="state">As it came back from the platform.</param>
    /// <param name="browser">As it came back in the cookie; null without a cookie.</param>
    /// <param name="cancellation">Gives up before it is used.</param>
    public async Task<Redemption> RedeemAsync(string platform, string state, string? browser, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        var row = await _database.WriteAsync(
            session => session.QuerySingleOrDefaultAsync<StateRow>(
                """
                DELETE FROM oauth_state WHERE platform = @Platform AND state_hash = @StateHash
                RETURNING browser_hash AS BrowserHash, payload AS Payload, expires_at AS ExpiresAt
                """,
                new { Platform = platform, StateHash = Hash(state) }),
            cancellation);
        return row switch
        {
            null => new Redemption(RedeemOutcome.Unknown, null),
            _ when row.ExpiresAt <= _time.GetUtcNow().Stored() => new Redemption(RedeemOutcome.Expired, null),
            _ when row.BrowserHash != Hash(browser ?? "") => new Redemption(RedeemOutcome.OtherBrowser, null),
            _ => new Redemption(RedeemOutcome.Accepted, row.Payload),
        };
    }

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    // The tokens are 256 random bits: a plain hash cannot be searched, and comparing hashes tells no timing.
    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class StateRow
    {
        public string BrowserHash { get; init; } = "";

        public string Payload { get; init; } = "";

        public long ExpiresAt { get; init; }
    }
}
