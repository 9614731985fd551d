using MlOpsBot.Storage.Secrets;
using Npgsql;

namespace MlOpsBot.Storage.Tests.Support;

/// <summary>Where a test's stores keep their data: a fresh place for each test, gone afterwards.</summary>
public abstract class StorePlace : IAsyncDisposable
{
    public abstract ValueTask<StorageOptions> CreateAsync();

    public abstract ValueTask DisposeAsync();
}

public sealed class SqlitePlace : StorePlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bot-store-").FullName;

    public override ValueTask<StorageOptions> CreateAsync()
        => new(new StorageOptions { DataFolder = _folder, ReplicaName = "test", BusyTimeout = TimeSpan.FromSeconds(30) });

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class PostgresPlace(PostgresCluster cluster) : StorePlace
{
    private string? _connectionString;

    public override async ValueTask<StorageOptions> CreateAsync()
    {
        _connectionString = await cluster.CreateDatabaseAsync();
        return new StorageOptions { PostgresConnectionString = _connectionString, ReplicaName = "test" };
    }

    public override ValueTask DisposeAsync()
    {
        if (_connectionString is not null)
        {
            using var connection = new NpgsqlConnection(_connectionString);
            NpgsqlConnection.ClearPool(connection);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>What every test of the store begins with: a place, a clock, and a store in it.</summary>
public abstract class StoreSuite(StorePlace place) : IAsyncLifetime
{
    private readonly List<Store> _opened = [];

    private protected static readonly WorkspaceKey Here = new("slack", "T1");
    private protected static readonly WorkspaceKey Elsewhere = new("slack", "T2");
    private protected static readonly string Key = AesGcmSecretProtector.NewKey();

    private protected ManualTime Time { get; } = new();

    private protected StorageOptions Options { get; private set; } = new();

    private protected Store Store { get; private set; } = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Options = await place.CreateAsync();
        Store = await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }

        await place.DisposeAsync();
    }

    /// <summary>Another replica on the same data.</summary>
    private protected async Task<Store> OpenAsync(StorageOptions? options = null, ISecretProtector? secrets = null)
        => Opened(await Store.OpenAsync(options ?? Options, secrets ?? AesGcmSecretProtector.FromBase64(Key), Time, Cancellation));

    /// <summary>Sees to it that a store is closed at the end.</summary>
    private protected Store Opened(Store store)
    {
        lock (_opened)
        {
            _opened.Add(store);
        }

        return store;
    }

    private protected Task<IReadOnlyList<T>> RawAsync<T>(string sql)
        => Store.Database.ReadAsync(session => session.QueryAsync<T>(sql), Cancellation);

    private protected Task RawAsync(string sql) => Store.Database.WriteAsync(session => session.ExecuteAsync(sql), Cancellation);
}
