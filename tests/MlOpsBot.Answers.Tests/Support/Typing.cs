using System.Text;

namespace MlOpsBot.Answers.Tests.Support;

/// <summary>What becomes of a name between the head and the keyboard.</summary>
internal static class Typing
{
    /// <summary>"data engineers".</summary>
    public static string Plural(string name) => name.EndsWith('y') ? $"{name[..^1]}ies" : $"{name}s";

    /// <summary>"dataengineer"; null for a name of one word.</summary>
    public static string? Glued(string name) => name.Contains(' ', StringComparison.Ordinal) ? name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() : null;

    /// <summary>"data-engineer"; null for a name of one word.</summary>
    public static string? Hyphened(string name) => name.Contains(' ', StringComparison.Ordinal) ? name.Replace(' ', '-') : null;

    /// <summary>Each way to drop a letter of the longest word, or to swap two, after the first: "scientsit".</summary>
    public static IEnumerable<string> Slips(string name)
    {
        var word = name.Split(' ', '/', '-').MaxBy(part => part.Length)!;
        var start = name.IndexOf(word, StringComparison.Ordinal);
        for (var i = 1; i < word.Length && word.Length >= 7; i++)
        {
            yield return name.Remove(start + i, 1);
            if (i + 1 < word.Length && word[i] != word[i + 1])
            {
                yield return new StringBuilder(name) { [start + i] = word[i + 1], [start + i + 1] = word[i] }.ToString();
            }
        }
    }
}
