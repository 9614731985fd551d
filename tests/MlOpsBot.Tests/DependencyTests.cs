using System.Text.Json;
using MlOpsBot.Dependencies;

namespace MlOpsBot.Tests;

public sealed class DependencyTests
{
    private static readonly PackageList _packages = PackageList.Read(Repository.Root);

    [Fact]
    public void The_page_names_every_package_that_is_restored_and_no_other()
    {
        // Versions of what is not asked for directly are the registry's choice.
        string[] restored = [.. _packages.Shipped.Concat(_packages.Others).Select(package => $"{package.Id} {(package.IsDirect ? package.Version : "")} {package.Licence}")];
        string[] named =
        [
            .. File.ReadLines(Path.Combine(Repository.Root, DependencyPage.Place))
                .Select(line => line.Trim('|', ' ').Split(" | "))
                .Where(cells => cells is [_, _, _, "directly" or "by another"])
                .Select(cells => $"{cells[0]} {(cells[3] == "directly" ? cells[1] : "")} {cells[2]}"),
        ];

        restored.ShouldBe(named, ignoreOrder: true, "write the page anew: bash deploy/dependencies --write");
    }

    [Fact]
    public void What_is_shipped_has_a_licence_that_is_allowed()
    {
        _packages.Shipped.Length.ShouldBeGreaterThan(15);
        _packages.Shipped.ShouldAllBe(package => PackageList.Allowed.Contains(package.Licence));
        _packages.Others.ShouldAllBe(package => package.Licence != "unknown");
    }

    [Fact]
    public void What_only_tests_and_analyses_is_not_shipped()
    {
        string[] ids = [.. _packages.Shipped.Select(package => package.Id)];
        ids.ShouldNotContain("xunit.v3");
        ids.ShouldNotContain("Meziantou.Analyzer");
        ids.ShouldContain("SQLitePCLRaw.lib.e_sqlite3");
    }

    [Fact]
    public void The_bill_of_materials_names_what_is_shipped()
    {
        using var bill = JsonDocument.Parse(DependencyPage.WriteBill(_packages, "1.2.3"));
        bill.RootElement.GetProperty("specVersion").GetString().ShouldBe("1.5");
        bill.RootElement.GetProperty("components").EnumerateArray().Select(one => one.GetProperty("purl").GetString())
            .ShouldBe(_packages.Shipped.Select(package => $"pkg:nuget/{package.Id}@{package.Version}"));
    }

    [Fact]
    public void Advisories_are_read_of_direct_and_other_packages()
        => Advisories.Read(
            """
            {"version":1,"projects":[{"path":"a"},{"path":"b","frameworks":[{"framework":"net10.0",
             "topLevelPackages":[{"id":"A","resolvedVersion":"1.0.0","vulnerabilities":[{"severity":"High","advisoryurl":"https://github.com/advisories/GHSA-1"}]}],
             "transitivePackages":[{"id":"B","resolvedVersion":"2.0.0","vulnerabilities":[{"severity":"Low","advisoryurl":"https://github.com/advisories/GHSA-2"}]}]}]}]}
            """).ShouldBe([new Advisory("A", "GHSA-1", "High"), new Advisory("B", "GHSA-2", "Low")]);
}
