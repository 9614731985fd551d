namespace MlOpsBot.Slack.Commands;

/// <summary>What follows a slash command. Whatever is none of the few words it knows is a question, so nothing is ever wrong.</summary>
public enum CommandVerb
{
    /// <summary>A question.</summary>
    Ask,

    /// <summary><c>help</c>, or nothing at all.</summary>
    Help,

    /// <summary><c>roles</c>: all roles.</summary>
    Roles,

    /// <summary><c>settings</c>: how this channel is answered.</summary>
    Settings,
}

/// <summary>A slash command's text, read. Immutable.</summary>
/// <param name="Verb">What is wanted.</param>
/// <param name="Question">What to ask; empty unless it is <see cref="CommandVerb.Ask"/>.</param>
public readonly record struct CommandWords(CommandVerb Verb, string Question)
{
    private const string Compare = "compare";

    /// <summary>Reads what was typed.</summary>
    /// <param name="text">The text, without Slack's escapes.</param>
    public static CommandWords Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.AsSpan().Trim();
        if (words.IsEmpty || Is(words, "help") || Is(words, "?"))
        {
            return new CommandWords(CommandVerb.Help, "");
        }

        if (Is(words, "roles"))
        {
            return new CommandWords(CommandVerb.Roles, "");
        }

        if (Is(words, "settings"))
        {
            return new CommandWords(CommandVerb.Settings, "");
        }

        return new CommandWords(CommandVerb.Ask, PairOf(words) ?? words.ToString());
    }

    private static bool Is(ReadOnlySpan<char> words, string verb) => words.Equals(verb, StringComparison.OrdinalIgnoreCase);

    /// <summary>"compare A, B" as one says it; null where there are not just two.</summary>
    private static string? PairOf(ReadOnlySpan<char> words)
    {
        if (words.Length <= Compare.Length + 1 || !words.StartsWith(Compare, StringComparison.OrdinalIgnoreCase) || !char.IsWhiteSpace(words[Compare.Length]))
        {
            return null;
        }

        var pair = words[(Compare.Length + 1)..];
        var comma = pair.IndexOf(',');
        if (comma < 0 || pair[(comma + 1)..].Contains(','))
        {
            return null;
        }

        var left = pair[..comma].Trim();
        var right = pair[(comma + 1)..].Trim();
        return left.IsEmpty || right.IsEmpty ? null : $"compare {left} and {right}";
    }
}
