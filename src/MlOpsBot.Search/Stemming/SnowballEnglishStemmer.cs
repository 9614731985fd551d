namespace MlOpsBot.Search;

/// <summary>
/// The Snowball stemmer for English, also called Porter2, as published at
/// https://snowballstem.org/algorithms/english/stemmer.html (the algorithm of Snowball 2.2).
/// Thread safe, without state and without allocation.
/// </summary>
public static class SnowballEnglishStemmer
{
    /// <summary>Writes the stem of a word.</summary>
    /// <param name="word">A word in lower case, with the straight apostrophe.</param>
    /// <param name="stem">Receives the stem, which is never longer than the word; may not overlap it.</param>
    /// <returns>The length of the stem.</returns>
    /// <exception cref="ArgumentException"><paramref name="stem"/> is shorter than the word.</exception>
    public static int Stem(ReadOnlySpan<char> word, Span<char> stem)
    {
        if (stem.Length < word.Length)
        {
            throw new ArgumentException("The stem needs as much room as the word.", nameof(stem));
        }

        if (word.Length <= 2)
        {
            word.CopyTo(stem);
            return word.Length;
        }

        if (Exception(word) is { } known)
        {
            known.CopyTo(stem);
            return known.Length;
        }

        if (word[0] == '\'')
        {
            word = word[1..];
        }

        word.CopyTo(stem);
        var run = new SnowballEnglishWord(stem[..word.Length]);
        run.MarkConsonantY();
        run.MarkRegions();
        run.RemovePlural();
        if (!run.IsSecondException)
        {
            run.RemovePastAndGerund();
            run.ReplaceFinalY();
            run.ShortenDerivation();
            run.ShortenDerivationMore();
            run.RemoveDerivation();
            run.RemoveFinalEOrL();
        }

        run.UnmarkConsonantY();
        return run.Length;
    }

    private static string? Exception(ReadOnlySpan<char> word) => word switch
    {
        "skis" => "ski",
        "skies" => "sky",
        "dying" => "die",
        "lying" => "lie",
        "tying" => "tie",
        "idly" => "idl",
        "gently" => "gentl",
        "ugly" => "ugli",
        "early" => "earli",
        "only" => "onli",
        "singly" => "singl",
        "sky" => "sky",
        "news" => "news",
        "howe" => "howe",
        "atlas" => "atlas",
        "cosmos" => "cosmos",
        "bias" => "bias",
        "andes" => "andes",
        _ => null,
    };
}
