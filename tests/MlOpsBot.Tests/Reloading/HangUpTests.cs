namespace MlOpsBot.Tests.Reloading;

/// <summary>SIGHUP, sent to the program itself.</summary>
public sealed class HangUpTests
{
    [Fact]
    public async Task After_a_hang_up_it_serves_on_with_what_its_files_say_now()
    {
        using var scratch = new Scratch();
        var file = new SettingsFile(Path.Combine(scratch.Path, "bot.json"), ("MlOpsBot:Playground:Enabled", "true"));
        await using var bot = await BotProcess.StartAsync(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["MlOpsBot:Settings"] = file.Path, ["MlOpsBot:Shutdown:DrainSeconds"] = "0" }, null, BotProcess.FreePort());
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = bot.Url };
        (await StatusAsync()).ShouldBe(200);

        file.Write(("MlOpsBot:Playground:Enabled", "false"));
        bot.HangUp();

        await RunningBot.UntilAsync(async () => await StatusAsync() == 404);
        bot.Terminate();
        (await bot.ExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);

        async Task<int> StatusAsync()
        {
            using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }
    }
}
