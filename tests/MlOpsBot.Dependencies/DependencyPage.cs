using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace MlOpsBot.Dependencies;

/// <summary>The packages as a page, and as a list that other programs read.</summary>
public static class DependencyPage
{
    /// <summary>Where the page lies, from the repository's folder.</summary>
    public const string Place = "deploy/security/dependencies.md";

    /// <summary>The page.</summary>
    public static string Write(PackageList packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        var page = new StringBuilder("""
            # Dependencies

            Written by `bash deploy/dependencies --write`, and kept current by a test: a package that is not here, or whose licence is not among those
            allowed, fails the build. `bash deploy/dependencies` prints it and asks for advisories: exit code 0 where there is none that is not accepted
            below, 1 where there is, 2 where the registry does not serve the list. `--sbom FILE` writes a CycloneDX list. Versions of what is not asked for
            directly are those of the last writing.

            ## Shipped


            """);
        Table(page, packages.Shipped);
        page.Append($"""

            Allowed licences: {string.Join(", ", PackageList.Allowed)}.

            Besides packages the program brings: the word list of `src/MlOpsBot.Answers/Language/english-words.txt`, whose licence lies beside it.

            ## Not packages

            | what | version | how it is kept current |
            |---|---|---|
            | .NET and ASP.NET Core | 10.0, the machine's or the container's; a self-contained build brings its own | supported until November 2028; rebuild or update monthly |
            | SQLite, the system's `libsqlite3.so.0` | 3.35 or later; used first on Linux | with the system |
            | SQLite, in `SQLitePCLRaw.lib.e_sqlite3` | 3.35.5 | only where the system has none; a warning at start says so. Later packages do not restore from every registry |
            | ICU, OpenSSL, time-zone data | the system's | with the system |
            | PostgreSQL | your server's | with the server |

            ## Known and accepted


            """);
        foreach (var (id, why) in Advisories.Accepted.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            page.Append($"- {id}: {why}\n");
        }

        page.Append("\n## For building and testing alone\n\n");
        Table(page, packages.Others);
        return page.ToString();
    }

    /// <summary>What is shipped, as CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/).</summary>
    public static string WriteBill(PackageList packages, string version)
    {
        ArgumentNullException.ThrowIfNull(packages);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.5");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("component");
            json.WriteString("type", "application");
            json.WriteString("name", "mlopsbot");
            json.WriteString("version", version);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var package in packages.Shipped)
            {
                WriteComponent(json, package);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteComponent(Utf8JsonWriter json, Package package)
    {
        var address = $"pkg:nuget/{package.Id}@{package.Version}";
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("bom-ref", address);
        json.WriteString("name", package.Id);
        json.WriteString("version", package.Version);
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteStartObject("license");
        json.WriteString("id", package.Licence);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("purl", address);
        json.WriteEndObject();
    }

    private static void Table(StringBuilder page, ImmutableArray<Package> packages)
    {
        page.Append("| package | version | licence | asked for |\n|---|---|---|---|\n");
        foreach (var package in packages)
        {
            page.Append($"| {package.Id} | {package.Version} | {package.Licence} | {(package.IsDirect ? "directly" : "by another")} |\n");
        }
    }
}
