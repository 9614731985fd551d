using System.Xml.Linq;

namespace MlOpsBot.Deploy.Tests.Support;

/// <summary>The version that everything in deploy/ speaks of.</summary>
internal static class Versions
{
    public static string Program { get; } =
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
}
