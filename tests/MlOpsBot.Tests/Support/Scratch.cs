namespace MlOpsBot.Tests.Support;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch() => Path = Directory.CreateTempSubdirectory("mlopsbot-").FullName;

    public string Path { get; }

    /// <summary>A scratch folder with a copy of the shipped knowledge in <c>knowledge/</c>.</summary>
    public static Scratch WithKnowledge()
    {
        var scratch = new Scratch();
        foreach (var file in Directory.EnumerateFiles(Repository.Knowledge, "*", SearchOption.AllDirectories))
        {
            scratch.Write(System.IO.Path.Combine("knowledge", System.IO.Path.GetRelativePath(Repository.Knowledge, file)), File.ReadAllText(file));
        }

        return scratch;
    }

    public string Knowledge => System.IO.Path.Combine(Path, "knowledge");

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Edits a file of the copied knowledge.</summary>
    public void Edit(string name, Func<string, string> edit)
    {
        var path = System.IO.Path.Combine(Knowledge, name);
        var before = File.ReadAllText(path);
        var after = edit(before);
        after.ShouldNotBe(before, "the edit has to change something");

        // Whole at once, as editors and Git save: a watcher may look at any moment, also between emptying a file and filling it.
        var whole = System.IO.Path.Combine(Path, "edit.tmp");
        File.WriteAllText(whole, after);
        File.Move(whole, path, overwrite: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
