namespace MlOpsBot.Teams.Rendering;

/// <summary>
/// What was shown before on a card that changes in place, the latest first: what "Back" opens, and what "Back" opens after that.
/// It travels in the buttons as lines, so that nothing needs to be remembered. Comes back through the client: any text is safe.
/// </summary>
internal static class BackTrail
{
    /// <summary>Steps back that are remembered.</summary>
    private const int MostSteps = 4;

    /// <summary>Characters of all of them: they stand in every button.</summary>
    private const int MostCharacters = 240;

    private const char Separator = '\n';

    /// <summary>What "Back" opens; null where there is nothing.</summary>
    public static string? First(string? trail) => Split(trail) is [var first, ..] ? first : null;

    /// <summary>What is before that; null where nothing is.</summary>
    public static string? Rest(string? trail) => Join(Split(trail).Skip(1));

    /// <summary>The trail one step on.</summary>
    /// <param name="target">What is shown now; null where nothing opens it again: then "Back" leads past it.</param>
    /// <param name="trail">What was shown before.</param>
    public static string? Push(string? target, string? trail) => Join(target is null ? Split(trail) : Split(trail).Prepend(target));

    private static string[] Split(string? trail) =>
        trail is null ? [] : trail.Split(Separator, MostSteps + 1, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Join(IEnumerable<string> steps)
    {
        var kept = new List<string>(MostSteps);
        var length = 0;
        foreach (var step in steps.Take(MostSteps))
        {
            length += step.Length + 1;
            if (length > MostCharacters)
            {
                break;
            }

            kept.Add(step);
        }

        return kept.Count == 0 ? null : string.Join(Separator, kept);
    }
}
