namespace MlOpsBot.Chat.Testing;

/// <summary>How the processes of a test live. Immutable.</summary>
/// <param name="StartAsync">Starts one that listens on a port, with a folder for its data where the test has none.</param>
/// <param name="ConnectAsync">Tells the platform of all of them, once.</param>
/// <param name="AtStep">Sets what the platform does at each step of a call; null for nothing.</param>
/// <param name="Replicas">How many there are.</param>
internal sealed record LivesSettings(
    Func<int, string, Task<BotProcess>> StartAsync,
    Func<IReadOnlyList<Uri>, Task> ConnectAsync,
    Action<Func<Step, Task<bool>>?> AtStep,
    int Replicas);

/// <summary>The bot's processes, one or several replicas, ended and started again.</summary>
internal sealed class Lives : IAsyncDisposable
{
    private static readonly TimeSpan s_longestLife = TimeSpan.FromSeconds(6);

    private readonly LivesSettings _settings;
    private readonly BotProcess[] _bots;
    private readonly List<string> _said = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("mlopsbot-").FullName;

    private Lives(LivesSettings settings)
    {
        _settings = settings;
        _bots = new BotProcess[settings.Replicas];
    }

    public static async Task<Lives> StartAsync(LivesSettings settings)
    {
        var lives = new Lives(settings);
        for (var replica = 0; replica < settings.Replicas; replica++)
        {
            lives._bots[replica] = await settings.StartAsync(BotProcess.FreePort(), lives._folder);
        }

        await settings.ConnectAsync([.. lives._bots.Select(bot => bot.Url)]);
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
        var hitsLeft = point.IsFrequent ? random.Next(1, 4) : 1;
        _settings.AtStep(step =>
        {
            if (!point.IsAt(step) || Interlocked.Decrement(ref hitsLeft) != 0)
            {
                return Task.FromResult(true);
            }

            _bots[victim].Kill();
            killed.TrySetResult();
            return Task.FromResult(!point.IsLost);
        });
        var asking = ask();
        var longest = point.Method is null ? TimeSpan.FromMilliseconds(random.Next(1500)) : s_longestLife;
        await Task.WhenAny(killed.Task, Task.Delay(longest, TestContext.Current.CancellationToken));
        _settings.AtStep(null);
        var isAtPoint = killed.Task.IsCompleted || point.Method is null;
        await RestartAsync(victim);
        await asking;
        return isAtPoint ? point.Name : "any time";
    }

    /// <summary>What the processes said, for a test's failure.</summary>
    public string Said() => string.Join('\n', _said.Concat(_bots.SelectMany(bot => bot.Output)).TakeLast(60));

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in _bots.Where(static bot => bot is not null))
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
        _bots[victim] = await _settings.StartAsync(port, _folder);
    }
}
