using System.Globalization;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>
/// Checks the form of <c>synonyms.txt</c>. The search index reads its meaning; here a keeper hears of what it
/// could not make sense of. The format is that of Solr's synonym files, with a weight added: `b^0.7`.
/// </summary>
internal static class SynonymsCheck
{
    public static void Check(string text, FileLog log)
    {
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text.AsSpan()[range].Trim();
            if (!line.IsEmpty && line[0] != '#')
            {
                CheckRule(line.ToString(), number, log);
            }
        }
    }

    private static void CheckRule(string rule, int line, FileLog log)
    {
        var sides = rule.Split("=>");
        if (sides.Length > 2)
        {
            log.Error(line, "two `=>` in one rule: write one rule a line");
            return;
        }

        var terms = sides.Select(SplitTerms).ToList();
        if (terms.Exists(side => side.TrueForAll(string.IsNullOrWhiteSpace)))
        {
            log.Error(line, "nothing stands on one side of `=>`: write `a => b`, or delete the line");
            return;
        }

        if (terms is [[_]])
        {
            log.Error(line, $"`{rule}` stands alone: a rule is `a, b` or `a => b`");
        }

        foreach (var term in terms.SelectMany(side => side))
        {
            CheckTerm(term.Trim(), line, log);
        }
    }

    private static void CheckTerm(string term, int line, FileLog log)
    {
        var caret = term.LastIndexOf('^');
        if (caret > 0 && term[caret - 1] == '\\')
        {
            caret = -1;
        }

        var word = caret < 0 ? term : term[..caret];
        if (string.IsNullOrWhiteSpace(word))
        {
            log.Error(line, "an empty word between commas: write it, or delete the comma");
        }

        if (caret >= 0 && !(double.TryParse(term.AsSpan(caret + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= 1))
        {
            log.Error(line, $"`{term[caret..]}` is no weight: write a number above 0 and at most 1, as in `^0.7`");
        }
    }

    /// <summary>Cuts at commas; one behind a backslash belongs to the word.</summary>
    private static List<string> SplitTerms(string side)
    {
        var terms = new List<string>();
        var start = 0;
        for (var i = 0; i < side.Length; i++)
        {
            if (side[i] == '\\')
            {
                i++;
            }
            else if (side[i] == ',')
            {
                terms.Add(side[start..i]);
                start = i + 1;
            }
        }

        terms.Add(side[start..]);
        return terms;
    }
}
