using System.Collections.Immutable;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>Reads <c>sources.yaml</c>.</summary>
internal static class SourcesReader
{
    private static readonly ImmutableArray<string> _keys = ["id", "title", "author", "date", "file"];

    /// <summary>The sources, those with faults included as far as they have an id; null, after a finding, where the file cannot be read.</summary>
    public static ImmutableArray<Source>? Read(string text, FileLog log)
    {
        if (!Yaml.Read(text, 1, log, out var root))
        {
            return null;
        }

        if (root is not YamlList { Items.Count: > 0 } list)
        {
            log.Error(root?.Line ?? 0, "sources.yaml must be a list of sources: write `- id: …` and below it, indented, `title: …` and `file: …`");
            return null;
        }

        var sources = ImmutableArray.CreateBuilder<Source>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (YamlFields.Of(item, item.Line, "a source", _keys, log) is { } fields)
            {
                Add(fields, sources, log);
            }
        }

        return sources.DrainToImmutable();
    }

    private static void Add(YamlFields fields, ImmutableArray<Source>.Builder sources, FileLog log)
    {
        var id = fields.RequiredText("id", "write `id: …`, the word that citations use");
        var title = fields.RequiredText("title", "write `title: …`, the document's title");
        var file = fields.RequiredText("file", "write `file: …`, the name of the document's file");
        var author = fields.Text("author");
        var date = fields.Text("date");
        if (id is null)
        {
            return;
        }

        if (!Names.IsSlug(id.Text))
        {
            log.Error(id.Line, $"the id `{id.Text}` has other characters than {Names.SlugRule}: rename it");
        }

        if (sources.Any(source => source.Id == id.Text))
        {
            log.Error(id.Line, $"a second source with the id `{id.Text}`: give it another id, or delete it");
            return;
        }

        sources.Add(new Source(id.Text, title?.Text ?? "", author?.Text, date?.Text, file?.Text ?? ""));
    }
}
