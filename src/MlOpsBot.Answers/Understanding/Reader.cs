using MlOpsBot.Answers.Language;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Understanding;

/// <summary>
/// Reads typed words: mends spelling, glues and splits, recognizes cues and the names of roles. Allocates nothing.
/// </summary>
internal static class Reader
{
    private const int LongestGlued = 32;

    /// <summary>The last part of a word that is split is a noun such as "engineer" or "owner": shorter ends are chance.</summary>
    private const int ShortestPart = 5;

    /// <summary>Reads a run of typed words.</summary>
    /// <param name="text">The text as typed.</param>
    /// <param name="tokens">The words of the text.</param>
    /// <param name="range">Which of them to read.</param>
    /// <param name="lexicon">What is known of words.</param>
    /// <param name="reading">Receives the reading; what was there is gone.</param>
    public static void Read(string text, TokenBuffer tokens, Range range, Lexicon lexicon, Reading reading)
    {
        reading.Clear();
        var (start, count) = range.GetOffsetAndLength(tokens.Count);
        var end = start + count;
        for (var i = start; i < end;)
        {
            i += ReadWord(tokens, i, end, lexicon, reading);
        }

        Rewrite(lexicon, reading);
        if (MendInContext(tokens, lexicon, reading))
        {
            Rewrite(lexicon, reading);
        }

        MarkCuePhrases(lexicon, reading);
        NameFinder.Find(text, tokens, lexicon, reading);
        reading.SumUp();
    }

    private static int ReadWord(TokenBuffer tokens, int at, int end, Lexicon lexicon, Reading reading)
    {
        if (at + 1 < end && Glue(tokens, at, lexicon) is >= 0 and var glued)
        {
            reading.Add(glued, lexicon.CueOf(glued), WordState.Joined, at);
            return 2;
        }

        var word = tokens.Word(at);
        var known = lexicon.Find(word, tokens.Stem(at));
        string? meant = null;
        if (known >= 0 && !lexicon.IsForm(word) && reading.MayCorrect() && lexicon.CorrectStray(word, known, out meant) is >= 0 and var other)
        {
            reading.Add(other, lexicon.CueOf(other), WordState.Corrected, at, meant);
        }
        else if (known >= 0)
        {
            reading.Add(known, lexicon.CueOf(known), WordState.Known, at, form: null);
        }
        else if (word.Length == 1 || IsNumber(word))
        {
            reading.Add(-1, Cue.Neutral, WordState.Known, at);
        }
        else if (!Split(word, lexicon, reading, at))
        {
            string? form = null;
            var corrected = reading.MayCorrect() ? lexicon.Correct(word, out form) : -1;
            reading.Add(corrected, corrected < 0 ? Cue.None : lexicon.CueOf(corrected), corrected < 0 ? WordState.Foreign : WordState.Corrected, at, form);
        }

        return 1;
    }

    /// <summary>"ml ops" for "mlops": two typed words that together are one word of a name, where they are not a name's words themselves.</summary>
    private static int Glue(TokenBuffer tokens, int at, Lexicon lexicon)
    {
        var left = tokens.Word(at);
        var right = tokens.Word(at + 1);
        if (left.Length + right.Length is < 5 or > LongestGlued || left.Length < 2 || right.Length < 2)
        {
            return -1;
        }

        Span<char> letters = stackalloc char[LongestGlued];
        left.CopyTo(letters);
        right.CopyTo(letters[left.Length..]);
        return lexicon.FindCompound(letters[..(left.Length + right.Length)]);
    }

    /// <summary>"dataengineer" for "data engineer": a typed word that is two or three words of names, one after the other.</summary>
    private static bool Split(ReadOnlySpan<char> word, Lexicon lexicon, Reading reading, int token)
    {
        if (word.Length < 7 || EnglishWords.Contains(word))
        {
            return false;
        }

        // From the longest left part, so that "mlopsengineer" is not "ml" and something.
        for (var cut = word.Length - ShortestPart; cut >= 2; cut--)
        {
            var left = lexicon.FindCompound(word[..cut]);
            if (left < 0)
            {
                continue;
            }

            var right = lexicon.FindCompound(word[cut..]);
            if (right >= 0)
            {
                reading.Add(left, lexicon.CueOf(left), WordState.Joined, token);
                reading.Add(right, lexicon.CueOf(right), WordState.Joined, token);
                return true;
            }

            if (SplitRest(word[cut..], left, lexicon, reading, token))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SplitRest(ReadOnlySpan<char> rest, int left, Lexicon lexicon, Reading reading, int token)
    {
        for (var cut = rest.Length - ShortestPart; cut >= 3; cut--)
        {
            var middle = lexicon.FindCompound(rest[..cut]);
            var right = middle < 0 ? -1 : lexicon.FindCompound(rest[cut..]);
            if (right >= 0)
            {
                reading.Add(left, lexicon.CueOf(left), WordState.Joined, token);
                reading.Add(middle, lexicon.CueOf(middle), WordState.Joined, token);
                reading.Add(right, lexicon.CueOf(right), WordState.Joined, token);
                return true;
            }
        }

        return false;
    }

    private static void Rewrite(Lexicon lexicon, Reading reading)
    {
        for (var i = 0; i < reading.WordCount; i++)
        {
            var length = lexicon.Rewrites.Longest(reading.Ids, i, out var replacement);
            if (length > 0)
            {
                reading.Replace(i, length, replacement, lexicon);
                i += replacement!.Length - 1;
            }
        }
    }

    /// <summary>
    /// "Machine leaning", "data scienst": a word that is English, or too far off to be corrected by itself, is corrected where
    /// the neighbour leaves no doubt: where the two together are a phrase that is rewritten, or a role's name.
    /// </summary>
    private static bool MendInContext(TokenBuffer tokens, Lexicon lexicon, Reading reading)
    {
        var mended = false;
        for (var i = 0; i < reading.WordCount; i++)
        {
            ref var word = ref reading.Words[i];
            if (word.State is WordState.Corrected or WordState.Joined || lexicon.IsForm(tokens.Word(word.Token)) || !reading.MayCorrect())
            {
                continue;
            }

            var meant = lexicon.CorrectInContext(tokens.Word(word.Token), out var form);
            if (meant >= 0 && meant != word.Id && FitsNeighbours(lexicon, reading, i, meant))
            {
                reading.Correct(i, meant, lexicon.CueOf(meant), form);
                mended = true;
            }
        }

        return mended;
    }

    private static bool FitsNeighbours(Lexicon lexicon, Reading reading, int at, int meant)
    {
        const int longest = 4;
        Span<int> words = stackalloc int[longest];
        for (var from = Math.Max(0, at - longest + 1); from <= at; from++)
        {
            var count = Math.Min(longest, reading.WordCount - from);
            reading.Ids.Slice(from, count).CopyTo(words);
            words[at - from] = meant;
            var reach = Math.Max(lexicon.Names.Longest(words[..count], 0, out _), lexicon.Rewrites.Longest(words[..count], 0, out _));
            if (reach >= 2 && from + reach > at)
            {
                return true;
            }
        }

        return false;
    }

    private static void MarkCuePhrases(Lexicon lexicon, Reading reading)
    {
        for (var i = 0; i < reading.WordCount; i++)
        {
            var length = lexicon.CuePhrases.Longest(reading.Ids, i, out var phrase);
            for (var j = i; j < i + length; j++)
            {
                reading.Words[j].Cues |= phrase!.Cue;
                reading.Words[j].InPhrase = true;
            }
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
        {
            if (!char.IsDigit(letter))
            {
                return false;
            }
        }

        return true;
    }
}
