using System.Globalization;
using System.Text;

namespace MlOpsBot.Search.Unicode;

/// <summary>
/// The form of a word by which it is compared: compatibility normalized, case folded, without accents,
/// invisible characters and English possessive. Writes nothing for a word that consists of such things alone.
/// </summary>
internal static class WordForm
{
    /// <summary>How long a form may get; compatibility characters can stand for many.</summary>
    internal const int MaxLength = 256;

    /// <summary>Writes the form of a word, cut at <see cref="MaxLength"/>, and returns its length.</summary>
    internal static int Write(ReadOnlySpan<char> word, Span<char> destination)
    {
        var length = WriteSimple(word, destination);
        if (length < 0)
        {
            length = WriteNormalized(word, destination);
        }

        return WithoutPossessive(destination[..length]);
    }

    /// <summary>ASCII and the typographic apostrophe, which is nearly everything; -1 where the word has more.</summary>
    private static int WriteSimple(ReadOnlySpan<char> word, Span<char> destination)
    {
        var length = 0;
        foreach (var character in word)
        {
            if (character is '\u2019')
            {
                destination[length++] = '\'';
            }
            else if (!char.IsAscii(character))
            {
                return -1;
            }
            else if (!char.IsControl(character))
            {
                destination[length++] = char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character;
            }
        }

        return length;
    }

    // Unicode Standard Annex #15: decomposed by compatibility, stripped and folded, composed again.
    private static int WriteNormalized(ReadOnlySpan<char> word, Span<char> destination)
    {
        Span<char> decomposed = stackalloc char[MaxLength * 4];
        if (!word.TryNormalize(decomposed, out var length, NormalizationForm.FormKD))
        {
            // Only words of letters that stand for whole phrases come here; they are compared as they are.
            word.CopyTo(decomposed);
            length = word.Length;
        }

        Span<char> folded = stackalloc char[MaxLength];
        var foldedLength = Fold(decomposed[..length], folded);
        if (folded[..foldedLength].TryNormalize(destination, out var written))
        {
            return written;
        }

        folded[..foldedLength].CopyTo(destination);
        return foldedLength;
    }

    private static int Fold(ReadOnlySpan<char> decomposed, Span<char> folded)
    {
        var length = 0;
        foreach (var rune in decomposed.EnumerateRunes())
        {
            if (!Counts(rune))
            {
                continue;
            }

            if (length + 2 > folded.Length)
            {
                break;
            }

            if (rune.Value is 0x00DF or 0x1E9E)
            {
                // The one letter in common use whose full case folding (CaseFolding.txt, status F) is longer than itself.
                folded[length++] = 's';
                folded[length++] = 's';
            }
            else if (rune.Value is 0x2018 or 0x2019 or 0x02BC)
            {
                folded[length++] = '\'';
            }
            else
            {
                // By way of the capital, so that letters with two small forms (sigma, long s) meet.
                length += Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).EncodeToUtf16(folded[length..]);
            }
        }

        return length;
    }

    private static bool Counts(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // Combining Diacritical Marks are accents; the marks of other blocks spell vowels. Variation selectors are unseen.
        UnicodeCategory.NonSpacingMark => rune.Value is not ((>= 0x0300 and <= 0x036F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)),
        UnicodeCategory.SpacingCombiningMark => true,

        // Hangul fillers are letters that nobody sees.
        UnicodeCategory.OtherLetter => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0),
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter => true,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => true,
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.OtherPunctuation or UnicodeCategory.DashPunctuation => true,
        UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => true,
        _ => false,
    };

    private static int WithoutPossessive(ReadOnlySpan<char> form)
    {
        if (form.EndsWith("'s"))
        {
            form = form[..^2];
        }

        return form.TrimEnd('\'').Length;
    }
}
