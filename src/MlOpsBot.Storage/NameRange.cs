namespace MlOpsBot.Storage;

/// <summary>
/// Names that begin alike, as a range that an index can be asked for. Right where the database compares the column's texts by their
/// bytes in UTF-8, which SQLite does and PostgreSQL does in the collation "C".
/// </summary>
internal static class NameRange
{
    /// <summary>The names that begin with <paramref name="name"/> and go on with one of the separators: from the first on, before the end.</summary>
    /// <param name="name">The beginning.</param>
    /// <param name="first">The first separator.</param>
    /// <param name="last">The last one; those between count too. ASCII: the next character after it must be the next byte.</param>
    public static (string First, string End) Below(string name, char first, char last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(last, '\x7f');
        return (name + first, name + (char)(last + 1));
    }
}
