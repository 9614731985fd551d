using System.Reflection;

namespace MlOpsBot.Answers.Language;

/// <summary>
/// Ordinary English words, so that spelling correction never turns one of them into a word of the cards
/// ("motel" is not a mistyped "model"). The sorted list is searched in place, in the memory that the program
/// was mapped into: nothing is loaded at start. Thread safe.
/// </summary>
internal static unsafe class EnglishWords
{
    private static readonly byte* Start;
    private static readonly int Length;

    static EnglishWords()
    {
        var stream = (UnmanagedMemoryStream?)Assembly.GetExecutingAssembly().GetManifestResourceStream("english-words.txt")
            ?? throw new InvalidOperationException("The program was built without english-words.txt.");
        Start = stream.PositionPointer;
        Length = checked((int)stream.Length);
    }

    /// <summary>Whether the list has the word.</summary>
    /// <param name="word">A word in lower case.</param>
    public static bool Contains(ReadOnlySpan<char> word)
    {
        var text = new ReadOnlySpan<byte>(Start, Length);
        var (low, high) = (0, Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var begin = text[..middle].LastIndexOf((byte)'\n') + 1;
            var length = text[begin..].IndexOf((byte)'\n');
            var line = text.Slice(begin, length < 0 ? Length - begin : length);
            var order = Compare(word, line);
            if (order == 0)
            {
                return true;
            }

            if (order < 0)
            {
                high = begin;
            }
            else
            {
                low = begin + line.Length + 1;
            }
        }

        return false;
    }

    private static int Compare(ReadOnlySpan<char> word, ReadOnlySpan<byte> line)
    {
        var shared = Math.Min(word.Length, line.Length);
        for (var i = 0; i < shared; i++)
        {
            if (word[i] != line[i])
            {
                return word[i] - line[i];
            }
        }

        return word.Length - line.Length;
    }
}
