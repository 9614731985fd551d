using MlOpsBot.Search.Unicode;

namespace MlOpsBot.Search;

/// <summary>
/// Turns text into words: the same way for documents and for questions, so that they meet.
/// Thread safe; the state is in the <see cref="TokenBuffer"/> that the caller owns.
/// </summary>
/// <remarks>
/// Words are found by the rules of Unicode Standard Annex #29 and kept where they hold a letter or a digit. The annex
/// leaves it to programs to tailor three signs that it takes for inner parts of a word; here low lines, colons and
/// full stops between letters divide, since people type "model_monitoring", "note:retraining" and "the model.Who". A full
/// stop beside a single letter ("e.g", "u.s") stays. Each word is then normalized by compatibility (NFKC), case folded,
/// freed of accents, invisible characters and the English possessive, and stemmed by <see cref="SnowballEnglishStemmer"/>.
/// Any input is safe, broken surrogates included, and takes time in proportion to its length.
/// </remarks>
public static class Analyzer
{
    /// <summary>How many UTF-16 units of a text are read; the rest is left aside. No question and no card comes near.</summary>
    public const int MaxTextLength = 1 << 17;

    /// <summary>How many UTF-16 units of a word count; the rest of a longer one is left aside.</summary>
    public const int MaxWordLength = 64;

    /// <summary>Analyzes a text into a buffer, replacing what was there.</summary>
    /// <param name="text">Any text, of which <see cref="MaxTextLength"/> characters are read.</param>
    /// <param name="tokens">Receives the words, at most <see cref="TokenBuffer.Capacity"/> of them.</param>
    public static void Analyze(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        tokens.Clear();
        var words = new Words(text[..Math.Min(text.Length, MaxTextLength)]);
        while (words.MoveNext())
        {
            var word = text.Slice(words.Start, words.Length);
            var start = 0;
            for (var i = 0; i <= word.Length; i++)
            {
                if (i < word.Length && !Divides(word, i))
                {
                    continue;
                }

                if (i > start && !TryAdd(word[start..i], words.Start + start, tokens))
                {
                    return;
                }

                start = i + 1;
            }
        }
    }

    private static bool Divides(ReadOnlySpan<char> word, int index)
    {
        var sign = word[index];
        if (char.IsAsciiLetterOrDigit(sign))
        {
            return false;
        }

        return sign switch
        {
            '_' or '\u203F' or '\u2040' or '\u2054' or '\uFE33' or '\uFE34' or '\uFE4D' or '\uFE4E' or '\uFE4F' or '\uFF3F' or '\u202F' => true,
            ':' or '\uFE13' or '\uFE55' or '\uFF1A' => true,
            '.' or '\u2024' or '\uFE52' or '\uFF0E' =>
                index >= 2 && index + 2 < word.Length
                && char.IsLetter(word[index - 2]) && char.IsLetter(word[index - 1])
                && char.IsLetter(word[index + 1]) && char.IsLetter(word[index + 2]),
            _ => false,
        };
    }

    /// <summary>Adds a word in its form; false where the buffer is full.</summary>
    private static bool TryAdd(ReadOnlySpan<char> source, int start, TokenBuffer tokens)
    {
        var counted = source.Length <= MaxWordLength ? source : WithoutHalfACharacter(source[..MaxWordLength]);
        Span<char> form = stackalloc char[WordForm.MaxLength];
        var word = form[..WordForm.Write(counted, form)];
        if (!HasLetterOrDigit(word))
        {
            return true;
        }

        Span<char> stem = stackalloc char[WordForm.MaxLength];
        var stemLength = SnowballEnglishStemmer.Stem(word, stem);
        return tokens.TryAdd(word, stem[..stemLength], start, source.Length);
    }

    private static ReadOnlySpan<char> WithoutHalfACharacter(ReadOnlySpan<char> word) =>
        char.IsHighSurrogate(word[^1]) ? word[..^1] : word;

    private static bool HasLetterOrDigit(ReadOnlySpan<char> word)
    {
        foreach (var character in word)
        {
            // Half a pair is part of a letter: nothing else of the higher planes is left in a form.
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                return true;
            }
        }

        return false;
    }
}
