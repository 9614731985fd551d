using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Serving;

namespace MlOpsBot.Chat.Testing;

/// <summary>A settings file that a test edits while the bot runs.</summary>
internal sealed class SettingsFile
{
    private readonly SortedDictionary<string, string?> _options = new(StringComparer.Ordinal);

    public SettingsFile(string path, params IEnumerable<(string Name, string? Value)> options)
    {
        Path = path;
        Write([.. options]);
    }

    public string Path { get; }

    /// <summary>A file with some of the options that are above files otherwise.</summary>
    public static SettingsFile Of(string path, Dictionary<string, string?> overrides, IEnumerable<string> names)
    {
        var taken = names.Select(name => (name, overrides.GetValueOrDefault(name))).ToList();
        taken.ForEach(option => overrides.Remove(option.name));
        return new SettingsFile(path, taken);
    }

    /// <summary>Writes options into the file; null takes one out.</summary>
    public void Write(params (string Name, string? Value)[] options)
    {
        foreach (var (name, value) in options)
        {
            _options[name] = value;
        }

        WriteText(JsonSerializer.Serialize(_options.Where(pair => pair.Value is not null).ToDictionary()));
    }

    /// <summary>Writes whatever text in the place of the file, whole at once as editors do.</summary>
    public void WriteText(string text)
    {
        File.WriteAllText($"{Path}.tmp", text);
        File.Move($"{Path}.tmp", Path, overwrite: true);
    }

    /// <summary>Edits options, and waits until the bot has judged them.</summary>
    public Task EditAsync(IServiceProvider bot, params (string Name, string? Value)[] options) => JudgedAsync(bot, () => Write(options));

    /// <summary>Edits something, and waits until the bot has judged it.</summary>
    public static async Task JudgedAsync(IServiceProvider bot, Action edit)
    {
        var watch = bot.GetRequiredService<SettingsWatch>();
        var before = watch.Judgements;
        edit();
        watch.Nudge();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (watch.Judgements == before)
        {
            await beat.WaitForNextTickAsync(limit.Token);
            (bot.GetRequiredService<TimeProvider>() as Knowledge.Tests.ManualTime)?.Advance(SettingsWatch.Settling);
        }
    }
}
