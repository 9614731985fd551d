namespace MlOpsBot.Chat.Conversing;

/// <summary>What is wanted of the bot. Whatever is none of the few words it knows is a question, so nothing is ever wrong.</summary>
public enum CommandVerb
{
    /// <summary>A question.</summary>
    Ask,

    /// <summary><c>help</c>, or nothing at all.</summary>
    Help,

    /// <summary><c>roles</c>: all roles.</summary>
    Roles,

    /// <summary><c>compare</c> alone: which roles is still to be said.</summary>
    Compare,

    /// <summary><c>settings</c>: how this channel is answered.</summary>
    Settings,

    /// <summary><c>tips</c>: a tip a day for this channel; what about it stands in <see cref="CommandWords.Rest"/>.</summary>
    Tips,
}

/// <summary>What was typed to the bot, read. Immutable.</summary>
/// <param name="Verb">What is wanted.</param>
/// <param name="Question">What to ask where it is <see cref="CommandVerb.Ask"/>, and where a platform does not know the verb; empty for <see cref="CommandVerb.Help"/>.</param>
public readonly record struct CommandWords(CommandVerb Verb, string Question)
{
    private const string Comparing = "compare";

    /// <summary>What follows <c>tips</c>; empty for every other verb.</summary>
    public string Rest { get; init; } = "";

    /// <summary>Reads what was typed.</summary>
    /// <param name="text">The text, without the platform's mark-up.</param>
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
            return new CommandWords(CommandVerb.Roles, words.ToString());
        }

        if (Is(words, Comparing))
        {
            return new CommandWords(CommandVerb.Compare, words.ToString());
        }

        if (Is(words, "settings"))
        {
            return new CommandWords(CommandVerb.Settings, words.ToString());
        }

        return TipWords.RestOf(words) is { } rest
            ? new CommandWords(CommandVerb.Tips, words.ToString()) { Rest = rest }
            : new CommandWords(CommandVerb.Ask, PairOf(words) ?? words.ToString());
    }

    private static bool Is(ReadOnlySpan<char> words, string verb) => words.Equals(verb, StringComparison.OrdinalIgnoreCase);

    /// <summary>"compare A, B" as one says it; null where there are not just two.</summary>
    private static string? PairOf(ReadOnlySpan<char> words)
    {
        if (words.Length <= Comparing.Length + 1 || !words.StartsWith(Comparing, StringComparison.OrdinalIgnoreCase) || !char.IsWhiteSpace(words[Comparing.Length]))
        {
            return null;
        }

        var pair = words[(Comparing.Length + 1)..];
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
