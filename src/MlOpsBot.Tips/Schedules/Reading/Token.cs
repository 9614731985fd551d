using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>What a piece of text looks like, before anybody knows what it means.</summary>
internal enum TokenKind
{
    /// <summary>Letters.</summary>
    Word,

    /// <summary>Digits alone.</summary>
    Number,

    /// <summary>Digits with a colon, a dot or an h between: 9:30, 9.30, 9h30.</summary>
    Clock,

    /// <summary>Digits with endings: 1st, 15th.</summary>
    Ordinal,

    /// <summary>Something that is written like a date: 2026-12-01, 5/1, 5.1.</summary>
    Date,

    /// <summary>A time zone that was recognized by its form: Europe/Berlin, UTC+2.</summary>
    Zone,

    /// <summary>A sign.</summary>
    Sign,
}

/// <summary>A piece of what somebody wrote. Immutable.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Text">Lower case; a word without accents; of a zone, its id.</param>
/// <param name="Start">Where it begins in the prepared text.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    /// <summary>Whether it is this word or sign.</summary>
    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Sign && Text == text;
}

/// <summary>Takes what somebody wrote apart.</summary>
internal static partial class Tokens
{
    /// <summary>The text as it is taken apart and quoted: signs in one form, blanks single.</summary>
    public static string Prepare(string words)
    {
        var text = new StringBuilder(words.Length);
        foreach (var character in Whole(words).Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase).Normalize(NormalizationForm.FormKC))
        {
            text.Append(character switch
            {
                '\u2019' or '\u2018' or '`' or '\u00b4' => '\'',
                >= '\u2010' and <= '\u2015' or '\u2212' => '-',
                '"' or '\u201c' or '\u201d' or '\u201e' or '\u00ab' or '\u00bb' or '*' or '\\' => ' ',
                _ when CharUnicodeInfo.GetDecimalDigitValue(character) is >= 0 and var digit => (char)('0' + digit),
                _ when char.IsWhiteSpace(character) || char.IsControl(character) => ' ',
                _ => character,
            });
        }

        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    /// <summary>The pieces of a prepared text.</summary>
    public static ImmutableArray<Token> Of(string prepared)
    {
        var tokens = ImmutableArray.CreateBuilder<Token>();
        var lower = prepared.ToLowerInvariant();
        for (var at = 0; at < lower.Length;)
        {
            if (Zone(lower, at) is { } zone)
            {
                tokens.Add(zone);
                at = zone.End;
                continue;
            }

            var match = Piece().Match(lower, at);
            if (!match.Success)
            {
                at++;
                continue;
            }

            tokens.Add(Of(match));
            at = match.Index + match.Length;
        }

        return tokens.ToImmutable();
    }

    /// <summary>Letters without their accents.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        foreach (var character in Whole(text).Replace("ß", "ss", StringComparison.Ordinal).Replace("ø", "o", StringComparison.Ordinal).Replace("ł", "l", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(character);
            }
        }

        return folded.ToString();
    }

    // Half characters cannot be normalized.
    private static string Whole(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }

    private static Token Of(Match match)
    {
        var (start, end) = (match.Index, match.Index + match.Length);
        var kind = match switch
        {
            _ when match.Groups["half"].Success => TokenKind.Word,
            _ when match.Groups["date"].Success => TokenKind.Date,
            _ when match.Groups["clock"].Success => TokenKind.Clock,
            _ when match.Groups["ordinal"].Success => TokenKind.Ordinal,
            _ when match.Groups["number"].Success => TokenKind.Number,
            _ when match.Groups["word"].Success => TokenKind.Word,
            _ => TokenKind.Sign,
        };
        return new Token(kind, kind == TokenKind.Word ? Word(match) : match.Value, start, end);
    }

    private static string Word(Match match) => match.Groups["half"].Success ? $"{match.Value[0]}m" : Fold(match.Value.Replace("'", "", StringComparison.Ordinal));

    // By form alone: an id of the database (with blanks for underscores too), or a distance from UTC.
    private static Token? Zone(string lower, int at)
    {
        if (at > 0 && (char.IsLetterOrDigit(lower[at - 1]) || lower[at - 1] == '/'))
        {
            return null;
        }

        if (Offset().Match(lower, at) is { Success: true } offset && ZoneNames.Find(offset.Value) is { } fixedZone)
        {
            return new Token(TokenKind.Zone, fixedZone, at, at + offset.Length);
        }

        // As it is said back: "Berlin time (Europe/Berlin)", "CET time (CET)".
        if (SaidBack().Match(lower, at) is { Success: true } said && ZoneNames.Id(said.Groups["id"].Value) is { } named
            && said.Groups["name"].Value is var name && (name == ZoneNames.PlaceOf(named)?.ToLowerInvariant() || name == said.Groups["id"].Value))
        {
            return new Token(TokenKind.Zone, named, at, at + said.Length);
        }

        if (InParentheses().Match(lower, at) is { Success: true } literal && ZoneNames.Id(literal.Groups["id"].Value) is { } spelled)
        {
            return new Token(TokenKind.Zone, spelled, at, at + literal.Length);
        }

        if (Path().Match(lower, at) is { Success: true } path)
        {
            // "america/new york": the name may go on after a blank.
            var ends = new List<int> { at + path.Length };
            for (var rest = More().Match(lower, ends[^1]); rest.Success && ends.Count < 4; rest = More().Match(lower, ends[^1]))
            {
                ends.Add(rest.Index + rest.Length);
            }

            for (var index = ends.Count - 1; index >= 0; index--)
            {
                if (ZoneNames.Id(lower[at..ends[index]].Replace(' ', '_')) is { } id)
                {
                    return new Token(TokenKind.Zone, id, at, ends[index]);
                }
            }
        }

        return null;
    }

    [GeneratedRegex(" {2,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(
        @"\G(?:(?<half>[ap]\.\s?m\b\.?)"
        + @"|(?<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/])|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?(?!\d)|\d{1,2}\.\d(?!\d))"
        + @"|(?<clock>\d+(?:[:.]\d+)+|\d{1,2}h\d{2}(?!\d))"
        + @"|(?<ordinal>\d+(?:st|nd|rd|th)\b)"
        + @"|(?<number>\d+)"
        + @"|(?<word>[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*)"
        + @"|[^\s\p{L}\p{M}\d_])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Piece();

    [GeneratedRegex(@"\G(utc|gmt)\s?[+-]\s?\d{1,2}(:?\d{2})?(?![\d:])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Offset();

    [GeneratedRegex(@"\G(?<name>[a-z0-9_+\- ]{2,40}) time \((?<id>[a-z0-9_+\-/]{2,60})\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SaidBack();

    [GeneratedRegex(@"\G\((?<id>[a-z0-9_+\-/:]{2,60})\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InParentheses();

    [GeneratedRegex(@"\G[a-z_]{2,20}(/[a-z0-9_+\-]{1,30}){1,2}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Path();

    [GeneratedRegex(@"\G [a-z]{1,20}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex More();
}
