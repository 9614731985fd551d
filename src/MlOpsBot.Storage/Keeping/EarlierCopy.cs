using System.Globalization;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Keeping;

/// <summary>The copy of a SQLite store that is kept before its schema is changed: the way back to the program before.</summary>
internal static class EarlierCopy
{
    private const string Prefix = "mlopsbot.before-";

    /// <summary>How many are kept: the way back, and one more.</summary>
    public const int Kept = 2;

    /// <summary>Makes the copy beside the store, marked as a backup, and deletes the oldest beyond <see cref="Kept"/>.</summary>
    /// <param name="path">The store, which has an older schema.</param>
    /// <param name="version">The schema that it is brought to, which the copy is named after: <c>mlopsbot.before-7.db</c>.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task KeepAsync(string path, int version, DateTimeOffset now, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(path)!;
        var copy = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{version}.db"));
        var aside = $"{copy}.{Guid.NewGuid():N}.part";
        try
        {
            await SqliteCopy.MakeAsync(path, aside, cancellation);
            await using (var made = await SqliteCopy.OpenAsync(aside, cancellation))
            {
                if ((await made.RunAsync(session => Migrations.SchemaLine.ReadAsync(session), cancellation)).Version >= version)
                {
                    // Another program was faster, and has kept what was before.
                    return;
                }

                await made.RunAsync(session => session.ExecuteAsync(Migrations.SchemaLine.MarkTable), cancellation);
                await made.RunAsync(session => RestoreNotice.MarkAsync(session, now), cancellation);
            }

            OwnedFile.Flush(aside);
            File.Move(aside, copy, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFailure.NotWritable, $"A copy of {path} cannot be kept before its schema is changed, and nothing was changed: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(aside);
        }

        foreach (var old in Directory.GetFiles(folder, Prefix + "*.db").OrderByDescending(NumberOf).Skip(Kept))
        {
            File.Delete(old);
        }
    }

    private static int NumberOf(string file)
        => int.TryParse(Path.GetFileNameWithoutExtension(file).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
