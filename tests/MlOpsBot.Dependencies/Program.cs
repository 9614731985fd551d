using System.Xml.Linq;
using MlOpsBot.Dependencies;

const int Findings = 1;
const int Unknown = 2;

var root = Directory.GetCurrentDirectory();
var sbom = Array.IndexOf(args, "--sbom");
if (sbom == args.Length - 1 && sbom >= 0)
{
    await Console.Error.WriteLineAsync("--sbom needs the name of a file.");
    return Unknown;
}

var packages = PackageList.Read(root);
var page = DependencyPage.Write(packages);
if (sbom >= 0)
{
    var version = XDocument.Load(Path.Combine(root, "Directory.Build.props")).Descendants("Version").First().Value;
    await File.WriteAllTextAsync(args[sbom + 1], DependencyPage.WriteBill(packages, version));
    Console.WriteLine($"{packages.Shipped.Length} components in {args[sbom + 1]}.");
    return 0;
}

if (args.Contains("--write"))
{
    await File.WriteAllTextAsync(Path.Combine(root, DependencyPage.Place), page);
    Console.WriteLine($"{packages.Shipped.Length} shipped and {packages.Others.Length} other packages in {DependencyPage.Place}.");
    return 0;
}

Console.Write(page);
Console.WriteLine("\n## Advisories now\n");
var unlicensed = packages.Shipped.Where(package => !PackageList.Allowed.Contains(package.Licence)).ToList();
foreach (var package in unlicensed)
{
    Console.WriteLine($"{package.Id} {package.Version} has the licence {package.Licence}, which is not among those allowed.");
}

var (found, fault) = await Advisories.AskAsync(root);
if (found is not { } advisories)
{
    Console.WriteLine($"Not known: {fault}. Ask where a registry does, or look the packages up at https://github.com/advisories.");
    return unlicensed.Count > 0 ? Findings : Unknown;
}

foreach (var advisory in advisories)
{
    Console.WriteLine($"{advisory.Package}: {advisory.Id}, {advisory.Severity}{(Advisories.Accepted.ContainsKey(advisory.Id) ? ", accepted as above" : "")}");
}

return unlicensed.Count > 0 || advisories.Any(advisory => !Advisories.Accepted.ContainsKey(advisory.Id)) ? Findings : 0;
