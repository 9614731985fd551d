namespace MlOpsBot.Tips.Tests.Commands;

public sealed class ProbeTests : Desk
{
    [Fact]
    public async Task Probe()
    {
        var o = TestContext.Current.TestOutputHelper!;
        foreach (var words in new[]
        {
            "", "help", "off", "on", "", "on", "on 16:00", "on governance", "about data engineering, governance", "about everything", "skip", "pause until 2026-03-20", "status", "preview", "now", "resume", "undo", "undo",
            "about kubernetis", "about monitoring", "about bananas", "about", "access", "access admins", "access foo", "bla bla", "every weekday at half past nine", "skip 2026-03-07", "pause until yesterday", "form", "off", "status", "preview",
        })
        {
            o.WriteLine($"----- ada: tips {words}\n{await ReadAsync(Ada, words)}");
        }
    }
}
