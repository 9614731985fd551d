using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MlOpsBot.Search;

/// <summary>One line of a synonym file. Immutable.</summary>
/// <param name="Sources">What people may write: the stems of each phrase's words.</param>
/// <param name="Targets">What it may stand for, with its weight: above 0, at most 1.</param>
/// <param name="Replaces">Whether the targets are read instead of the source (<c>a =&gt; b</c>) or beside it (<c>a, b</c>).</param>
public sealed record SynonymRule(
    ImmutableArray<ImmutableArray<string>> Sources,
    ImmutableArray<(ImmutableArray<string> Stems, float Weight)> Targets,
    bool Replaces)
{
    /// <summary>Reads a whole file; lines that are wrong are reported and left out.</summary>
    /// <param name="text">The file, in the format that <see cref="SynonymMap"/> describes.</param>
    /// <param name="errors">Every wrong line, in order.</param>
    public static ImmutableArray<SynonymRule> ParseFile(string text, out ImmutableArray<SynonymError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rules = ImmutableArray.CreateBuilder<SynonymRule>();
        var wrong = ImmutableArray.CreateBuilder<SynonymError>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var rule = Parse(line, out var message);
            if (message is not null)
            {
                wrong.Add(new SynonymError(number, message));
            }
            else if (rule is not null)
            {
                rules.Add(rule);
            }
        }

        errors = wrong.ToImmutable();
        return rules.ToImmutable();
    }

    /// <summary>Reads a line; null without a message for one that is empty or a comment.</summary>
    internal static SynonymRule? Parse(ReadOnlySpan<char> line, out string? message)
    {
        var sides = new List<List<Phrase>> { new() { new() } };
        message = Split(line, sides);
        if (message is not null || (sides.Count == 1 && sides[0].Count == 1 && sides[0][0].IsEmpty))
        {
            return null;
        }

        var read = new List<(ImmutableArray<string> Stems, float Weight)>[sides.Count];
        for (var side = 0; side < read.Length && message is null; side++)
        {
            read[side] = [];
            foreach (var phrase in sides[side])
            {
                var fault = phrase.Read(mayWeigh: side == read.Length - 1, out var stems, out var weight);
                message ??= fault;
                read[side].Add((stems, weight));
            }
        }

        message ??= sides.Count > 2 ? "More than one \"=>\" in a rule; write one rule a line." : null;
        message ??= sides.Count == 1 && sides[0].Count == 1 ? "A word that stands alone is no rule; write \"a, b\" or \"a => b\"." : null;
        return message is not null ? null : new SynonymRule([.. read[0].Select(phrase => phrase.Stems)], [.. read[^1]], sides.Count == 2);
    }

    /// <summary>Cuts a line at its commas and arrows; gives a message where that cannot be done.</summary>
    private static string? Split(ReadOnlySpan<char> line, List<List<Phrase>> sides)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var phrase = sides[^1][^1];
            switch (line[i])
            {
                case '\\' when i + 1 == line.Length:
                    return "A backslash at the end of the line stands before nothing; remove it or write \"\\\\\".";
                case '\\':
                    phrase.Append(line[++i]);
                    break;
                case '#' when i == 0 || char.IsWhiteSpace(line[i - 1]):
                    return null;
                case ',':
                    sides[^1].Add(new Phrase());
                    break;
                case '=' when i + 1 < line.Length && line[i + 1] == '>':
                    i++;
                    sides.Add([new Phrase()]);
                    break;
                case '^':
                    phrase.BeginWeight();
                    break;
                default:
                    phrase.Append(line[i]);
                    break;
            }
        }

        return null;
    }

    private sealed class Phrase
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _weight = new();
        private bool _weighs;

        public bool IsEmpty => !_weighs && string.IsNullOrWhiteSpace(_text.ToString());

        public void Append(char character) => (_weighs ? _weight : _text).Append(character);

        public void BeginWeight()
        {
            if (_weighs)
            {
                _weight.Append('^');
            }

            _weighs = true;
        }

        public string? Read(bool mayWeigh, out ImmutableArray<string> stems, out float weight)
        {
            stems = [];
            weight = 1;
            var shown = _text.ToString().Trim();
            if (_weighs && !mayWeigh)
            {
                return $"\"{shown}\" has a weight to the left of \"=>\"; move it to the right.";
            }

            if (_weighs && !(float.TryParse(_weight.ToString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out weight) && weight is > 0 and <= 1))
            {
                return $"The weight \"{_weight.ToString().Trim()}\" of \"{shown}\" is no number above 0 and up to 1, such as 0.7.";
            }

            var tokens = new TokenBuffer(SynonymMap.MaxPhraseWords + 1);
            Analyzer.Analyze(shown, tokens);
            if (tokens.Count == 0)
            {
                return shown.Length == 0
                    ? "Nothing stands before or after a comma or \"=>\"; write a word there or remove the sign."
                    : $"\"{shown}\" has no letter or digit, so nothing can match it; remove it.";
            }

            if (tokens.Count > SynonymMap.MaxPhraseWords)
            {
                return $"\"{shown}\" has more than {SynonymMap.MaxPhraseWords} words; shorten it.";
            }

            stems = [.. Enumerable.Range(0, tokens.Count).Select(i => tokens.Stem(i).ToString())];
            return null;
        }
    }
}
