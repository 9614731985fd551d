namespace MlOpsBot.Storage;

/// <summary>Text as both databases can hold it.</summary>
internal static class StoredText
{
    /// <summary>
    /// Replaces what PostgreSQL refuses in a text (NUL) and what has no UTF-8 form (lone surrogates) by U+FFFD. Users'
    /// words may hold either, and a hostile message must not become a failed write.
    /// </summary>
    public static string Stored(this string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsUnstorable(text, i))
            {
                return string.Create(text.Length, text, static (target, source) =>
                {
                    for (var j = 0; j < source.Length; j++)
                    {
                        target[j] = IsUnstorable(source, j) ? '\uFFFD' : source[j];
                    }
                });
            }
        }

        return text;
    }

    private static bool IsUnstorable(string text, int at)
    {
        var c = text[at];
        return c == '\0'
            || (char.IsHighSurrogate(c) && (at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])))
            || (char.IsLowSurrogate(c) && (at == 0 || !char.IsHighSurrogate(text[at - 1])));
    }
}

/// <summary>Times as both databases hold them: milliseconds since 1970-01-01T00:00Z.</summary>
internal static class StoredTime
{
    public static long Stored(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(this long stored) => DateTimeOffset.FromUnixTimeMilliseconds(stored);
}
