using System.Collections.Immutable;

namespace MlOpsBot.Storage.Workspaces;

/// <summary>
/// Every administrative action that leaves a line in the audit, by its word. What somebody was refused stands there under the same
/// word with " refused" behind it.
/// </summary>
public static class AuditActions
{
    /// <summary>How a channel is answered was changed; the subject is the channel.</summary>
    public const string ChannelRule = "channel-rule";

    /// <summary>A channel's tips were changed in any way; the subject is the channel.</summary>
    public const string Tips = "tips";

    /// <summary>Who may change tips was changed; the subject is the workspace.</summary>
    public const string TipsAccess = "tips-access";

    /// <summary>The bot was installed; the subject is the workspace.</summary>
    public const string Install = "install";

    /// <summary>The bot was uninstalled, or its tokens were revoked; the subject is the workspace.</summary>
    public const string Uninstall = "uninstall";

    /// <summary>The store was moved to another database, by a command; the subject is that database.</summary>
    public const string StoreMove = "store-move";

    /// <summary>A backup was taken by a command, and with it what opens the stored tokens; the subject is where it lies.</summary>
    public const string StoreBackup = "store-backup";

    /// <summary>The bot noticed that the store was restored from a backup.</summary>
    public const string StoreRestored = "store-restored";

    /// <summary>What was past its time was deleted, by the bot; the subject is the table of retention.</summary>
    public const string Purge = "purge";

    /// <summary>Options were changed in files; the subject is "options", the detail names them, after "at the next start: " where they are not in effect yet.</summary>
    public const string Options = "options";

    private const string RefusedSuffix = " refused";

    /// <summary>Whose lines those are that are about the bot as a whole.</summary>
    public static WorkspaceKey Bot { get; } = new("bot", "all");

    /// <summary>The bot itself, where nobody told it to.</summary>
    public static string Itself => "bot";

    /// <summary>Whoever typed a command on the machine.</summary>
    public static string Typed => $"cli:{Environment.UserName}";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [ChannelRule, Tips, TipsAccess, Install, Uninstall, StoreMove, StoreBackup, StoreRestored, Purge, Options];

    /// <summary>The word for an action that somebody was refused.</summary>
    public static string Refused(string action) => action + RefusedSuffix;

    /// <summary>The action and whether it was refused, of what stands in the audit.</summary>
    public static (string Action, bool IsRefused) Read(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.EndsWith(RefusedSuffix, StringComparison.Ordinal) ? (stored[..^RefusedSuffix.Length], true) : (stored, false);
    }
}
