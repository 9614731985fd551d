using System.Globalization;
using System.Text;

namespace MlOpsBot.Search.Unicode;

/// <summary>
/// Walks over the words of a text: the stretches between the boundaries of Unicode Standard Annex #29, "Unicode
/// Text Segmentation", section 4, that hold a letter or a digit. Every character is looked at a bounded number of times.
/// </summary>
/// <remarks>
/// Rules WB1 to WB13b. WB3c, WB15 and WB16 hold emoji and flags together; those are no words here.
/// Like the annex, it gives ideographs, Hiragana and Thai letters one by one.
/// </remarks>
internal ref struct Words
{
    private readonly ReadOnlySpan<char> _text;
    private int _next;

    internal Words(ReadOnlySpan<char> text)
    {
        _text = text;
        _next = 0;
        Start = 0;
        Length = 0;
    }

    /// <summary>Where the word begins.</summary>
    internal int Start { get; private set; }

    /// <summary>How many UTF-16 units it has.</summary>
    internal int Length { get; private set; }

    /// <summary>Goes to the next word; false at the end of the text.</summary>
    internal bool MoveNext()
    {
        while (_next < _text.Length)
        {
            Start = _next;
            var kind = WordBreakTable.At(_text, _next, out var units);
            _next += units;
            var isWord = kind switch
            {
                WordBreak.Other => IsLetterOrDigit(Start, units),
                WordBreak.ALetter or WordBreak.HebrewLetter or WordBreak.Numeric or WordBreak.Katakana => true,
                _ => false,
            };
            if (kind is WordBreak.Other && isWord)
            {
                _next = AfterIgnored(_next);
            }
            else if (kind is >= WordBreak.ALetter and <= WordBreak.ExtendNumLet)
            {
                isWord |= Extend(kind);
            }

            if (isWord)
            {
                Length = _next - Start;
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes on to the end of the word that begins with such a character; true if a letter or a digit followed.</summary>
    private bool Extend(WordBreak kind)
    {
        var found = false;
        while (true)
        {
            _next = AfterIgnored(_next);
            if (_next >= _text.Length)
            {
                return found;
            }

            var following = WordBreakTable.At(_text, _next, out var units);
            if (!Joins(kind, following))
            {
                var beyond = AfterIgnored(_next + units);
                if (kind == WordBreak.HebrewLetter && following == WordBreak.SingleQuote
                    && !(beyond < _text.Length && IsLetter(WordBreakTable.At(_text, beyond, out _))))
                {
                    // WB7a: the quote ends the word.
                    _next = beyond;
                    return found;
                }

                if (beyond >= _text.Length || !JoinsOver(kind, following, WordBreakTable.At(_text, beyond, out units)))
                {
                    return found;
                }

                following = WordBreakTable.At(_text, beyond, out units);
                _next = beyond;
            }

            _next += units;
            kind = following;
            found |= kind != WordBreak.ExtendNumLet;
        }
    }

    // WB5, WB8 to WB10, WB13, WB13a, WB13b.
    private static bool Joins(WordBreak left, WordBreak right) => right switch
    {
        WordBreak.ALetter or WordBreak.HebrewLetter => IsLetter(left) || left is WordBreak.Numeric or WordBreak.ExtendNumLet,
        WordBreak.Numeric => IsLetter(left) || left is WordBreak.Numeric or WordBreak.ExtendNumLet,
        WordBreak.Katakana => left is WordBreak.Katakana or WordBreak.ExtendNumLet,
        WordBreak.ExtendNumLet => true,
        _ => false,
    };

    // WB6 and WB7, WB7b and WB7c, WB11 and WB12.
    private static bool JoinsOver(WordBreak left, WordBreak middle, WordBreak right) => middle switch
    {
        WordBreak.MidLetter => IsLetter(left) && IsLetter(right),
        WordBreak.MidNum => left == WordBreak.Numeric && right == WordBreak.Numeric,
        WordBreak.MidNumLet or WordBreak.SingleQuote =>
            (IsLetter(left) && IsLetter(right)) || (left == WordBreak.Numeric && right == WordBreak.Numeric),
        WordBreak.DoubleQuote => left == WordBreak.HebrewLetter && right == WordBreak.HebrewLetter,
        _ => false,
    };

    private static bool IsLetter(WordBreak kind) => kind is WordBreak.ALetter or WordBreak.HebrewLetter;

    // WB4.
    private readonly int AfterIgnored(int index)
    {
        while (index < _text.Length && WordBreakTable.At(_text, index, out var units) == WordBreak.Ignored)
        {
            index += units;
        }

        return index;
    }

    private readonly bool IsLetterOrDigit(int index, int units) =>
        units == 1
            ? char.IsLetterOrDigit(_text[index])
            : Rune.GetUnicodeCategory(new Rune(_text[index], _text[index + 1])) is UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber;
}
