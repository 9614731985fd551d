namespace MlOpsBot.Search;

/// <summary>One word on its way; the names of the steps are those of the published description.</summary>
internal ref struct SnowballEnglishWord(Span<char> word)
{
    private readonly Span<char> _word = word;
    private int _region1;
    private int _region2;

    public int Length { get; private set; } = word.Length;

    private readonly ReadOnlySpan<char> Word => _word[..Length];

    /// <summary>A y at the start or after a vowel is a consonant, marked by a capital.</summary>
    public readonly void MarkConsonantY()
    {
        for (var i = 0; i < Length; i++)
        {
            if (_word[i] == 'y' && (i == 0 || IsVowel(_word[i - 1])))
            {
                _word[i] = 'Y';
            }
        }
    }

    public readonly void UnmarkConsonantY() => _word[..Length].Replace('Y', 'y');

    public void MarkRegions()
    {
        _region1 = Word switch
        {
            ['g', 'e', 'n', 'e', 'r', ..] or ['a', 'r', 's', 'e', 'n', ..] => 5,
            ['c', 'o', 'm', 'm', 'u', 'n', ..] => 6,
            _ => AfterVowelAndConsonant(0),
        };
        _region2 = AfterVowelAndConsonant(_region1);
    }

    private readonly int AfterVowelAndConsonant(int from)
    {
        var i = from;
        while (i < Length && !IsVowel(_word[i]))
        {
            i++;
        }

        while (i < Length && IsVowel(_word[i]))
        {
            i++;
        }

        return Math.Min(i + 1, Length);
    }

    /// <summary>Steps 0 and 1a.</summary>
    public void RemovePlural()
    {
        _ = TryRemove("'s'") || TryRemove("'s") || TryRemove("'");
        if (Word.EndsWith("sses"))
        {
            Length -= 2;
        }
        else if (Word.EndsWith("ied") || Word.EndsWith("ies"))
        {
            Length -= Length > 4 ? 2 : 1;
        }
        else if (Word.EndsWith("s") && !Word.EndsWith("us") && !Word.EndsWith("ss") && HasVowel(Length - 2))
        {
            Length--;
        }
    }

    public readonly bool IsSecondException =>
        Word is "inning" or "outing" or "canning" or "herring" or "earring" or "proceed" or "exceed" or "succeed";

    /// <summary>Step 1b.</summary>
    public void RemovePastAndGerund()
    {
        var agreed = EndingLength("eedly", "eed");
        if (agreed > 0)
        {
            if (Length - agreed >= _region1)
            {
                Length -= agreed - 2;
            }

            return;
        }

        var ending = EndingLength("ingly", "edly", "ing", "ed");
        if (ending == 0 || !HasVowel(Length - ending))
        {
            return;
        }

        Length -= ending;
        if (Word.EndsWith("at") || Word.EndsWith("bl") || Word.EndsWith("iz"))
        {
            Append('e');
        }
        else if (Word is [.., var last, var same] && last == same && "bdfgmnprt".Contains(same))
        {
            Length--;
        }
        else if (Length == _region1 && EndsInShortSyllable(Length))
        {
            Append('e');
        }
    }

    /// <summary>Step 1c.</summary>
    public readonly void ReplaceFinalY()
    {
        if (Length > 2 && _word[Length - 1] is 'y' or 'Y' && !IsVowel(_word[Length - 2]))
        {
            _word[Length - 1] = 'i';
        }
    }

    /// <summary>Step 2.</summary>
    public void ShortenDerivation()
    {
        // The longest ending is the one that counts, whether or not its condition then holds.
        _ = TryReplace("ational", "ate") || TryReplace("fulness", "ful") || TryReplace("ousness", "ous")
            || TryReplace("iveness", "ive") || TryReplace("ization", "ize") || TryReplace("biliti", "ble")
            || TryReplace("tional", "tion") || TryReplace("lessli", "less") || TryReplace("entli", "ent")
            || TryReplace("ation", "ate") || TryReplace("alism", "al") || TryReplace("aliti", "al")
            || TryReplace("ousli", "ous") || TryReplace("iviti", "ive") || TryReplace("fulli", "ful")
            || TryReplace("enci", "ence") || TryReplace("anci", "ance") || TryReplace("abli", "able")
            || TryReplace("izer", "ize") || TryReplace("ator", "ate") || TryReplace("alli", "al")
            || TryReplace("bli", "ble") || TryReplaceOgi() || TryRemoveLi();
    }

    private bool TryReplaceOgi()
    {
        if (!Word.EndsWith("ogi"))
        {
            return false;
        }

        if (Length - 3 >= _region1 && Word.EndsWith("logi"))
        {
            Length--;
        }

        return true;
    }

    private bool TryRemoveLi()
    {
        if (Word.EndsWith("li") && Length - 2 >= _region1 && Length > 2 && "cdeghkmnrt".Contains(_word[Length - 3]))
        {
            Length -= 2;
        }

        return true;
    }

    /// <summary>Step 3.</summary>
    public void ShortenDerivationMore()
    {
        _ = TryReplace("ational", "ate") || TryReplace("tional", "tion") || TryReplace("alize", "al")
            || TryReplace("icate", "ic") || TryReplace("iciti", "ic") || TryRemoveAtive()
            || TryReplace("ical", "ic") || TryReplace("ness", "") || TryReplace("ful", "");
    }

    private bool TryRemoveAtive()
    {
        if (!Word.EndsWith("ative"))
        {
            return false;
        }

        if (Length - 5 >= _region1 && Length - 5 >= _region2)
        {
            Length -= 5;
        }

        return true;
    }

    /// <summary>Step 4.</summary>
    public void RemoveDerivation()
    {
        var ending = EndingLength("ement", "ance", "ence", "able", "ible", "ment");
        if (ending == 0)
        {
            ending = EndingLength("ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion");
        }

        if (ending == 0)
        {
            ending = EndingLength("al", "er", "ic");
        }

        if (ending == 0 || Length - ending < _region2)
        {
            return;
        }

        if (!Word.EndsWith("ion") || (Length > 3 && _word[Length - 4] is 's' or 't'))
        {
            Length -= ending;
        }
    }

    /// <summary>Step 5.</summary>
    public void RemoveFinalEOrL()
    {
        var last = Length - 1;
        if (last < 0)
        {
            return;
        }

        if (_word[last] == 'e')
        {
            if (last >= _region2 || (last >= _region1 && !EndsInShortSyllable(last)))
            {
                Length--;
            }
        }
        else if (_word[last] == 'l' && last >= _region2 && last > 0 && _word[last - 1] == 'l')
        {
            Length--;
        }
    }

    private void Append(char letter) => _word[Length++] = letter;

    private bool TryRemove(string ending)
    {
        if (!Word.EndsWith(ending))
        {
            return false;
        }

        Length -= ending.Length;
        return true;
    }

    /// <summary>Replaces an ending within region 1; true where the word has the ending, replaced or not.</summary>
    private bool TryReplace(string ending, string replacement)
    {
        if (!Word.EndsWith(ending))
        {
            return false;
        }

        var start = Length - ending.Length;
        if (start >= _region1)
        {
            replacement.CopyTo(_word[start..]);
            Length = start + replacement.Length;
        }

        return true;
    }

    private readonly int EndingLength(params ReadOnlySpan<string> longestFirst)
    {
        foreach (var ending in longestFirst)
        {
            if (Word.EndsWith(ending))
            {
                return ending.Length;
            }
        }

        return 0;
    }

    private readonly bool HasVowel(int before)
    {
        for (var i = 0; i < before; i++)
        {
            if (IsVowel(_word[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the letters before a place end in a short syllable.</summary>
    private readonly bool EndsInShortSyllable(int end) => _word[..end] switch
    {
        [var vowel, var consonant] => IsVowel(vowel) && !IsVowel(consonant),
        [.., var before, var vowel, var after] =>
            !IsVowel(before) && IsVowel(vowel) && !IsVowel(after) && after is not ('w' or 'x' or 'Y'),
        _ => false,
    };

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
