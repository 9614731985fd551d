namespace MlOpsBot.Search;

/// <summary>
/// Turns text into words: the same way for documents and for questions, so that they meet.
/// Thread safe; the state is in the <see cref="TokenBuffer"/> that the caller owns.
/// </summary>
public static class Analyzer
{
    /// <summary>Analyzes a text into a buffer, replacing what was there.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="tokens">Receives the words, at most <see cref="TokenBuffer.Capacity"/> of them.</param>
    public static void Analyze(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        tokens.Clear();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inWord = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inWord && start < 0)
            {
                start = i;
            }
            else if (!inWord && start >= 0)
            {
                var word = text[start..i].ToString().ToLowerInvariant();
                if (!tokens.TryAdd(word, word, start, i - start))
                {
                    return;
                }

                start = -1;
            }
        }
    }
}
