using MlOpsBot.Wire;

namespace MlOpsBot.Serving;

/// <summary>Why a bot is not simply ready. Says nothing that a stranger may not know: the log and <c>mlopsbot doctor</c> say more. Immutable.</summary>
/// <param name="Name">The same in every version; probes and alerts go by it.</param>
/// <param name="Text">The same in a sentence.</param>
/// <param name="TakesAway">Whether it helps that nothing more is sent to this replica (503): another one does better.</param>
internal sealed record HealthReason(string Name, string Text, bool TakesAway)
{
    /// <summary>It has not begun to listen, or its services have not begun to work.</summary>
    public static readonly HealthReason Starting = new("starting", "The bot is starting.", TakesAway: true);

    /// <summary>It was told to stop.</summary>
    public static readonly HealthReason Stopping = new("stopping", "The bot is stopping: what it has taken is being finished.", TakesAway: true);

    /// <summary>Nothing can be recorded, so nothing may be acknowledged: another replica, or Slack's next attempt, does better.</summary>
    public static readonly HealthReason StoreSilent = new("store-silent", "The store does not answer, so nothing can be taken.", TakesAway: true);

    // A broken edit is the keeper's to mend; the last good knowledge goes on serving. A socket that is being opened anew, a secret that
    // has ended, keys out of reach: taking the replica away would mend none of them.
    public static readonly HealthReason KnowledgeBroken = new("knowledge-broken", "An edit of the knowledge has errors; the last version without goes on answering.", TakesAway: false);

    public static readonly HealthReason OptionsBroken = new("options-broken", "An edit of options or secrets has faults; those before it go on.", TakesAway: false);

    public static readonly HealthReason TeamsCredential = new("teams-credential", "The bot gets no token for Teams: it hears people there and cannot answer.", TakesAway: false);

    public static readonly HealthReason TeamsKeys = new("teams-keys", "There are no keys to check Teams' requests with, so none is taken.", TakesAway: false);

    public static readonly HealthReason SlackLink = new("slack-link", "Slack gives no link for Socket Mode: nothing is heard there that way.", TakesAway: false);

    public HealthReasonDocument Document => new(Name, Text);
}
