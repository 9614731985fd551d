using MlOpsBot.CommandLine;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests;

public sealed class ServerStartTests
{
    [Theory]
    [InlineData("MlOpsBot:Port", "seven", "MlOpsBot:Port is 'seven'; give a whole number from 0 to 65535.")]
    [InlineData("MlOpsBot:Port", "70000", "MlOpsBot:Port is '70000'; give a whole number from 0 to 65535.")]
    [InlineData("MlOpsBot:Playground:Enabled", "perhaps", "MlOpsBot:Playground:Enabled is 'perhaps'; give true or false, or leave it out.")]
    [InlineData("MlOpsBot:Playground:Conversations", "0", "MlOpsBot:Playground:Conversations is '0'; give a whole number from 1 to 1000000.")]
    [InlineData("MlOpsBot:Shutdown:DrainSeconds", "301", "MlOpsBot:Shutdown:DrainSeconds is '301'; give a whole number from 0 to 300.")]
    public async Task A_wrong_option_is_named_with_its_value_and_what_is_allowed(string name, string value, string fault)
    {
        var (app, faults) = await BotServer.BuildAsync(RunningBot.Settings(null, "Production", (name, value)), TestContext.Current.CancellationToken);

        app.ShouldBeNull();
        faults.ShouldBe([fault]);
    }

    [Fact]
    public async Task Every_wrong_option_is_named_at_once()
    {
        var (_, faults) = await BotServer.BuildAsync(RunningBot.Settings(null, "Production", ("MlOpsBot:Port", "x"), ("MlOpsBot:Playground:Enabled", "y")), TestContext.Current.CancellationToken);

        faults.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Broken_knowledge_keeps_the_bot_from_starting_and_says_why()
    {
        using var scratch = Scratch.WithKnowledge();
        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));

        var run = await CommandRun.InAsync(scratch.Path, "", "serve", "--knowledge", "knowledge");

        run.ExitCode.ShouldBe(2);
        run.Complaints.Length.ShouldBe(1);
        run.Complaints[0].ShouldContain("roles/data-engineer.md:");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_line_with_the_remedy()
    {
        await using var first = await RunningBot.StartAsync();
        using var error = new StringWriter();

        var code = await ServeCommand.RunAsync(
            RunningBot.Settings(null, "Development", ("urls", first.Client.BaseAddress!.ToString())), error, TestContext.Current.CancellationToken);

        code.ShouldBe(2);
        error.ToString().Trim().Split('\n').Length.ShouldBe(1);
        error.ToString().ShouldContain("choose another port with MlOpsBot:Port");
    }

    [Theory]
    [InlineData(true, ExitCode.Fine)]
    [InlineData(false, ExitCode.Findings)]
    public async Task Whoever_keeps_it_running_is_told_whether_its_end_was_ordered(bool isOrdered, int code)
    {
        var (app, _) = await BotServer.BuildAsync(RunningBot.Settings(null, "Development", ("MlOpsBot:Shutdown:DrainSeconds", "0")), TestContext.Current.CancellationToken);
        await app!.StartAsync(TestContext.Current.CancellationToken);
        using var error = new StringWriter();
        using var order = new CancellationTokenSource();
        var serving = ServeCommand.ServeAsync(app, error, order.Token);
        serving.IsCompleted.ShouldBeFalse();

        // What the host does when one of its services fails.
        await (isOrdered ? order.CancelAsync() : Task.Run(app.Lifetime.StopApplication, TestContext.Current.CancellationToken));

        (await serving).ShouldBe(code);
        error.ToString().ShouldBe(isOrdered ? "" : "The bot has stopped without being told to, as a part of it failed; the log says which. Start it again." + Environment.NewLine);
    }

    [Fact]
    public async Task The_bot_listens_on_loopback_alone_in_development()
    {
        await using var bot = await RunningBot.StartAsync(environment: "Development", options: [("urls", ""), ("MlOpsBot:Port", "0")]);

        bot.Client.BaseAddress!.Host.ShouldBe("127.0.0.1");
    }
}
