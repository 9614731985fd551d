using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Migrations;

/// <summary>
/// One change of the schema. Once released, its text never changes; the next change gets the next number. In the text
/// <c>{identity}</c> and <c>{bytes}</c> stand for the two types that the databases name differently, and
/// <c>{postgres}</c> begins a line that is for PostgreSQL alone.
/// </summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>All of this program's, numbered from 1 without a gap.</summary>
    public static ImmutableArray<Migration> All { get; } = ReadAll();

    private const string LeastMark = "-- least: ";

    /// <summary>
    /// The lowest schema that a program has to know to work on this one, which the text's first line says: <c>-- least: 7</c>. Without it, this
    /// one. A migration that only adds what earlier programs need not know keeps the number of the one before it.
    /// </summary>
    public int Least => Sql.StartsWith(LeastMark, StringComparison.Ordinal)
        ? int.Parse(Sql.AsSpan(LeastMark.Length, Sql.IndexOf('\n', StringComparison.Ordinal) - LeastMark.Length), NumberStyles.None, CultureInfo.InvariantCulture)
        : Version;

    public string For(SqlDialect dialect) => Sql
        .Replace("{identity}", dialect.Identity, StringComparison.Ordinal)
        .Replace("{bytes}", dialect.Bytes, StringComparison.Ordinal)
        .Replace("{postgres}", dialect.PostgresLine, StringComparison.Ordinal);

    private static ImmutableArray<Migration> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name))];
    }

    private static Migration Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var version = int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);
        return new Migration(version, name[5..^4], reader.ReadToEnd());
    }
}
