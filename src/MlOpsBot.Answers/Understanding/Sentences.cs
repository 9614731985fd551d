using System.Runtime.InteropServices;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Understanding;

/// <summary>A sentence of a message, or a clause of one.</summary>
/// <param name="Words">Its words in the token buffer.</param>
/// <param name="IsQuestion">Whether it ends with a question mark.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sentence(Range Words, bool IsQuestion);

/// <summary>Cuts a message into sentences, or into clauses.</summary>
internal static class Sentences
{
    /// <summary>Sentences that are read; a letter of more has lost its reader, too.</summary>
    private const int Most = 40;

    /// <summary>The sentences of a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Its words.</param>
    /// <param name="clauses">Whether commas and dashes cut, too.</param>
    public static List<Sentence> Of(string text, TokenBuffer tokens, bool clauses = false)
    {
        var sentences = new List<Sentence>();
        var start = 0;
        for (var i = 0; i < tokens.Count && sentences.Count < Most; i++)
        {
            var end = tokens.Source(i).End.Value;
            var next = i + 1 < tokens.Count ? tokens.Source(i + 1).Start.Value : text.Length;
            var between = text.AsSpan(end, next - end);
            var question = between.Contains('?');
            if (question || i + 1 == tokens.Count || i + 1 - start >= Reading.MaxWords || EndsSentence(between) || (clauses && between.IndexOfAny(',', '–', '—') >= 0))
            {
                sentences.Add(new Sentence(start..(i + 1), question));
                start = i + 1;
            }
        }

        return sentences;
    }

    // A full stop ends a sentence only before white space or the end: not in "4.2" or "e.g.".
    private static bool EndsSentence(ReadOnlySpan<char> between)
    {
        if (between.IndexOfAny("!\n;:") >= 0)
        {
            return true;
        }

        var stop = between.IndexOf('.');
        return stop >= 0 && (stop + 1 >= between.Length || char.IsWhiteSpace(between[stop + 1]));
    }
}
