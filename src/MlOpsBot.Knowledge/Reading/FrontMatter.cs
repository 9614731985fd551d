namespace MlOpsBot.Knowledge.Reading;

/// <summary>A Markdown file cut into the YAML between its <c>---</c> lines and the Markdown after them.</summary>
/// <param name="Yaml">The YAML; null where there is none.</param>
/// <param name="YamlLine">Line that the YAML begins on.</param>
/// <param name="Body">The Markdown.</param>
/// <param name="BodyLine">Line that the Markdown begins on.</param>
internal readonly record struct FrontMatter(string? Yaml, int YamlLine, string Body, int BodyLine)
{
    /// <summary>Whether it was begun but never closed, which has been reported.</summary>
    public bool IsOpen { get; private init; }

    public static FrontMatter Split(string text, FileLog log)
    {
        int start = 0, line = 1;
        while (start < text.Length && NextLine(text, start, out var end).IsWhiteSpace())
        {
            (start, line) = (end, line + 1);
        }

        if (start >= text.Length || !IsFence(NextLine(text, start, out var yamlStart)))
        {
            return new FrontMatter(null, 1, text, 1);
        }

        if (line > 1)
        {
            log.Error(1, "front matter must begin on line 1: delete the empty lines above `---`");
        }

        int at = yamlStart, atLine = line + 1;
        while (at < text.Length)
        {
            if (IsFence(NextLine(text, at, out var next)))
            {
                // Nothing may follow, not even a line to point at.
                var bodyLine = text[next - 1] == '\n' ? atLine + 1 : atLine;
                return new FrontMatter(text[yamlStart..at], line + 1, text[next..], bodyLine);
            }

            (at, atLine) = (next, atLine + 1);
        }

        log.Error(line, "front matter is not closed: write a line `---` below it");
        return new FrontMatter(null, line, "", atLine) { IsOpen = true };
    }

    private static bool IsFence(ReadOnlySpan<char> line) => line.TrimEnd() is "---";

    private static ReadOnlySpan<char> NextLine(string text, int start, out int next)
    {
        var end = text.IndexOf('\n', start);
        next = end < 0 ? text.Length : end + 1;
        return text.AsSpan(start, (end < 0 ? text.Length : end) - start);
    }
}
