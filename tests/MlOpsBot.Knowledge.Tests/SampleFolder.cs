using System.Text;

namespace MlOpsBot.Knowledge.Tests;

/// <summary>A small good knowledge folder on disk, for a test to break.</summary>
internal sealed class SampleFolder : IDisposable
{
    public const string Engineer = "roles/data-engineer.md";
    public const string Scientist = "roles/data-scientist.md";
    public const string Monitoring = "activities/model-monitoring.md";
    public const string Topic = "topics/design-phase.md";
    public const string Tips = "tips/data.md";
    public const string Sources = "sources.yaml";
    public const string Organization = "organization.yaml";
    public const string Synonyms = "synonyms.txt";

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private SampleFolder(string path) => Root = path;

    public string Root { get; }

    public static SampleFolder Empty() => new(Directory.CreateTempSubdirectory("mlopsbot-knowledge-").FullName);

    public static SampleFolder Good()
    {
        var folder = Empty();
        folder.Write(Engineer, """
            ---
            name: Data Engineer
            aliases: [DataOps engineer, "data pipeline engineer"]
            abbreviations: [DE]
            asked: [who builds our pipelines]
            category: technical
            phases: [development, design]
            ---
            Builds and runs the pipelines that bring good
            data to the models. [^slides][^guide]

            ## Responsibilities
            - Collects, stores and processes data. [^slides]
            - Checks data against rules that the team agreed on,
              before anyone trains on it. [^guide]

            ## Skills
            - Data warehousing. [^guide]

            ## Hands over to
            - [Data scientist](data-scientist.md): gets prepared data. [^guide]
            """);
        folder.Write(Scientist, """
            ---
            name: Data Scientist
            abbreviations: [DS]
            category: technical
            ---
            Finds the model that answers the question. [^slides]

            ## Responsibilities
            - Trains models. [^slides]

            ## Works with
            - [Data engineer](data-engineer.md): agrees on the data. [^slides]

            ## Differs from
            - [Data engineer](data-engineer.md): builds models, while the data engineer builds pipelines. [^guide]

            ## Start-up and enterprise
            - In a start-up, one person does both. [^guide]
            """);
        folder.Write(Monitoring, """
            ---
            name: Model monitoring
            aliases: [monitoring of models]
            phases: [deployment]
            ---
            Watching a model in production. [^slides]

            ## Lead
            - [Data scientist](../roles/data-scientist.md): watches the figures. [^slides]

            ## Supporting
            - [Data engineer](../roles/data-engineer.md): delivers the figures. [^guide]

            ## Where sources disagree
            - One source gives it to the data engineer. [^slides][^guide]

            ## Details
            - Drift is found here. [^guide]
            """);
        folder.Write(Topic, """
            ---
            name: The design phase
            aliases: [design stage]
            phases: [design]
            roles: [data-scientist, data-engineer]
            ---
            The first phase of a project. [^slides]

            ## What comes out of it
            - Requirements. [^slides]
            """);
        folder.Write(Tips, """
            ---
            card: data-engineer
            ---
            ## Catch bad data at the door
            Check data when it arrives. [^guide]

            ## Don't wait for complaints {card=model-monitoring}
            Watch the figures yourself. [^slides]
            """);
        folder.Write(Sources, """
            - id: slides
              title: Roles in MLOps
              author: A. Author
              file: slides.txt
            - id: guide
              title: "Roles: a guide"
              date: 2023
              file: guide.txt
            """);
        folder.Write(Organization, """
            company: Example Corp
            holdings:
              - card: model-monitoring
                people:
                  - name: Ada Example
                    email: ada@example.com
                    slack: U0000000001
                deputy: { name: Ben Example }
                team: Data Platform
                channel: "#data-platform"
                since: 2026-01-01
                review_by: 2026-12-31
            """);
        folder.Write(Synonyms, """
            # words that mean the same
            ml, machine learning
            ml ops => mlops
            owner, lead^0.7
            """);
        return folder;
    }

    public SampleFolder Write(string file, string text) => WriteBytes(file, Encoding.UTF8.GetBytes(text));

    public SampleFolder WriteBytes(string file, byte[] bytes)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    /// <summary>Replaces what must stand in the file exactly once.</summary>
    public SampleFolder Replace(string file, string old, string with)
    {
        var text = Read(file);
        text.Split(old).Length.ShouldBe(2, $"`{old}` stands once in {file}");
        return Write(file, text.Replace(old, with, StringComparison.Ordinal));
    }

    public SampleFolder Append(string file, string text) => Write(file, Read(file) + "\n" + text);

    public SampleFolder Delete(string file)
    {
        File.Delete(PathOf(file));
        return this;
    }

    public void SetTimes(DateTimeOffset written)
    {
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, written.UtcDateTime);
        }
    }

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public string PathOf(string file) => Path.Combine(Root, file);

    public KnowledgeLoad Load() => KnowledgeFolder.Load(Root, new ManualTime(Now));

    public KnowledgeBase LoadGood()
    {
        var load = Load();
        load.Findings.ShouldBeEmpty();
        return load.Knowledge.ShouldNotBeNull();
    }

    /// <summary>The errors as `check` prints them; anything else is a failure of the test.</summary>
    public string[] Errors()
    {
        var load = Load();
        load.Findings.ShouldAllBe(finding => finding.Severity == FindingSeverity.Error);
        load.Knowledge.ShouldBeNull();
        return [.. load.Findings.Select(finding => finding.ToString())];
    }

    /// <summary>The warnings as `check` prints them, of a folder that is served.</summary>
    public string[] Warnings()
    {
        var load = Load();
        load.Findings.ShouldAllBe(finding => finding.Severity == FindingSeverity.Warning);
        load.Knowledge.ShouldNotBeNull();
        return [.. load.Findings.Select(finding => finding.ToString())];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
