using System.Collections.Immutable;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>A paragraph as plain text, with the link it begins with, where one is expected, and the footnote marks it ends with.</summary>
internal sealed class Passage
{
    private readonly StringBuilder _text = new();
    private readonly List<Citation> _citations = [];
    private readonly MarkdownBody _body;
    private readonly CardFile _file;
    private bool _saidMisplaced;

    private Passage(ParagraphBlock paragraph, MarkdownBody body, CardFile file, bool beginsWithLink)
    {
        _body = body;
        _file = file;
        Line = body.LineOf(paragraph);
        var inline = paragraph.Inline?.FirstChild;
        if (beginsWithLink && inline is LinkInline { IsImage: false } link)
        {
            Link = link;
            inline = link.NextSibling;
        }

        for (; inline is not null; inline = inline.NextSibling)
        {
            Add(inline);
        }

        Text = CollapseSpaces(_text.ToString());
        CheckMarks();
    }

    public string Text { get; private set; }

    public int Line { get; }

    /// <summary>The link at its beginning, where one was expected.</summary>
    public LinkInline? Link { get; }

    /// <summary>Ids of the sources, those that are unknown included.</summary>
    public ImmutableArray<string> Sources { get; private set; } = [];

    public static Passage Read(ParagraphBlock paragraph, MarkdownBody body, CardFile file, bool beginsWithLink = false) =>
        new(paragraph, body, file, beginsWithLink);

    /// <summary>Takes the colon after the link off the text; false where there is none.</summary>
    public bool TakeColon()
    {
        if (!Text.StartsWith(':'))
        {
            return false;
        }

        Text = Text[1..].TrimStart();
        return true;
    }

    private void Add(Inline inline)
    {
        switch (inline)
        {
            case Citation citation:
                _citations.Add(citation);
                break;
            case LiteralInline literal:
                AddText(literal.Content.AsSpan(), literal);
                break;
            case LineBreakInline:
                _text.Append(' ');
                break;
            case HtmlEntityInline entity:
                AddText(entity.Transcoded.AsSpan(), entity);
                break;
            case CodeInline code:
                SayMarkup(code, "back-ticks", "delete them");
                AddText(code.Content, code);
                break;
            case HtmlInline html when html.Tag.StartsWith("</", StringComparison.Ordinal):
                // Said at the tag that opened it.
                break;
            case HtmlInline html:
                SayMarkup(html, $"HTML, `{html.Tag}`,", "delete it, or write `&lt;` for a less-than sign");
                break;
            case AutolinkInline autolink:
                SayMarkup(autolink, "a link", "name the document in sources.yaml and cite it");
                AddText(autolink.Url, autolink);
                break;
            case LinkInline link:
                SayLink(link);
                AddChildren(link);
                break;
            case EmphasisInline emphasis:
                SayMarkup(emphasis, "emphasis", $"delete the `{emphasis.DelimiterChar}`, or write `\\{emphasis.DelimiterChar}` where one is meant to be read");
                AddChildren(emphasis);
                break;
            case DelimiterInline unmatched:
                // An opening bracket that nothing closes; the rest of the text hangs below it.
                AddText(unmatched.ToLiteral(), unmatched);
                AddChildren(unmatched);
                break;
            case ContainerInline container:
                AddChildren(container);
                break;
        }
    }

    private void AddChildren(ContainerInline container)
    {
        foreach (var child in container)
        {
            Add(child);
        }
    }

    private void AddText(ReadOnlySpan<char> text, Inline where)
    {
        if (_citations.Count > 0 && !text.IsWhiteSpace() && !_saidMisplaced)
        {
            _saidMisplaced = true;
            _file.Log.Error(_body.LineOf(where), $"text stands behind the footnote mark `[^{_citations[^1].Id}]`: move all marks, side by side, to the end of the statement");
        }

        _text.Append(text);
    }

    private void SayMarkup(Inline inline, string what, string remedy) =>
        _file.Log.Error(_body.LineOf(inline), $"{what} in a text that is shown as plain text: {remedy}");

    private void SayLink(LinkInline link)
    {
        var line = _body.LineOf(link);
        if (link.IsImage)
        {
            _file.Log.Error(line, "an image in a text that is shown as plain text: delete it");
        }
        else if (_file.CheckTarget(line, link.Url))
        {
            _file.Log.Error(line, $"a link, to `{link.Url}`, where the form has none: write the name without a link");
        }
    }

    private void CheckMarks()
    {
        if (Text.Contains("[^", StringComparison.Ordinal))
        {
            _file.Log.Error(Line, "a footnote mark is not closed: write it as `[^id]`, with an id of sources.yaml");
            _saidMisplaced = true;
        }

        var sources = ImmutableArray.CreateBuilder<string>(_citations.Count);
        foreach (var citation in _citations)
        {
            if (sources.Contains(citation.Id))
            {
                _file.Log.Error(_body.LineOf(citation), $"`[^{citation.Id}]` is cited twice by one statement: delete one");
                continue;
            }

            sources.Add(citation.Id);
            if (citation.Id.Length == 0)
            {
                _file.Log.Error(_body.LineOf(citation), "an empty footnote mark: write an id of sources.yaml into it, `[^id]`");
                continue;
            }

            _file.CheckSource(_body.LineOf(citation), citation.Id);
        }

        Sources = sources.DrainToImmutable();
    }

    /// <summary>Whether the passage lacks sources and nothing was said about it yet.</summary>
    public bool LacksSource => Sources.IsEmpty && !_saidMisplaced;

    private static string CollapseSpaces(string text)
    {
        var single = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isSpace = c is ' ' or '\t' or '\n';
            if (!isSpace || (single.Length > 0 && single[^1] != ' '))
            {
                single.Append(isSpace ? ' ' : c);
            }
        }

        return single.ToString().TrimEnd(' ');
    }
}
