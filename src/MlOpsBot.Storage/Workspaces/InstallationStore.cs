using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Storage.Workspaces;

/// <summary>A workspace or tenant in which the bot is installed. Immutable.</summary>
/// <param name="Workspace">Which.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="BotUserId">The bot's own user there, whose messages it ignores; null where the platform gives none.</param>
/// <param name="Settings">What else the adapter keeps with it, readable in the database; opaque here, usually JSON.</param>
/// <param name="Secrets">Its tokens; opaque here, usually JSON. Encrypted in the database.</param>
/// <param name="SecretsExpireAt">When the tokens must have been renewed; null if they do not expire.</param>
/// <param name="InstalledBy">Who installed it, by the platform's id.</param>
/// <param name="InstalledAt">When it was first installed. Ignored when it is given to the store.</param>
/// <param name="Version">Grows with every change of it, from 1. Ignored when it is given to the store.</param>
public sealed record Installation(
    WorkspaceKey Workspace,
    string Name,
    string? BotUserId,
    string Settings,
    Secret Secrets,
    DateTimeOffset? SecretsExpireAt,
    string InstalledBy,
    DateTimeOffset InstalledAt = default,
    long Version = 0);

/// <summary>Where the bot is installed. Installing and removing leave a line in the audit. Thread-safe.</summary>
public sealed class InstallationStore
{
    private readonly IDatabase _database;
    private readonly ISecretProtector _secrets;
    private readonly TimeProvider _time;

    internal InstallationStore(IDatabase database, ISecretProtector secrets, TimeProvider time)
    {
        _database = database;
        _secrets = secrets;
        _time = time;
    }

    /// <summary>Stores an installation, in place of an earlier one of the same workspace.</summary>
    public Task SaveAsync(Installation installation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(installation);
        var workspace = installation.Workspace.Checked();
        var parameters = new
        {
            workspace.Platform,
            Workspace = workspace.Id,
            Name = installation.Name.Stored(),
            BotUser = installation.BotUserId?.Stored(),
            Settings = installation.Settings.Stored(),
            Secrets = Protect(workspace, installation.Secrets),
            SecretsExpireAt = installation.SecretsExpireAt?.Stored(),
            InstalledBy = installation.InstalledBy.Stored(),
            Now = _time.GetUtcNow().Stored(),
        };
        var entry = new AuditEntry(workspace, installation.InstalledBy, AuditActions.Install, workspace.Id, "");
        return _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO installation (platform, workspace, name, bot_user, settings, secrets, secrets_expire_at, version, installed_by, installed_at)
                    VALUES (@Platform, @Workspace, @Name, @BotUser, @Settings, @Secrets, @SecretsExpireAt, 1, @InstalledBy, @Now)
                    ON CONFLICT (platform, workspace) DO UPDATE SET
                      name = excluded.name, bot_user = excluded.bot_user, settings = excluded.settings, secrets = excluded.secrets,
                      secrets_expire_at = excluded.secrets_expire_at, version = installation.version + 1, installed_by = excluded.installed_by
                    """,
                    parameters);
                return await AuditLog.InsertAsync(session, entry, _time.GetUtcNow());
            },
            cancellation);
    }

    /// <summary>
    /// Replaces the tokens after they were renewed, unless somebody else did so first: renewal tokens are good for one use,
    /// and the later writer may hold the older tokens. False then, or if the installation is gone: read it again.
    /// </summary>
    /// <param name="workspace">Which.</param>
    /// <param name="version">The version that the old tokens were read with.</param>
    /// <param name="secrets">The new ones.</param>
    /// <param name="expireAt">When they must have been renewed; null if they do not expire.</param>
    /// <param name="cancellation">Gives up before they are stored.</param>
    public async Task<bool> RotateAsync(
        WorkspaceKey workspace, long version, Secret secrets, DateTimeOffset? expireAt, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var parameters = new
        {
            workspace.Platform,
            Workspace = workspace.Id,
            Version = version,
            Secrets = Protect(workspace, secrets),
            ExpireAt = expireAt?.Stored(),
        };
        return await _database.WriteAsync(
            session => session.ExecuteAsync(
                """
                UPDATE installation SET secrets = @Secrets, secrets_expire_at = @ExpireAt, version = version + 1
                WHERE platform = @Platform AND workspace = @Workspace AND version = @Version
                """,
                parameters),
            cancellation) == 1;
    }

    /// <summary>An installation with its tokens; null if the bot is not installed there.</summary>
    /// <exception cref="StorageException">Also if the tokens cannot be decrypted: <see cref="StorageFailure.SecretUnreadable"/>.</exception>
    public async Task<Installation?> FindAsync(WorkspaceKey workspace, CancellationToken cancellation = default)
    {
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<InstallationRow>(
                $"SELECT {InstallationRow.Columns} FROM installation WHERE platform = @Platform AND workspace = @Workspace",
                new { workspace.Platform, Workspace = workspace.Id }),
            cancellation);
        return row is null ? null : Read(workspace, row);
    }

    /// <summary>Every workspace of a platform in which the bot is installed, in no particular order.</summary>
    public async Task<ImmutableArray<WorkspaceKey>> ListAsync(string platform, CancellationToken cancellation = default)
    {
        var ids = await _database.ReadAsync(
            session => session.QueryAsync<string>("SELECT workspace FROM installation WHERE platform = @Platform", new { Platform = platform }),
            cancellation);
        return [.. ids.Select(id => new WorkspaceKey(platform, id))];
    }

    /// <summary>Removes an installation with its tokens: it was uninstalled, or its tokens were revoked. False if there was none.</summary>
    /// <param name="workspace">Which.</param>
    /// <param name="by">Who did it, by the platform's id, or the platform's name.</param>
    /// <param name="cancellation">Gives up before it is removed.</param>
    public Task<bool> RemoveAsync(WorkspaceKey workspace, string by, CancellationToken cancellation = default) => _database.WriteAsync(
        async session =>
        {
            var removed = await session.ExecuteAsync(
                "DELETE FROM installation WHERE platform = @Platform AND workspace = @Workspace",
                new { workspace.Platform, Workspace = workspace.Id }) == 1;
            if (removed)
            {
                await AuditLog.InsertAsync(session, new AuditEntry(workspace, by, AuditActions.Uninstall, workspace.Id, ""), _time.GetUtcNow());
            }

            return removed;
        },
        cancellation);

    // A token that was moved to another workspace's row does not open there. Lengths keep two keys from reading alike.
    internal static string Context(WorkspaceKey workspace)
        => $"installation:{workspace.Platform.Length}:{workspace.Platform}:{workspace.Id}";

    private byte[] Protect(WorkspaceKey workspace, Secret secrets)
        => _secrets.Protect(Encoding.UTF8.GetBytes(secrets.Reveal()), Context(workspace));

    private Installation Read(WorkspaceKey workspace, InstallationRow row)
    {
        var secrets = _secrets.Unprotect(row.Secrets, Context(workspace)) ?? throw new StorageException(
            StorageFailure.SecretUnreadable,
            $"The tokens of {workspace} cannot be decrypted: they were stored with another key, or altered. Configure that key after the current one, or install the bot there again.");
        return new Installation(
            workspace,
            row.Name,
            row.BotUser,
            row.Settings,
            new Secret(Encoding.UTF8.GetString(secrets)),
            row.SecretsExpireAt?.Time(),
            row.InstalledBy,
            row.InstalledAt.Time(),
            row.Version);
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class InstallationRow
    {
        public const string Columns =
            "name AS Name, bot_user AS BotUser, settings AS Settings, secrets AS Secrets, secrets_expire_at AS SecretsExpireAt, "
            + "version AS Version, installed_by AS InstalledBy, installed_at AS InstalledAt";

        public string Name { get; init; } = "";

        public string? BotUser { get; init; }

        public string Settings { get; init; } = "";

        public byte[] Secrets { get; init; } = [];

        public long? SecretsExpireAt { get; init; }

        public long Version { get; init; }

        public string InstalledBy { get; init; } = "";

        public long InstalledAt { get; init; }
    }
}
