using System.Globalization;

namespace MlOpsBot.Chat.Writing;

/// <summary>Makes text fit: whole words and an ellipsis, never half a character.</summary>
public static class Fit
{
    private const char Ellipsis = '…';

    /// <summary>How far back a cut looks for the end of a word.</summary>
    private const int LongWord = 40;

    /// <summary>The text if it fits, else as many whole words of it as do, and an ellipsis. Never empty: blank text becomes "–".</summary>
    /// <param name="text">Plain text, not escaped.</param>
    /// <param name="most">Most UTF-16 units, at least 2.</param>
    public static string Within(string text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "–";
        }

        if (text.Length <= most)
        {
            return text;
        }

        var end = Whole(text, most - 1);
        var word = end;
        while (word > 0 && end - word < LongWord && !char.IsWhiteSpace(text[word]))
        {
            word--;
        }

        if (word > 0 && char.IsWhiteSpace(text[word]))
        {
            end = word;
        }

        var cut = text.AsSpan(0, end).TrimEnd().TrimEnd(",;:–-");
        return string.Concat(cut.IsEmpty ? text.AsSpan(0, end) : cut, [Ellipsis]);
    }

    /// <summary>The last place at or before an index that does not part a character from its marks, or an emoji from its parts.</summary>
    private static int Whole(string text, int index)
    {
        // A character with its marks is short; one that is not, such as a "word" of a thousand accents, may be cut between them.
        for (var start = index; start > 0 && index - start < LongWord; start--)
        {
            if (!char.IsLowSurrogate(text[start]) && IsBoundary(text, start))
            {
                return start;
            }
        }

        return char.IsLowSurrogate(text[index]) && index > 0 && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index;
    }

    private static bool IsBoundary(string text, int index)
    {
        if (text[index - 1] < 0x300 && text[index] < 0x300)
        {
            return true;
        }

        var category = CharUnicodeInfo.GetUnicodeCategory(text, index);
        return text[index - 1] != '\u200D'
            && text[index] is not ('\u200D' or '\uFE0F')
            && category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.ModifierSymbol);
    }
}
