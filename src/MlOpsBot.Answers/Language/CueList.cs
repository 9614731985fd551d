using System.Reflection;

namespace MlOpsBot.Answers.Language;

/// <summary>The phrases of <c>cues.txt</c> with their classes, as text; the lexicon turns them into stems.</summary>
internal static class CueList
{
    /// <summary>Marks a word that counts in just the form given.</summary>
    public const char Exact = '=';

    /// <summary>Reads the list that is built into the program.</summary>
    public static IEnumerable<(string Phrase, Cue Cue)> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("cues.txt")
            ?? throw new InvalidOperationException("The program was built without cues.txt.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var cue = Enum.Parse<Cue>(line.AsSpan(0, colon), ignoreCase: true);
            foreach (var phrase in line[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                yield return (phrase, cue);
            }
        }
    }
}
