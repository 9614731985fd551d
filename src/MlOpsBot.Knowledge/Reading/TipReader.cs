using System.Collections.Immutable;
using Markdig.Syntax;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>Reads a file of <c>tips/</c>.</summary>
internal static class TipReader
{
    private static readonly ImmutableArray<string> _keys = ["card"];

    public static ImmutableArray<Tip> Read(CardFile file)
    {
        var parts = FrontMatter.Split(file.Text, file.Log);
        if (parts.IsOpen)
        {
            return [];
        }

        var (fileCard, isCardKnown) = ReadFront(parts, file);
        if (fileCard is not null)
        {
            CheckCard(file, fileCard.Line, fileCard.Text);
        }

        var body = MarkdownBody.Read(parts.Body, parts.BodyLine, file.Log);
        var reader = new StatementReader(file, body);
        foreach (var block in body.Opening.Blocks)
        {
            file.Log.Error(body.LineOf(block), $"{StatementReader.Describe(block)} above the first tip: begin the tip with a heading `## Title`");
        }

        if (body.Sections.Count == 0)
        {
            file.Log.Error(0, "a tip file without tips: write `## Title` and a sentence or two below it, or delete the file");
        }

        var tips = ImmutableArray.CreateBuilder<Tip>(body.Sections.Count);
        foreach (var section in body.Sections)
        {
            var (title, ownCard) = SplitTitle(section, file);
            if (ownCard is null && fileCard is null && isCardKnown)
            {
                file.Log.Error(section.Line, "a tip without a card: write `card: slug` in the front matter, or `{card=slug}` at the end of the heading");
            }

            var text = ReadText(section, reader, body, file);
            var id = $"{file.Slug}/{Names.ToSlug(title)}";
            CheckTitle(tips, section, title, id, file.Log);
            tips.Add(new Tip(id, title, text?.Text ?? "", ownCard ?? fileCard?.Text ?? "", text?.Sources ?? [], file.Log.At(section.Line)));
        }

        return tips.DrainToImmutable();
    }

    /// <summary>The card of the file; whether it is known to have one or none, which faulty front matter, already reported, leaves open.</summary>
    private static (YamlText? Card, bool IsKnown) ReadFront(FrontMatter parts, CardFile file)
    {
        if (parts.Yaml is null)
        {
            return (null, true);
        }

        if (!Yaml.Read(parts.Yaml, parts.YamlLine, file.Log, out var value) || YamlFields.Of(value, 1, "a tip file", _keys, file.Log) is not { } front)
        {
            return (null, false);
        }

        var card = front.Text("card");
        return (card, card is not null || front.Value("card") is null);
    }

    private static (string Title, string? Card) SplitTitle(BodySection section, CardFile file)
    {
        var open = section.Title.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return (section.Title, null);
        }

        var title = section.Title[..open].TrimEnd();
        var mark = section.Title[open..];
        if (!mark.StartsWith("{card=", StringComparison.Ordinal) || !mark.EndsWith('}') || mark.Length < "{card=x}".Length)
        {
            file.Log.Error(section.Line, $"`{mark}` in a tip's heading: write `{{card=slug}}`, without spaces, at its end");

            // An empty slug keeps the tip from being reported as one without a card as well.
            return (title, "");
        }

        var card = mark["{card=".Length..^1];
        CheckCard(file, section.Line, card);
        return (title, card);
    }

    private static Statement? ReadText(BodySection section, StatementReader reader, MarkdownBody body, CardFile file)
    {
        if (section.Blocks.Count == 0)
        {
            file.Log.Error(section.Line, "a tip without text: write a sentence or two below the heading, or delete it");
            return null;
        }

        foreach (var extra in section.Blocks.Skip(section.Blocks[0] is ParagraphBlock ? 1 : 0))
        {
            file.Log.Error(body.LineOf(extra), $"{StatementReader.Describe(extra)} in a tip, which is one paragraph: join it, or make it a tip of its own");
        }

        return section.Blocks[0] is ParagraphBlock paragraph
            ? reader.ToStatement(Passage.Read(paragraph, body, file), "the tip", Limits.TipText)
            : null;
    }

    private static void CheckTitle(IEnumerable<Tip> tips, BodySection section, string title, string id, FileLog log)
    {
        if (Names.ToSlug(title).Length == 0)
        {
            log.Error(section.Line, "a tip without a title: write a few words behind `##`");
        }
        else if (tips.FirstOrDefault(tip => tip.Id == id) is { } first)
        {
            log.Error(section.Line, $"a second tip with the id `{id}`, as on line {first.Location.Line}: give it another title");
        }

        if (title.Length > Limits.TipTitle)
        {
            log.Error(section.Line, $"the title has {title.Length} characters, {Limits.TipTitle} fit: shorten it");
        }
    }

    private static void CheckCard(CardFile file, int line, string slug)
    {
        if (file.Surroundings.KindOf(slug) is null)
        {
            file.Log.Error(line, $"unknown card `{slug}`{Nearest.Hint(slug, file.Surroundings.Slugs, "name the slug of a role, an activity or a topic")}");
        }
    }
}
