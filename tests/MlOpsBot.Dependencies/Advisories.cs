using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;

namespace MlOpsBot.Dependencies;

/// <summary>What is published about the packages, as far as the registry that they come from tells it.</summary>
public static class Advisories
{
    /// <summary>
    /// Published for the SQLite that comes with the program's package (CVE-2025-6965). A registry that does not name it does not serve the
    /// list, and its silence about others means nothing.
    /// </summary>
    public const string Known = "GHSA-2m69-gcr7-jv3q";

    /// <summary>What is known and accepted, each with why.</summary>
    public static ImmutableDictionary<string, string> Accepted { get; } = ImmutableDictionary<string, string>.Empty.Add(
        Known,
        "SQLite below 3.50.2 (SQLitePCLRaw.lib.e_sqlite3): takes SQL of the attacker's, or a database file; the bot runs its own SQL alone, on its own file. "
            + "On Linux the system's library is used instead where there is one, and a warning says where there is none.");

    /// <summary>Asks the registry; null and why where it cannot be had.</summary>
    public static async Task<(ImmutableArray<Advisory>? Found, string? Fault)> AskAsync(string root)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["list", Path.Combine(root, "src", "MlOpsBot"), "package", "--vulnerable", "--include-transitive", "--format", "json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            return (null, $"'dotnet list package --vulnerable' failed: {(await complaints + output).Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()}");
        }

        var found = Read(output);
        return found.Any(advisory => advisory.Id == Known)
            ? (found, null)
            : (null, $"the registry does not serve the list of advisories: it does not know {Known}, which is published for a package that is used");
    }

    /// <summary>Reads what <c>dotnet list package --vulnerable --format json</c> prints.</summary>
    public static ImmutableArray<Advisory> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. from project in Items(document.RootElement, "projects")
               from framework in Items(project, "frameworks")
               from package in Items(framework, "topLevelPackages").Concat(Items(framework, "transitivePackages"))
               from flaw in Items(package, "vulnerabilities")
               select new Advisory(
                   package.GetProperty("id").GetString()!, flaw.GetProperty("advisoryurl").GetString()!.Split('/')[^1], flaw.GetProperty("severity").GetString()!),
        ];

        static IEnumerable<JsonElement> Items(JsonElement parent, string name) => parent.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];
    }
}
