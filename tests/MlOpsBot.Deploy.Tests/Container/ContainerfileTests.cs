using Microsoft.Extensions.FileSystemGlobbing;
using MlOpsBot.Configuration;

namespace MlOpsBot.Deploy.Tests.Container;

/// <summary>What the container file says. That it is true, <see cref="StartedAsContainerTests"/> shows.</summary>
public sealed class ContainerfileTests
{
    private static readonly Containerfile _file = Containerfile.Read();

    [Fact]
    public async Task It_is_written_in_its_language_without_a_finding() =>
        (await Tool.NodeAsync("containerfile.mjs", await File.ReadAllTextAsync(Containerfile.Location, TestContext.Current.CancellationToken))).ShouldBeEmpty();

    [Fact]
    public void Every_base_comes_from_where_one_argument_says()
    {
        var bases = _file.Instructions.Where(line => line.Name == "FROM").Select(line => line.Arguments).ToList();

        bases.Count.ShouldBe(3);
        bases.ShouldAllBe(from => from.Contains("${DOTNET_IMAGES}/", StringComparison.Ordinal) && from.Contains(":${DOTNET_VERSION}-", StringComparison.Ordinal));
    }

    [Fact]
    public void What_comes_out_has_no_shell_to_build_with_and_is_not_root()
    {
        _file.Only("FROM").Arguments.ShouldContain("-chiseled-extra");
        _file.Final.ShouldNotContain(line => line.Name == "RUN" || line.Name == "ADD");
        _file.Only("USER").Arguments.ShouldMatch("^[1-9][0-9]*:[1-9][0-9]*$");
        _file.Only("VOLUME").Arguments.ShouldBe("/data");
        _file.Only("STOPSIGNAL").Arguments.ShouldBe("SIGTERM");
    }

    [Fact]
    public void Its_environment_has_options_of_the_program_alone_and_no_secret()
    {
        Options.Faults(_file.Environment.Where(variable => variable.Key.StartsWith("MlOpsBot__", StringComparison.Ordinal)).Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)))
            .ShouldBeEmpty();
        _file.Environment.Keys.ShouldAllBe(name => !name.Contains("Token", StringComparison.Ordinal) && !name.Contains("Secret", StringComparison.Ordinal));
        _file.Only("EXPOSE").Arguments.ShouldBe($"{new BotOptions().Port}");
    }

    [Fact]
    public void It_says_what_it_is()
    {
        _file.Labels.Keys.ShouldContain("org.opencontainers.image.title");
        _file.Labels["org.opencontainers.image.version"].ShouldBe("${VERSION}");
        _file.Instructions.Count(line => line == new Instruction("ARG", $"VERSION={Versions.Program}")).ShouldBe(2);
    }

    [Fact]
    public void Everything_that_it_copies_reaches_the_build_and_nothing_that_lies_about()
    {
        var copied = _file.Instructions.Where(line => line.Name == "COPY" && !line.Arguments.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Arguments.Split(' ')[..^1]).Where(path => path != "nuget.confi[g]").ToList();

        copied.ShouldContain("src");
        foreach (var path in copied)
        {
            Path.Exists(Path.Combine(Repository.Root, path)).ShouldBeTrue(path);
            IsLetThrough(path).ShouldBeTrue($".dockerignore keeps {path} out");
        }

        IsLetThrough("deploy/compose/secrets/MlOpsBot__Slack__BotToken").ShouldBeFalse();
        IsLetThrough("data/mlopsbot.db").ShouldBeFalse();
        IsLetThrough("tests/run").ShouldBeFalse();
        IsLetThrough("src/MlOpsBot/bin/Release/mlopsbot.dll").ShouldBeFalse();
    }

    [Fact]
    public void What_the_build_reads_outside_of_src_is_copied()
    {
        var outside = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).Where(line => line.Contains("Include=\"..\\..\\", StringComparison.Ordinal) && !line.Contains("ProjectReference", StringComparison.Ordinal))
            .Select(line => line.Split("..\\..\\")[1].Split('"')[0].Replace('\\', '/')).ToList();

        outside.ShouldNotBeEmpty();
        outside.ShouldAllBe(path => _file.Instructions.Any(line => line.Name == "COPY" && path.StartsWith($"{line.Arguments.Split(' ')[0]}/", StringComparison.Ordinal)));
    }

    // The last line that matches counts.
    private static bool IsLetThrough(string path)
    {
        var through = true;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var pattern = line.TrimStart('!');
            if (new Matcher(StringComparison.Ordinal).AddInclude(pattern).AddInclude($"{pattern}/**").Match(path).HasMatches)
            {
                through = line[0] == '!';
            }
        }

        return through;
    }
}
