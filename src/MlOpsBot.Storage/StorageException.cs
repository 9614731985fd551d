using System.Diagnostics.CodeAnalysis;

namespace MlOpsBot.Storage;

/// <summary>Why the store could not do its work, named by who has to do what next.</summary>
public enum StorageFailure
{
    /// <summary>Somebody else holds the database for longer than the store waits. Trying again helps.</summary>
    Busy,

    /// <summary>The database server does not answer, or went away. Trying again may help; else start it or correct the address.</summary>
    Unreachable,

    /// <summary>The disk, or the file's size limit, is full. An operator frees space; then trying again helps.</summary>
    Full,

    /// <summary>The folder or the file cannot be opened or written. An operator grants the rights.</summary>
    NotWritable,

    /// <summary>The file is damaged, or no database at all. An operator restores a backup or moves the file away.</summary>
    Corrupt,

    /// <summary>The file was deleted, moved or replaced while it was open. An operator puts it back, and starts the bot again.</summary>
    Gone,

    /// <summary>The server refuses the user, the password, the database's name or a right. An operator corrects that.</summary>
    Refused,

    /// <summary>The database fails in a way that has no name here: tables dropped or changed under the bot, an inner fault of the server. An operator looks the code up; then trying again helps.</summary>
    Unforeseen,

    /// <summary>A newer version of the program has changed the database. An operator runs that version, or restores a backup.</summary>
    NewerThanProgram,

    /// <summary>An option is out of its range. An operator corrects the configuration.</summary>
    Misconfigured,

    /// <summary>A stored secret was encrypted with a key that is not configured, or was altered.</summary>
    SecretUnreadable,
}

/// <summary>
/// The one exception that the store throws for what can go wrong outside the program. Its message is one or two plain
/// sentences for an operator: what happened, and what to do. It never holds a password, a token or a user's words.
/// </summary>
[SuppressMessage("Roslynator", "RCS1194", Justification = "A failure without a name would be of no use to whoever catches it.")]
public sealed class StorageException : Exception
{
    /// <summary>Names a failure.</summary>
    /// <param name="failure">Who has to do what next.</param>
    /// <param name="message">What happened and what to do, for an operator.</param>
    /// <param name="innerException">What the database's driver said, if it said anything.</param>
    public StorageException(StorageFailure failure, string message, Exception? innerException = null)
        : base(message, innerException)
        => Failure = failure;

    /// <summary>Who has to do what next.</summary>
    public StorageFailure Failure { get; }

    /// <summary>Whether it may be one connection alone that broke, as where a firewall cuts those that are idle; the next call gets another.</summary>
    internal bool IsOfOneConnection { get; init; }

    /// <summary>Whether the same call may succeed a moment later without anybody's help.</summary>
    public bool IsTemporary => Failure is StorageFailure.Busy or StorageFailure.Unreachable;
}
