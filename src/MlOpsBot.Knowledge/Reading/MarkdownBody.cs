using System.Text;
using Markdig;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>The blocks below one heading of a card, or, without a title, those above the first.</summary>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">Line of the heading.</param>
/// <param name="Blocks">What stands below it.</param>
internal sealed record BodySection(string Title, int Line, List<Block> Blocks);

/// <summary>The Markdown of a file, cut at its headings.</summary>
internal sealed class MarkdownBody
{
    private static readonly MarkdownPipeline _pipeline = BuildPipeline();

    private readonly int _lineOffset;

    private MarkdownBody(int lineOffset, BodySection opening)
    {
        _lineOffset = lineOffset;
        Opening = opening;
    }

    public BodySection Opening { get; }

    public List<BodySection> Sections { get; } = [];

    public static MarkdownBody Read(string text, int firstLine, FileLog log)
    {
        var body = new MarkdownBody(firstLine, new BodySection("", firstLine, []));
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, _pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig's answer to mark-up that is nested hundreds deep.
            log.Error(firstLine, "the Markdown is nested too deeply to be read: a card is a paragraph, headings and flat bullets");
            return body;
        }

        body.Cut(document, log);
        return body;
    }

    /// <summary>Line of the file, counted from 1, on which something stands.</summary>
    public int LineOf(MarkdownObject item) => _lineOffset + item.Line;

    private static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder().UsePreciseSourceLocation();
        builder.InlineParsers.InsertBefore<LinkInlineParser>(new CitationParser());

        // `---` under a paragraph would silently make a heading of it.
        builder.BlockParsers.Find<ParagraphBlockParser>()!.ParseSetextHeadings = false;
        return builder.Build();
    }

    private void Cut(MarkdownDocument document, FileLog log)
    {
        var current = Opening;
        foreach (var block in document)
        {
            switch (block)
            {
                case HtmlBlock { Type: HtmlBlockType.Comment }:
                    break;
                case HeadingBlock { Level: 2 } heading:
                    current = new BodySection(TextOf(heading), LineOf(heading), []);
                    Sections.Add(current);
                    break;
                case HeadingBlock { Level: 1 } heading:
                    log.Error(LineOf(heading), "a `#` heading: the name stands in the front matter, parts begin with `##`; delete it or write `##`");
                    break;
                case HeadingBlock heading:
                    log.Error(LineOf(heading), "a card has headings of one level only: write `##`, or make it a bullet");
                    break;
                case LinkReferenceDefinitionGroup definitions:
                    ReportDefinitions(definitions, log);
                    break;
                default:
                    current.Blocks.Add(block);
                    break;
            }
        }
    }

    private void ReportDefinitions(LinkReferenceDefinitionGroup definitions, FileLog log)
    {
        foreach (var definition in definitions)
        {
            log.Error(LineOf(definition), "link and footnote definitions are not used here: describe sources in sources.yaml, and write a link where it is read");
        }
    }

    private static string TextOf(HeadingBlock heading)
    {
        var text = new StringBuilder();
        foreach (var inline in heading.Inline!.Descendants())
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                DelimiterInline unmatched => text.Append(unmatched.ToLiteral()),
                CodeInline code => text.Append(code.Content),
                _ => text,
            };
        }

        return text.ToString().Trim();
    }
}
