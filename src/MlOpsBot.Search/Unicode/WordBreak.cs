namespace MlOpsBot.Search.Unicode;

/// <summary>What a character does at a word boundary: the values of Word_Break that words with letters or digits meet.</summary>
internal enum WordBreak
{
    /// <summary>Any other character. Where it is a letter, such as an ideograph, it is a word by itself.</summary>
    Other = 0,
    ALetter = 1,
    HebrewLetter = 2,
    Numeric = 3,
    Katakana = 4,
    ExtendNumLet = 5,
    MidLetter = 6,
    MidNum = 7,
    MidNumLet = 8,
    SingleQuote = 9,
    DoubleQuote = 10,

    /// <summary>Extend, Format and ZWJ: what rule WB4 looks through.</summary>
    Ignored = 11,
}

/// <summary>The Word_Break property of characters.</summary>
internal static partial class WordBreakTable
{
    /// <summary>The class of the character at a place, and of how many UTF-16 units it consists.</summary>
    /// <remarks>
    /// Two tailorings, because pasted text carries them unseen: control characters that are no white space and
    /// the zero-width space are looked through like the format characters that they resemble.
    /// </remarks>
    internal static WordBreak At(ReadOnlySpan<char> text, int index, out int units)
    {
        units = 1;
        var first = text[index];
        if (char.IsAscii(first))
        {
            return char.IsAsciiLetter(first) ? WordBreak.ALetter
                : char.IsAsciiDigit(first) ? WordBreak.Numeric
                : OfAsciiSign(first);
        }

        if (!char.IsSurrogate(first))
        {
            return first is '\u200B' || (first is >= '\u0080' and < '\u00A0' and not '\u0085') ? WordBreak.Ignored : Of(first);
        }

        if (char.IsHighSurrogate(first) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            units = 2;
            return Of(char.ConvertToUtf32(first, text[index + 1]));
        }

        return WordBreak.Other;
    }

    private static WordBreak OfAsciiSign(char sign) => sign switch
    {
        '\'' => WordBreak.SingleQuote,
        '"' => WordBreak.DoubleQuote,
        '.' => WordBreak.MidNumLet,
        ',' or ';' => WordBreak.MidNum,
        ':' => WordBreak.MidLetter,
        '_' => WordBreak.ExtendNumLet,
        < '\t' or (> '\r' and < ' ') or '\u007F' => WordBreak.Ignored,
        _ => WordBreak.Other,
    };

    private static WordBreak Of(int codePoint)
    {
        var starts = Starts;
        var low = 0;
        var high = starts.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (starts[middle] >> 4 <= codePoint)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return (WordBreak)(starts[low] & 0xF);
    }
}
