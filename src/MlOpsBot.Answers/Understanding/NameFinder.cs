using MlOpsBot.Answers.Language;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Understanding;

/// <summary>Recognizes the names of roles among words that are read, and tells them from other people's professions. Allocates nothing.</summary>
internal static class NameFinder
{
    /// <summary>Adds the mentions of roles to a reading, and notes other professions.</summary>
    public static void Find(string text, TokenBuffer tokens, Lexicon lexicon, Reading reading)
    {
        for (var i = 0; i < reading.WordCount;)
        {
            var length = lexicon.Names.Longest(reading.Ids, i, out var name);
            ref readonly var word = ref reading.Words[i];
            if (length == 0 || (length == 1 && !IsWritten(tokens, word, name!)) || (length == 1 && IsOrdinaryWord(text, tokens, word, name!)))
            {
                reading.HasOtherProfession |= word.Has(Cue.Head) && NamesPerson(tokens, word);
                i++;
                continue;
            }

            // "Plant engineer" is somebody else's work, and so is "real estate developer"; "senior engineer" is not.
            if (length == 1 && (name!.Strength == NameStrength.Head || name.Roles.Length > 1 ? HasModifier(reading, i) : word.Has(Cue.Head) && HasForeignModifier(lexicon, reading, i)))
            {
                reading.HasOtherProfession = true;
            }
            else
            {
                AddSharing(lexicon, reading, i, length);
                reading.AddMention(name!, i, length, EndsIn(tokens, reading.Words[i + length - 1], "ment") ? NameStrength.Discipline : name!.Strength);
            }

            i += length;
        }
    }

    /// <summary>"Software and data engineers": the first role leaves its noun to the second.</summary>
    private static void AddSharing(Lexicon lexicon, Reading reading, int start, int length)
    {
        const int longest = 4;
        if (length < 2 || start < 2 || !reading.Words[start + length - 1].Has(Cue.Head) || !lexicon.Joins(reading.Ids[start - 1]))
        {
            return;
        }

        Span<int> whole = stackalloc int[longest];
        for (var words = Math.Min(longest - 1, start - 1); words >= 1; words--)
        {
            var from = start - 1 - words;
            reading.Ids.Slice(from, words).CopyTo(whole);
            whole[words] = reading.Ids[start + length - 1];
            if (reading.Words[from].Mention < 0
                && lexicon.Names.Longest(whole[..(words + 1)], 0, out var name) == words + 1
                && name!.Strength == NameStrength.Full)
            {
                reading.AddMention(name, from, words, NameStrength.Full);
                return;
            }
        }
    }

    /// <summary>A short form that is also an English word ("BE") has to be typed in capitals, unless there is hardly anything else.</summary>
    private static bool IsOrdinaryWord(string text, TokenBuffer tokens, Word word, Name name)
    {
        const int fewWords = 3;
        if (name.Strength != NameStrength.Abbreviation || word.IsContent || tokens.Count <= fewWords)
        {
            return false;
        }

        foreach (var letter in text.AsSpan()[tokens.Source(word.Token)])
        {
            if (char.IsLower(letter))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word is written as the name is; glued and split words were put together from names, and are.</summary>
    private static bool IsWritten(TokenBuffer tokens, Word word, Name name) =>
        word.State == WordState.Joined || name.IsWritten(word.Form ?? tokens.Word(word.Token));

    /// <summary>Whether a word is written as a person ("developer"), not as what the person does ("develops", "development").</summary>
    private static bool NamesPerson(TokenBuffer tokens, Word word)
    {
        ReadOnlySpan<string> endings = ["er", "or", "st", "ct", "rt", "rd", "nt", "ef", "an", "vp", "rn", "en", "se"];
        var form = (word.Form ?? tokens.Word(word.Token)).TrimEnd('s');
        foreach (var ending in endings)
        {
            if (form.EndsWith(ending, StringComparison.Ordinal))
            {
                return !form.EndsWith("ment", StringComparison.Ordinal);
            }
        }

        return false;
    }

    private static bool EndsIn(TokenBuffer tokens, Word word, string ending) =>
        (word.Form ?? tokens.Word(word.Token)).EndsWith(ending, StringComparison.Ordinal);

    private static bool HasForeignModifier(Lexicon lexicon, Reading reading, int noun) =>
        HasModifier(reading, noun) && (reading.Words[noun - 1].Id < 0 || !lexicon.IsSaid(reading.Words[noun - 1].Id));

    /// <summary>Whether the noun has a word before it that makes it somebody else's work: "plant" engineer, but not "senior" engineer.</summary>
    private static bool HasModifier(Reading reading, int noun) =>
        noun > 0
        && reading.Words[noun - 1] is { Mention: < 0, InPhrase: false } before
        && before.IsContent
        && !before.Has(Cue.Grade | Cue.Who | Cue.Own | Cue.Compare | Cue.Work);
}
