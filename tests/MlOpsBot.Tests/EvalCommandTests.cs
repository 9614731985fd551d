using System.Text.Json;

namespace MlOpsBot.Tests;

public sealed class EvalCommandTests
{
    private const string Right = """{"id":"r1","q":"what does a data engineer do?","expect":["data-engineer"],"kind":"role"}""";
    private const string Wrong = """{"id":"w1","q":"what does a data engineer do?","expect":["developer"],"kind":"role"}""";
    private const string Compared = """{"id":"c1","q":"data engineer vs data scientist","expect":["compare:data-engineer:data-scientist"],"kind":"compare"}""";
    private const string Off = """{"id":"o1","q":"how tall is the eiffel tower","class":"far"}""";
    private const string Seduced = """{"id":"o2","q":"what does a data engineer do?","class":"tricky"}""";

    [Fact]
    public async Task A_set_is_scored_by_kind_with_every_miss_listed()
    {
        var run = await EvalAsync([Right, Wrong, Compared, Off, Seduced]);

        run.ExitCode.ShouldBe(0);
        run.Lines.ShouldContain(line => line.StartsWith("role ", StringComparison.Ordinal) && line.Contains("50.0", StringComparison.Ordinal));
        run.Lines.ShouldContain(line => line.StartsWith("compare ", StringComparison.Ordinal) && line.Contains("100.0", StringComparison.Ordinal));
        run.Lines.ShouldContain(line => line.StartsWith("tricky ", StringComparison.Ordinal) && line.Contains("0.0", StringComparison.Ordinal));
        run.Output.ShouldContain("w1  what does a data engineer do?");
        run.Output.ShouldContain("expected developer; got role data-engineer");
        run.Output.ShouldContain("o2  what does a data engineer do?");
        run.Output.ShouldContain("expected to abstain; got role data-engineer");
    }

    [Theory]
    [InlineData("--min-top1", "0.9", "On-topic questions: 2 of 3 (66.7%) right, below the 90.0% asked for.")]
    [InlineData("--min-abstain", "0.9", "Off-topic questions: 1 of 2 (50.0%) abstained from, below the 90.0% asked for.")]
    [InlineData("--min-kind", "0.6", "Questions of kind 'role': 1 of 2 (50.0%) right, below the 60.0% asked for.")]
    public async Task A_gate_that_is_missed_is_named_and_exits_with_1(string gate, string value, string complaint)
    {
        var run = await EvalAsync([Right, Wrong, Compared, Off, Seduced], gate, value);

        run.ExitCode.ShouldBe(1);
        run.Complaints.ShouldBe([complaint]);
    }

    [Fact]
    public async Task Gates_that_are_reached_exit_with_0()
    {
        var run = await EvalAsync([Right, Compared, Off], "--min-top1", "1", "--min-abstain", "1", "--min-kind", "1");

        run.ExitCode.ShouldBe(0);
        run.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Typos_are_shown_beside_the_clean_questions()
    {
        var run = await EvalAsync([Right, Compared], "--typos", "7");

        run.Output.ShouldContain("with typos");
        run.Output.ShouldContain("seed 7");
    }

    [Fact]
    public async Task Turns_of_a_conversation_are_asked_in_one_conversation()
    {
        var run = await EvalAsync(["""
            {"id":"t","turns":[{"q":"what does a data engineer do?","expect":["data-engineer"]},{"q":"and what skills does she need?","expect":["data-engineer"],"section":"skills"}]}
            """.Trim()], "--min-top1", "1");

        run.ExitCode.ShouldBe(0, run.Output);
    }

    [Fact]
    public async Task Json_tells_the_same_to_a_program()
    {
        var run = await EvalAsync([Right, Wrong, Off], "--json");

        using var report = JsonDocument.Parse(run.Output);
        report.RootElement.GetProperty("onTopic").GetProperty("share").GetDouble().ShouldBe(0.5);
        report.RootElement.GetProperty("offTopic").GetProperty("right").GetInt32().ShouldBe(1);
        report.RootElement.GetProperty("misses")[0].GetProperty("id").GetString().ShouldBe("w1");
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_stops_it_with_its_number()
    {
        var run = await EvalAsync([Right, """{"id":"x","q":"y","expect":"data-engineer"}"""]);

        run.ExitCode.ShouldBe(2);
        run.Complaints.Length.ShouldBe(1);
        run.Complaints[0].ShouldStartWith("questions.jsonl: line 2: \"expect\" is no list of slugs");
    }

    [Theory]
    [InlineData("--min-top1", "93")]
    [InlineData("--min-top1", "most")]
    [InlineData("--max-typo-loss", "0.05")]
    public async Task A_gate_that_makes_no_sense_is_wrong_use(string gate, string value)
    {
        var run = await EvalAsync([Right], gate, value);

        run.ExitCode.ShouldBe(2);
        run.Complaints.Length.ShouldBe(1);
        run.Complaints[0].ShouldContain(gate);
    }

    private static async Task<CommandRun> EvalAsync(string[] lines, params string[] options)
    {
        using var scratch = new Scratch();
        scratch.Write("questions.jsonl", string.Join('\n', lines));
        return await CommandRun.InAsync(scratch.Path, "", ["eval", "questions.jsonl", "--knowledge", Repository.Knowledge, .. options]);
    }
}
