using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>A footnote mark, <c>[^id]</c>.</summary>
internal sealed class Citation(string id) : LeafInline
{
    public string Id => id;
}

/// <summary>
/// Reads footnote marks. Markdig's footnote extension wants every mark defined in the same file; here they are
/// defined once, in <c>sources.yaml</c>, so a mark is a mark wherever it stands.
/// </summary>
internal sealed class CitationParser : InlineParser
{
    public CitationParser() => OpeningCharacters = ['['];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (slice.PeekChar() != '^')
        {
            return false;
        }

        var rest = slice.AsSpan()[2..];
        var end = rest.IndexOfAny(']', '[', '\n');
        if (end < 0 || rest[end] != ']')
        {
            return false;
        }

        processor.Inline = new Citation(rest[..end].Trim().ToString());
        processor.GetSourcePosition(slice.Start, out var line, out _);
        processor.Inline.Line = line;
        slice.Start += end + 3;
        return true;
    }
}
