using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Deploy.Tests.Container;

/// <summary>The container file, read as far as its claims go.</summary>
internal sealed record Containerfile(ImmutableArray<Instruction> Instructions)
{
    public static string Location { get; } = Path.Combine(Repository.Root, "deploy", "container", "Containerfile");

    /// <summary>The instructions of the image that comes out.</summary>
    public ImmutableArray<Instruction> Final => [.. Instructions.Skip(Instructions.LastIndexOf(Instructions.Last(line => line.Name == "FROM")))];

    public ImmutableDictionary<string, string> Environment => Pairs("ENV");

    public ImmutableDictionary<string, string> Labels => Pairs("LABEL");

    /// <summary>The program and its first arguments, as the image starts them.</summary>
    public string[] Command => [.. List(Only("ENTRYPOINT").Arguments), .. List(Only("CMD").Arguments)];

    /// <summary>The program and its arguments that say whether the container is well.</summary>
    public string[] Health => List(Only("HEALTHCHECK").Arguments.Split("CMD ", 2)[1]);

    public static Containerfile Read()
    {
        var lines = File.ReadAllLines(Location).Where(line => !line.StartsWith('#') && line.Length > 0);
        var whole = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        return new Containerfile([.. whole.Select(line => line.Split(' ', 2)).Select(parts => new Instruction(parts[0], parts[1].Trim()))]);
    }

    public Instruction Only(string name) => Final.Single(line => line.Name == name);

    private static string[] List(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    private ImmutableDictionary<string, string> Pairs(string name) =>
        Final.Where(line => line.Name == name)
            .SelectMany(line => line.Arguments.Split("\" ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2))
            .ToImmutableDictionary(pair => pair[0], pair => pair[1].Trim('"'), StringComparer.Ordinal);
}

/// <summary>A line of it.</summary>
internal sealed record Instruction(string Name, string Arguments);
