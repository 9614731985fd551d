using MlOpsBot.Storage;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether a PostgreSQL server is what the bot needs.</summary>
/// <param name="check">The check's name.</param>
internal sealed class PostgresJudge(string check)
{
    /// <summary>The oldest version that the store's SQL runs on.</summary>
    public const int OldestVersion = 12;

    /// <summary>Clocks of server and replicas may differ by a small part of the shortest lease, 2 seconds to 10 minutes; this much shows.</summary>
    public static readonly TimeSpan MostApart = TimeSpan.FromSeconds(5);

    /// <summary>All that is to be said.</summary>
    /// <param name="facts">What the server says.</param>
    /// <param name="mustCreate">Whether the next start has tables to make or to change.</param>
    public IEnumerable<Diagnosed> Judge(PostgresFacts facts, bool mustCreate) => [.. Server(facts, mustCreate), .. Sharing(facts)];

    private IEnumerable<Diagnosed> Server(PostgresFacts facts, bool mustCreate)
    {
        if (facts.Version < OldestVersion)
        {
            yield return Diagnosed.Unusable(check, FindingCode.PostgresOld, $"PostgreSQL {facts.Version} is too old: the store needs version {OldestVersion} or later.", "Update the server.");
        }

        if (facts.IsReadOnly)
        {
            yield return Diagnosed.Unusable(
                check, FindingCode.PostgresReadOnly, "The server takes no writes: it is a standby, or the database or the user is set to read only.",
                "Point MlOpsBot:Storage:PostgresConnectionString to the primary server (Host=a,b;Target Session Attributes=primary finds it).");
        }
        else if (mustCreate && !facts.MayCreate)
        {
            yield return Diagnosed.Unusable(
                check, FindingCode.PostgresRights, "The user may not make tables, and the next start has some to make or to change.",
                "GRANT CREATE ON SCHEMA public TO the user, or ALTER DATABASE … OWNER TO it.");
        }

        if (facts is { IsEncrypted: false, IsLocal: false })
        {
            yield return Diagnosed.Warning(
                check, FindingCode.PostgresPlain, "The connection to the server is not encrypted: questions, tokens' ciphers and the password's proof cross the network readable.",
                "Add SSL Mode=VerifyFull (or Require, where the server's certificate is its own) to the connection string.");
        }
    }

    private IEnumerable<Diagnosed> Sharing(PostgresFacts facts)
    {
        if (facts.Ahead.Duration() > MostApart)
        {
            yield return Diagnosed.Warning(
                check, FindingCode.PostgresClock,
                $"The server's clock is {facts.Ahead.Duration().TotalSeconds:0} seconds {(facts.Ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's: one of them is wrong, and replicas must agree on the time.",
                "Have both clocks set by the network.");
        }

        var left = facts.MostConnections - facts.Connections;
        if (facts.PoolSize > facts.MostConnections)
        {
            yield return Diagnosed.Warning(
                check, FindingCode.PostgresConnections,
                $"Each replica may open {(facts.PoolSize == int.MaxValue ? "any number of" : facts.PoolSize)} connections, and the server takes {facts.MostConnections} from all together, of which {facts.Connections} are open.",
                $"Add Maximum Pool Size={Math.Max(5, facts.MostConnections / 4)} to the connection string, for up to three replicas and one that replaces another.");
        }
        else if (left < 5)
        {
            yield return Diagnosed.Warning(
                check, FindingCode.PostgresConnections, $"The server has {Math.Max(0, left)} of {facts.MostConnections} connections left.", "Raise max_connections, or lower Maximum Pool Size of those who share it.");
        }
    }
}
