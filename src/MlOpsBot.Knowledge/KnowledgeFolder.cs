using System.Collections.Immutable;
using MlOpsBot.Knowledge.Reading;

namespace MlOpsBot.Knowledge;

/// <summary>Reads and checks a knowledge folder; <c>knowledge/README.md</c> is its form. Thread-safe.</summary>
public static class KnowledgeFolder
{
    /// <summary>Reads the folder whole and says everything that is wrong with it. Never throws for content; I/O faults become findings.</summary>
    /// <param name="path">The folder.</param>
    public static KnowledgeLoad Load(string path) => Load(path, TimeProvider.System);

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="path">The folder.</param>
    /// <param name="time">Gives the date that review dates are compared with.</param>
    public static KnowledgeLoad Load(string path, TimeProvider time)
    {
        var log = new FindingLog();
        if (!Directory.Exists(path))
        {
            log.Error(".", 0, $"there is no folder {path}: create it, or name another one with --knowledge");
            return new KnowledgeLoad(null, log.Sorted());
        }

        var contents = FolderContents.Read(path, log);

        // Hashing beside reading: loading the system's cryptography takes longer than the hash.
        var version = Task.Run(contents.Version);
        var knowledge = Read(path, contents, log, DateOnly.FromDateTime(time.GetLocalNow().Date), version);
        return new KnowledgeLoad(log.HasErrors ? null : knowledge, log.Sorted())
        {
            Version = version.GetAwaiter().GetResult(),
            HasUnreadFiles = contents.HasUnreadFiles,
        };
    }

    private static KnowledgeBase? Read(string path, FolderContents contents, FindingLog log, DateOnly today, Task<string> version)
    {
        NamesCheck.CheckStrays(contents.Strays, log);
        if (!contents.Names.Any(file => Surroundings.KindOfFile(file) is not null))
        {
            log.Error(".", 0, $"the folder {path} has no cards: add one to roles/, activities/ or topics/, or name another folder with --knowledge");
            return null;
        }

        NamesCheck.CheckFiles(contents.Names, log);
        var texts = Decode(contents, log);
        var sources = ReadSources(texts, contents, log);
        var surroundings = new Surroundings(contents.Names, sources?.Select(source => source.Id).ToList(), today);
        var cards = new CardSet(contents.Names, texts, surroundings, log);
        var organization = texts.TryGetValue("organization.yaml", out var text)
            ? new OrganizationReader(new FileLog(log, "organization.yaml"), surroundings).Read(text)
            : Organization.Empty;
        var synonyms = texts.GetValueOrDefault("synonyms.txt", "");
        SynonymsCheck.Check(synonyms, new FileLog(log, "synonyms.txt"));
        return log.HasErrors ? null : new KnowledgeBase(
            cards.Roles, cards.Activities, cards.Topics, cards.Tips, sources ?? [], synonyms, organization, version.GetAwaiter().GetResult());
    }

    private static Dictionary<string, string> Decode(FolderContents contents, FindingLog log)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, bytes) in contents.Files)
        {
            if (bytes is not null)
            {
                texts.Add(file, SourceText.Decode(bytes, new FileLog(log, file)));
            }
        }

        return texts;
    }

    private static ImmutableArray<Source>? ReadSources(Dictionary<string, string> texts, FolderContents contents, FindingLog log)
    {
        if (texts.TryGetValue("sources.yaml", out var text))
        {
            return SourcesReader.Read(text, new FileLog(log, "sources.yaml"));
        }

        if (!contents.Names.Contains("sources.yaml"))
        {
            log.Error("sources.yaml", 0, "the file is missing: list the documents that statements cite, `- id: …` with `title: …` and `file: …`");
        }

        return null;
    }
}
