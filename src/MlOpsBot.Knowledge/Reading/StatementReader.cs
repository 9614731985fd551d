using System.Collections.Immutable;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>Reads the statements of one file: its first paragraph and the bullets of its sections.</summary>
internal sealed class StatementReader(CardFile file, MarkdownBody body)
{
    private FileLog Log => file.Log;

    /// <summary>The first paragraph; whatever else stands above the first heading is reported.</summary>
    public Statement? Summary()
    {
        Statement? summary = null;
        var isFirst = true;
        foreach (var block in body.Opening.Blocks)
        {
            if (isFirst && block is ParagraphBlock paragraph)
            {
                summary = ToStatement(Passage.Read(paragraph, body, file), "the summary", Limits.Summary);
            }
            else
            {
                Log.Error(body.LineOf(block), $"{Describe(block)} above the first heading, where only the summary stands: one paragraph; move the rest under a heading");
            }

            isFirst = false;
        }

        if (isFirst)
        {
            Log.Error(body.Opening.Line, "the summary is missing: write one sentence that answers \"what is it?\" below the front matter, with its source");
        }

        return summary;
    }

    public ImmutableArray<Statement> Statements(BodySection? section, int most) =>
        [.. Bullets(section, most).Select(bullet => ToStatement(Passage.Read(bullet, body, file), "the statement", Limits.Statement)).OfType<Statement>()];

    /// <summary>The lines of a section that each begin with a link to a role.</summary>
    /// <param name="section">The section; null where the card has none.</param>
    /// <param name="most">How many lines fit.</param>
    /// <param name="objection">What, if anything, is wrong with having a line about that role there.</param>
    /// <param name="tooMany">What to say about the first line too many.</param>
    public ImmutableArray<RoleStatement> RoleStatements(BodySection? section, int most, Func<string, string?> objection, string? tooMany = null)
    {
        var statements = ImmutableArray.CreateBuilder<RoleStatement>();
        foreach (var bullet in Bullets(section, most, tooMany))
        {
            if (ToRoleStatement(bullet) is not { } statement)
            {
                continue;
            }

            statements.Add(statement);
            if (objection(statement.Role) is { } message)
            {
                Log.Error(body.LineOf(bullet), message);
            }
        }

        return statements.DrainToImmutable();
    }

    /// <summary>A paragraph that must be plain text with sources, no longer than the limit; null after a finding.</summary>
    public Statement? ToStatement(Passage passage, string what, int limit) =>
        Accept(passage, what, limit) ? new Statement(passage.Text, passage.Sources) : null;

    public static string Describe(Block block) => block switch
    {
        ListBlock { IsOrdered: true } => "a numbered list",
        ListBlock => "a list",
        HtmlBlock => "HTML",
        CodeBlock => "a code block",
        QuoteBlock => "a quotation",
        ThematicBreakBlock => "a rule",
        ParagraphBlock { Inline.FirstChild: LiteralInline first } when first.Content.CurrentChar == '#' => "a heading without a space after its `#`",
        _ => "a paragraph",
    };

    private RoleStatement? ToRoleStatement(ParagraphBlock bullet)
    {
        var passage = Passage.Read(bullet, body, file, beginsWithLink: true);
        if (passage.Link is null)
        {
            Log.Error(passage.Line, "the line must begin with a link to a role's card and a colon: `- [Role](…/role-slug.md): what it does. [^source]`");
            return null;
        }

        var role = file.RoleOf(body.LineOf(passage.Link), passage.Link.Url);
        if (!passage.TakeColon())
        {
            Log.Error(passage.Line, "a colon is missing behind the link: `[Role](…/role-slug.md): what it does. [^source]`");
            return null;
        }

        return Accept(passage, "the statement", Limits.Statement) && role is not null
            ? new RoleStatement(role, passage.Text, passage.Sources)
            : null;
    }

    private bool Accept(Passage passage, string what, int limit)
    {
        if (passage.Text.Length == 0)
        {
            Log.Error(passage.Line, $"{what} has no text: write it, or delete the line");
            return false;
        }

        if (passage.LacksSource)
        {
            var example = file.Surroundings.SourceIds is [var first, ..] ? first : "id";
            Log.Error(passage.Line, $"{what} has no source: end it with the footnote mark of the source that says so, such as `[^{example}]`");
        }

        if (passage.Text.Length > limit)
        {
            Log.Error(passage.Line, $"{what} has {passage.Text.Length} characters, {limit} fit: shorten it or split it");
        }

        return true;
    }

    private IEnumerable<ParagraphBlock> Bullets(BodySection? section, int most, string? tooMany = null)
    {
        if (section is null)
        {
            yield break;
        }

        var count = 0;
        var isEmpty = true;
        foreach (var block in section.Blocks)
        {
            isEmpty = false;
            if (block is not ListBlock { IsOrdered: false } list)
            {
                Log.Error(body.LineOf(block), $"{Describe(block)} under `## {section.Title}`, where only bullets stand: begin each statement with `- `");
                continue;
            }

            foreach (var item in list.Cast<ListItemBlock>())
            {
                if (++count == most + 1)
                {
                    Log.Error(body.LineOf(item), tooMany ?? $"`## {section.Title}` has more than {most} lines: join or drop some");
                }

                if (TextOf(item) is { } text)
                {
                    yield return text;
                }
            }
        }

        if (isEmpty)
        {
            Log.Error(section.Line, $"`## {section.Title}` has no lines: add bullets below it, or delete the heading");
        }
    }

    private ParagraphBlock? TextOf(ListItemBlock item)
    {
        if (item.Count == 0)
        {
            Log.Error(body.LineOf(item), "an empty bullet: write the statement, or delete the line");
            return null;
        }

        foreach (var extra in item.Skip(item[0] is ParagraphBlock ? 1 : 0))
        {
            Log.Error(body.LineOf(extra), $"{Describe(extra)} inside a bullet, which holds one statement: make it a bullet of its own");
        }

        return item[0] as ParagraphBlock;
    }
}
