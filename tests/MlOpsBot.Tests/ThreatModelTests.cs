using System.Text.RegularExpressions;

namespace MlOpsBot.Tests;

/// <summary>The threat model's page names tests; they have to be there.</summary>
public sealed partial class ThreatModelTests
{
    private static readonly string _page = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "security", "README.md"));

    [Fact]
    public void Every_threat_names_what_stops_it_what_is_left_and_a_test_that_is_there()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);
        string[][] threats = [.. _page.Split('\n').SkipWhile(line => !line.StartsWith("| threat |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|', ' ').Split(" | "))];

        threats.Length.ShouldBeGreaterThan(20);
        foreach (var threat in threats)
        {
            threat.Length.ShouldBe(4, threat[0]);
            threat.ShouldAllBe(cell => cell.Trim().Length > 0);
            string[] named = [.. Name().Matches(threat[3]).Select(match => match.Groups["name"].Value)];
            named.ShouldNotBeEmpty(threat[0]);
            named.Where(name => !tests.Contains(name)).ShouldBeEmpty(threat[0]);
        }
    }

    [Fact]
    public void Every_host_that_Teams_is_called_at_is_on_the_list_for_outgoing_rules()
    {
        foreach (var cloud in Enum.GetValues<Teams.TeamsCloud>().Select(Teams.Connecting.Clouds.Of))
        {
            foreach (var host in cloud.ServiceHosts.Append(cloud.Authority.Host).Append(cloud.Metadata.Host))
            {
                _page.ShouldContain($"`{host}`");
            }
        }
    }

    [GeneratedRegex(@"public (async )?(Task|void|ValueTask) (?<name>\w+)\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Method();

    [GeneratedRegex("`(?<name>[A-Za-z0-9_]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
