using System.Globalization;
using System.Text;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>
/// Checks the form of <c>synonyms.txt</c>. The search index reads its meaning; here a keeper hears of what it could
/// make no sense of. The format is that of Solr's synonym files, with a weight added, <c>b^0.7</c>; a sign after a
/// backslash stands for itself, and <c>#</c> at the start of a line or after a space begins a comment.
/// </summary>
internal static class SynonymsCheck
{
    private const int MostWords = 8; // The index knows no longer phrases.

    public static void Check(string text, FileLog log)
    {
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            if (Split(text.AsSpan()[range], number, log) is { } sides)
            {
                CheckRule(sides, number, log);
            }
        }
    }

    /// <summary>Cuts a rule at its arrows and commas; null where the line holds none.</summary>
    private static List<List<Term>>? Split(ReadOnlySpan<char> line, int number, FileLog log)
    {
        List<List<Term>> sides = [[new Term()]];
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '#' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
            {
                break;
            }

            if (c == '\\' && i + 1 < line.Length)
            {
                sides[^1][^1].Append(line[++i]);
            }
            else if (c == '\\')
            {
                log.Error(number, "a backslash at the end of the line: delete it, or write `\\\\`");
            }
            else if (c == ',')
            {
                sides[^1].Add(new Term());
            }
            else if (c == '=' && i + 1 < line.Length && line[i + 1] == '>')
            {
                i++;
                sides.Add([new Term()]);
            }
            else
            {
                sides[^1][^1].AppendUnescaped(c);
            }
        }

        return sides is [[{ IsEmpty: true }]] ? null : sides;
    }

    private static void CheckRule(List<List<Term>> sides, int line, FileLog log)
    {
        if (sides.Count > 2)
        {
            log.Error(line, "two `=>` in one rule: write one rule a line");
        }
        else if (sides.Exists(side => side.TrueForAll(term => term.IsEmpty)))
        {
            log.Error(line, "nothing stands on one side of `=>`: write `a => b`, or delete the line");
        }
        else if (sides is [[var alone]])
        {
            log.Error(line, $"`{alone.Word}` stands alone: a rule is `a, b` or `a => b`");
        }
        else
        {
            foreach (var side in sides)
            {
                side.ForEach(term => CheckTerm(term, mayWeigh: side == sides[^1], line, log));
            }
        }
    }

    private static void CheckTerm(Term term, bool mayWeigh, int line, FileLog log)
    {
        if (term.Word.Length == 0)
        {
            log.Error(line, "an empty word between commas: write it, or delete the comma");
        }
        else if (!term.Word.Any(char.IsLetterOrDigit))
        {
            log.Error(line, $"`{term.Word}` has no letter or digit to be found by: delete it");
        }
        else if (term.Word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > MostWords)
        {
            log.Error(line, $"`{term.Word}` has more than {MostWords} words: shorten it");
        }

        if (term.Weight is { } weight && !(double.TryParse(weight, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 1))
        {
            log.Error(line, $"`^{weight}` is no weight: write a number above 0 and at most 1, as in `^0.7`");
        }
        else if (term.Weight is not null && !mayWeigh)
        {
            log.Error(line, $"`{term.Word}` has a weight to the left of `=>`: move it to a word on the right");
        }
    }

    private sealed class Term
    {
        private readonly StringBuilder _word = new();
        private StringBuilder? _weight;

        public string Word => _word.ToString().Trim();

        public string? Weight => _weight?.ToString().Trim();

        public bool IsEmpty => _weight is null && Word.Length == 0;

        public void Append(char c) => (_weight ?? _word).Append(c);

        public void AppendUnescaped(char c)
        {
            if (c == '^' && _weight is null)
            {
                _weight = new StringBuilder();
            }
            else
            {
                Append(c);
            }
        }
    }
}
