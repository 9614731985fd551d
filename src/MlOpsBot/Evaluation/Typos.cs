using System.Text;

namespace MlOpsBot.Evaluation;

/// <summary>
/// Makes the slips of a hurried thumb: one letter inserted, dropped, swapped with its neighbour or replaced, in each of two
/// longer words. The same seed makes the same slips in the same questions. Not thread safe.
/// </summary>
public sealed class Typos
{
    /// <summary>Letters that a word must have to be hit: shorter ones turn into other words.</summary>
    public const int MinimumLetters = 5;

    private const int WordsHit = 2;
    private readonly Random _random;

    /// <summary>A maker of typos.</summary>
    /// <param name="seed">Any number.</param>
    public Typos(int seed) => _random = new Random(seed);

    /// <summary>The question with its typos; as it was where no word is long enough.</summary>
    public string Apply(string question)
    {
        var words = LongWords(question);
        var hit = words.OrderBy(_ => _random.Next()).Take(WordsHit).OrderByDescending(word => word.Start).ToList();
        var text = new StringBuilder(question);
        foreach (var (start, length) in hit)
        {
            Slip(text, start, length);
        }

        return text.ToString();
    }

    private static List<(int Start, int Length)> LongWords(string text)
    {
        var words = new List<(int Start, int Length)>();
        for (var start = 0; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiLetter(text[end]))
            {
                end++;
            }

            if (end - start >= MinimumLetters)
            {
                words.Add((start, end - start));
            }

            start = Math.Max(start, end);
        }

        return words;
    }

    private void Slip(StringBuilder text, int start, int length)
    {
        var at = start + _random.Next(length);
        switch (_random.Next(4))
        {
            case 0:
                text.Insert(at, Letter());
                break;
            case 1:
                text.Remove(at, 1);
                break;
            case 2 when Unequal(text, start, length) is { } pair:
                (text[pair], text[pair + 1]) = (text[pair + 1], text[pair]);
                break;
            default:
                text[at] = Other(text[at]);
                break;
        }
    }

    // Swapping "ee" would be no typo.
    private int? Unequal(StringBuilder text, int start, int length)
    {
        var pairs = Enumerable.Range(start, length - 1).Where(i => text[i] != text[i + 1]).ToList();
        return pairs.Count == 0 ? null : pairs[_random.Next(pairs.Count)];
    }

    private char Letter() => (char)('a' + _random.Next(26));

    private char Other(char letter)
    {
        var other = Letter();
        return other == char.ToLowerInvariant(letter) ? (char)('a' + ((other - 'a' + 1) % 26)) : other;
    }
}
