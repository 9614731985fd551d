using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>The bot's processes, one or several replicas, ended and started again.</summary>
internal sealed class Lives : IAsyncDisposable
{
    private static readonly TimeSpan s_longestLife = TimeSpan.FromSeconds(6);

    private readonly FakeSlackServer _slack;
    private readonly SlackBotSettings _settings;
    private readonly BotProcess[] _bots;
    private readonly List<string> _said = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("mlopsbot-").FullName;

    private Lives(FakeSlackServer slack, SlackBotSettings settings, int replicas)
    {
        _slack = slack;
        _settings = settings;
        _bots = new BotProcess[replicas];
    }

    public static async Task<Lives> StartAsync(FakeSlackServer slack, SlackBotSettings settings, int replicas)
    {
        var lives = new Lives(slack, settings, replicas);
        for (var replica = 0; replica < replicas; replica++)
        {
            lives._bots[replica] = await lives.NewAsync(BotProcess.FreePort());
        }

        if (settings.UsesSocket)
        {
            await slack.Sockets.ConnectedAsync(replicas);
        }
        else
        {
            slack.ConnectHttp([.. lives._bots.Select(bot => bot.Url)]);
        }

        return lives;
    }

    /// <summary>
    /// Asks, ends one of the processes at a point, or by and by where the point is not come to, and starts it again. The name of
    /// the row that the kill belongs to.
    /// </summary>
    public async Task<string> EndAtAsync(KillPoint point, Func<Task> ask, Random random)
    {
        var victim = random.Next(_bots.Length);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Several posts of a round come to the same point; one private post does.
        var hitsLeft = point.Method is "chat.postMessage" or "acknowledged" ? random.Next(1, 4) : 1;
        _slack.AtStep = step =>
        {
            if (!point.IsAt(step) || Interlocked.Decrement(ref hitsLeft) != 0)
            {
                return Task.FromResult(true);
            }

            _bots[victim].Kill();
            killed.TrySetResult();
            return Task.FromResult(!point.IsLost);
        };
        var asking = ask();
        var longest = point.Method is null ? TimeSpan.FromMilliseconds(random.Next(1500)) : s_longestLife;
        await Task.WhenAny(killed.Task, Task.Delay(longest, TestContext.Current.CancellationToken));
        _slack.AtStep = null;
        var isAtPoint = killed.Task.IsCompleted || point.Method is null;
        await RestartAsync(victim);
        await asking;
        return isAtPoint ? point.Name : "any time";
    }

    /// <summary>What the processes said, for a test's failure.</summary>
    public string Said() => string.Join('\n', _said.Concat(_bots.SelectMany(bot => bot.Output)).TakeLast(60));

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in _bots)
        {
            await bot.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task RestartAsync(int victim)
    {
        var (bot, port) = (_bots[victim], _bots[victim].Url.Port);
        await bot.DisposeAsync();
        _said.AddRange(bot.Output);
        _bots[victim] = await NewAsync(port);
    }

    private Task<BotProcess> NewAsync(int port) => BotProcess.StartAsync(BotConfiguration.For(_slack, _settings, _settings.DataFolder ?? _folder), _settings.Knowledge, port);
}
