using System.Text.Json;

namespace MlOpsBot.Tests;

public sealed class AskCommandTests
{
    [Fact]
    public async Task A_question_is_answered_for_a_person_with_sources_and_what_to_ask_next()
    {
        var run = await CommandRun.OfAsync("ask", "who owns model monitoring?");

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        run.Output.ShouldContain("Monitoring and Observability Engineer");
        run.Output.ShouldContain("Sources");
        run.Output.ShouldContain("[1] ");
        run.Output.ShouldContain(".txt)");
        run.Output.ShouldContain("Next: ");
        run.Output.ShouldContain("organization.yaml");
    }

    [Fact]
    public async Task Output_that_goes_to_a_file_has_no_colours_and_no_line_over_100_columns()
    {
        var run = await CommandRun.OfAsync("ask", "data engineer vs data scientist");

        run.Output.ShouldNotContain('\u001b');
        run.Lines.ShouldAllBe(line => line.Length <= 100);
    }

    [Fact]
    public async Task A_question_needs_no_quotation_marks()
    {
        var quoted = await CommandRun.OfAsync("ask", "who owns model monitoring?");
        var unquoted = await CommandRun.OfAsync("ask", "who", "owns", "model", "monitoring?");

        unquoted.Output.ShouldBe(quoted.Output);
    }

    [Fact]
    public async Task Json_has_the_fields_of_the_contract_in_their_order_on_one_line()
    {
        var run = await CommandRun.OfAsync("ask", "--json", "who owns model monitoring?");

        run.Lines.Length.ShouldBe(1);
        using var answer = JsonDocument.Parse(run.Output);
        answer.RootElement.EnumerateObject().Select(field => field.Name).ShouldBe(
        [
            "id", "question", "kind", "cards", "activity", "section", "confidence", "title", "text", "sources", "followUps", "tookMicroseconds",
        ]);
        answer.RootElement.GetProperty("question").GetString().ShouldBe("who owns model monitoring?");
        answer.RootElement.GetProperty("kind").GetString().ShouldBe("owner");
        answer.RootElement.GetProperty("cards")[0].GetString().ShouldBe("monitoring-observability-engineer");
        answer.RootElement.GetProperty("activity").GetString().ShouldBe("model-monitoring");
        answer.RootElement.GetProperty("sources")[0].ValueKind.ShouldBe(JsonValueKind.String);
        answer.RootElement.GetProperty("followUps")[0].EnumerateObject().Select(field => field.Name).ShouldBe(["label", "target"]);
        answer.RootElement.GetProperty("confidence").GetDouble().ShouldBeInRange(0.5, 1);
        answer.RootElement.GetProperty("tookMicroseconds").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_answer_that_abstains_is_no_failure_of_the_command()
    {
        var run = await CommandRun.OfAsync("ask", "--json", "best laptop for a data scientist");

        run.ExitCode.ShouldBe(0);
        using var answer = JsonDocument.Parse(run.Output);
        answer.RootElement.GetProperty("kind").GetString().ShouldBeOneOf("none", "clarify", "help");
    }

    [Fact]
    public async Task Explain_tells_the_words_the_candidates_and_the_rule()
    {
        var run = await CommandRun.OfAsync("ask", "--explain", "who owns model monitoring?");

        run.Output.ShouldContain("How this answer came about");
        run.Output.ShouldContain("Rule:");
        run.Output.ShouldContain("taken for");
        run.Output.ShouldContain("candidate");
    }

    [Fact]
    public async Task A_file_is_answered_line_by_line_in_its_order()
    {
        using var scratch = new Scratch();
        scratch.Write("q.jsonl", """
            {"id":"one","q":"what does a data engineer do?"}

            {"id":2,"q":"who owns model monitoring?"}
            {"q":"data engineer vs data scientist"}

            """);

        var run = await CommandRun.InAsync(scratch.Path, "", "ask", "--file", "q.jsonl", "--json", "--knowledge", Repository.Knowledge);

        run.ExitCode.ShouldBe(0);
        run.Lines.Select(line => Field(line, "id")).ShouldBe(["one", "2", null]);
        run.Lines.Select(line => Field(line, "kind")).ShouldBe(["role", "owner", "comparison"]);
    }

    [Fact]
    public async Task Standard_input_can_stand_in_for_the_file()
    {
        var run = await CommandRun.InAsync(Repository.Root, """{"id":"a","q":"what is mlops?"}""", "ask", "--file", "-", "--json");

        run.ExitCode.ShouldBe(0);
        Field(run.Lines.Single(), "id").ShouldBe("a");
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_keeps_its_place_and_is_reported_with_its_number()
    {
        const string input = """
            {"id":"a","q":"what is mlops?"}
            {"id":"b","q":
            {"id":"c"}
            {"id":"d","q":"what is mlops?"}
            """;

        var run = await CommandRun.InAsync(Repository.Root, input, "ask", "--file", "-", "--json");

        run.ExitCode.ShouldBe(2);
        run.Lines.Length.ShouldBe(4);
        Field(run.Lines[0], "id").ShouldBe("a");
        Field(run.Lines[1], "error")!.ShouldStartWith("standard input: line 2: no JSON");
        Field(run.Lines[2], "error")!.ShouldStartWith("standard input: line 3: no text under \"q\"");
        Field(run.Lines[3], "id").ShouldBe("d");
        run.Complaints.Length.ShouldBe(1);
        run.Complaints[0].ShouldStartWith("standard input: line 2: no JSON");
    }

    [Fact]
    public async Task Half_an_emoji_is_still_a_question()
    {
        var run = await CommandRun.InAsync(Repository.Root, """{"q":"what is mlops? \ud83d \ud83d\ude80 \\ud83d"}""", "ask", "--file", "-", "--json");

        run.ExitCode.ShouldBe(0);
        Field(run.Lines.Single(), "question").ShouldBe("what is mlops? \uFFFD 🚀 \\ud83d");
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("ask", "--file", "nowhere.jsonl")]
    [InlineData("ask", "what is mlops?", "--file", "q.jsonl")]
    [InlineData("ask", "what is mlops?", "--knowledge", "nowhere")]
    [InlineData("frobnicate")]
    [InlineData("--frobnicate")]
    public async Task Wrong_use_is_told_in_one_line_and_exits_with_2(params string[] args)
    {
        using var scratch = new Scratch();

        var run = await CommandRun.InAsync(scratch.Path, "", args);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Complaints.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Broken_knowledge_is_told_in_one_line_with_the_first_error()
    {
        using var scratch = Scratch.WithKnowledge();
        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));

        var run = await CommandRun.InAsync(scratch.Path, "", "ask", "what is mlops?", "--knowledge", "knowledge");

        run.ExitCode.ShouldBe(2);
        run.Complaints.Length.ShouldBe(1);
        run.Complaints[0].ShouldContain("roles/data-engineer.md:");
        run.Complaints[0].ShouldContain("'mlopsbot check' lists them all");
    }

    private static string? Field(string line, string name)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
    }
}
