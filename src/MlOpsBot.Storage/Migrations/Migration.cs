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
