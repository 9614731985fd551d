using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;

namespace MlOpsBot.Dependencies;

/// <summary>The packages of the program, and those that only build and test it, as they were restored on this machine. Immutable.</summary>
/// <param name="Shipped">What goes out with the program, by name.</param>
/// <param name="Others">What only builds and tests it, by name.</param>
public sealed record PackageList(ImmutableArray<Package> Shipped, ImmutableArray<Package> Others)
{
    /// <summary>Licences that what is shipped may have: they ask for a notice, and for nothing else.</summary>
    public static ImmutableArray<string> Allowed { get; } = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL"];

    /// <summary>The restored lists of packages that the program itself is made of.</summary>
    private const string Program = "src/MlOpsBot/obj/project.assets.json";

    // Authors that name a file or an address instead of a licence; each was read.
    private static readonly Dictionary<string, string> s_read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["System.Security.Cryptography.ProtectedData"] = "MIT",
        ["Microsoft.DotNet.PlatformAbstractions"] = "MIT",
        ["CommandLineParser"] = "MIT",
    };

    /// <summary>Reads what was restored.</summary>
    /// <param name="root">The repository's folder.</param>
    /// <exception cref="FileNotFoundException">Nothing was restored yet.</exception>
    public static PackageList Read(string root)
    {
        var shipped = ReadAssets(Path.Combine(root, Program)).Where(package => package.IsShipped).Select(package => package.Package).ToList();
        var others = Directory.EnumerateDirectories(Path.Combine(root, "tests")).Select(folder => Path.Combine(folder, "obj", "project.assets.json")).Where(File.Exists)
            .Append(Path.Combine(root, Program))
            .SelectMany(ReadAssets).Select(package => package.Package)
            .GroupBy(package => package.Id, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.First() with { IsDirect = group.Any(package => package.IsDirect) })
            .Where(package => !shipped.Exists(one => one.Id == package.Id));
        return new PackageList(Sorted(shipped), Sorted(others));
    }

    private static ImmutableArray<Package> Sorted(IEnumerable<Package> packages) => [.. packages.OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)];

    private static List<(Package Package, bool IsShipped)> ReadAssets(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var folder = root.GetProperty("packageFolders").EnumerateObject().First().Name;
        var direct = root.GetProperty("project").GetProperty("frameworks").EnumerateObject()
            .SelectMany(framework => framework.Value.TryGetProperty("dependencies", out var asked) ? asked.EnumerateObject().Select(one => one.Name) : [])
            .Concat(DirectOfProjects(root))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var packages = new List<(Package, bool)>();
        foreach (var entry in root.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject().Where(entry => entry.Value.GetProperty("type").ValueEquals("package")))
        {
            var (id, version) = (entry.Name[..entry.Name.IndexOf('/', StringComparison.Ordinal)], entry.Name[(entry.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            var place = root.GetProperty("libraries").GetProperty(entry.Name).GetProperty("path").GetString()!;
            var isShipped = entry.Value.TryGetProperty("runtime", out _) || entry.Value.TryGetProperty("runtimeTargets", out _) || entry.Value.TryGetProperty("native", out _);
            packages.Add((new Package(id, version, LicenceOf(id, Path.Combine(folder, place)), direct.Contains(id)), isShipped));
        }

        return packages;
    }

    // What the projects beside it ask for stands with them, as ranges.
    private static IEnumerable<string> DirectOfProjects(JsonElement root) => root.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
        .Where(entry => entry.Value.GetProperty("type").ValueEquals("project") && entry.Value.TryGetProperty("dependencies", out _))
        .SelectMany(entry => entry.Value.GetProperty("dependencies").EnumerateObject().Select(one => one.Name));

    private static string LicenceOf(string id, string folder)
    {
        var specification = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single());
        var licence = specification.Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value;
        return licence ?? s_read.GetValueOrDefault(id) ?? "unknown";
    }
}
