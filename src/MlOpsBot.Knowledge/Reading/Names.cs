using System.Globalization;
using System.Text;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>Rules for slugs, and for when two names are the same name.</summary>
internal static class Names
{
    public const string SlugRule = "lower-case letters a-z, digits and single hyphens between them";

    public static bool IsSlug(ReadOnlySpan<char> text)
    {
        var afterHyphen = true;
        foreach (var c in text)
        {
            if (c == '-' && afterHyphen)
            {
                return false;
            }

            afterHyphen = c == '-';
            if (!afterHyphen && !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return !afterHyphen;
    }

    /// <summary>The nearest slug to a name: "Don't guess, Zoë!" becomes "dont-guess-zoe".</summary>
    public static string ToSlug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var c in Decompose(text))
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '\u2019') && !IsMark(c) && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }

    /// <summary>What remains of a name when case, accents, punctuation and spacing are taken away; equal for names that a reader takes for the same.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in Decompose(name))
        {
            if (char.IsLetterOrDigit(c) || c is '+' or '#')
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '\u2019') && !IsMark(c) && folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    private static string Decompose(string text) => Ascii.IsValid(text) ? text : text.Normalize(NormalizationForm.FormKD);

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
