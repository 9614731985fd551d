namespace MlOpsBot.Knowledge.Tests;

/// <summary>Files that somebody made to harm: each is a finding and costs little, and nothing outside of the folder is read.</summary>
public sealed class HostileContentTests : IDisposable
{
    /// <summary>Nearly as much as is read of a card.</summary>
    private const int Much = 50_000;
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> FrontMatter => new()
    {
        { "a bomb of aliases", "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c]" },
        { "merges of maps", "a: &a {x: 1}\n<<: *a" },
        { "lists in lists", "a: " + new string('[', Much) },
        { "maps in maps", "a: " + string.Concat(Enumerable.Repeat("{a: ", Much / 4)) },
        { "dashes in dashes", "a:\n" + string.Concat(Enumerable.Repeat("- ", Much / 2)) + "x" },
        { "keys of keys", string.Concat(Enumerable.Repeat("? ", Much / 2)) },
        { "a type to be made", "a: !!System.Diagnostics.Process [x]\nb: !<tag:yaml.org,2002:object> x" },
        { "a quote without an end", "a: \"" + new string('x', Much) },
        { "escapes without an end", "a: \"" + string.Concat(Enumerable.Repeat("\\x41", Much / 4)) + "\"" },
        { "a directive", "%TAG ! tag:example.com,2000:\na: !x y" },
    };

    [Fact]
    public void A_bomb_in_the_overlay_of_the_organization_is_a_finding()
    {
        _folder.Write(SampleFolder.Organization, "holdings: " + new string('[', 1_000_000));
        _folder.Errors().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_card_that_is_more_than_is_read_is_not_even_parsed()
    {
        _folder.Append(SampleFolder.Engineer, string.Concat(Enumerable.Repeat("[a](", 200_000)));
        _folder.Errors()[0].ShouldContain("64 are read at most");
    }

    [Theory]
    [MemberData(nameof(FrontMatter))]
    public void Hostile_front_matter_is_a_finding(string what, string matter)
    {
        _folder.Write(SampleFolder.Engineer, $"---\n{matter}\n---\n\n# Data Engineer\n");

        _folder.Errors().ShouldNotBeEmpty(what);
    }

    public static TheoryData<string, string> Bodies => new()
    {
        { "brackets", new string('[', Much) },
        { "links in links", string.Concat(Enumerable.Repeat("[a](", Much / 4)) },
        { "stars", string.Concat(Enumerable.Repeat("*a **b ", Much / 8)) },
        { "ticks", string.Concat(Enumerable.Range(1, 300).Select(length => new string('`', length) + " ")) },
        { "quotes in quotes", string.Concat(Enumerable.Repeat("> ", Much / 2)) },
        { "lists in lists", string.Concat(Enumerable.Repeat("- ", Much / 2)) },
        { "angles", new string('<', Much) },
        { "entities", string.Concat(Enumerable.Repeat("&amp", Much / 4)) },
        { "rows of a table", "|a|b|\n|-|-|\n" + string.Concat(Enumerable.Repeat("|", Much)) },
        { "one line", "- " + new string('x', Much) },
        { "definitions", string.Concat(Enumerable.Range(0, Much / 20).Select(number => $"[a{number}]: /x\n")) },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_hostile_body_is_a_finding(string what, string body)
    {
        _folder.Write(SampleFolder.Engineer, _folder.Read(SampleFolder.Engineer) + "\n" + body + "\n");

        _folder.Errors().ShouldNotBeEmpty(what);
    }
}
