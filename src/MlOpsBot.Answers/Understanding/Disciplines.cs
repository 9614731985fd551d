namespace MlOpsBot.Answers.Understanding;

/// <summary>
/// Derives a field of work from the name of the person who works in it: "data scientist" gives "data science".
/// "Data engineering" needs no entry: it has the stem of "data engineer".
/// </summary>
internal static class Disciplines
{
    private static readonly (string Person, string[] Fields)[] Endings =
    [
        (" scientist", [" science"]),
        (" analyst", [" analysis", " analytics"]),
        (" developer", [" development"]),
        (" architect", [" architecture"]),
        (" expert", [" expertise"]),
        (" specialist", [""]),
        ("ops engineer", ["ops"]),
    ];

    /// <summary>The fields of work that a role's name or alias implies.</summary>
    public static IEnumerable<string> Of(string roleName)
    {
        foreach (var (person, fields) in Endings)
        {
            if (roleName.EndsWith(person, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var field in fields)
                {
                    // "Model governance specialist" tells a field of work; "ML specialist" would make one of "ML".
                    var name = string.Concat(roleName.AsSpan(0, roleName.Length - person.Length), field);
                    if (field.Length > 0 || name.Contains(' ', StringComparison.Ordinal))
                    {
                        yield return name;
                    }
                }
            }
        }
    }
}
