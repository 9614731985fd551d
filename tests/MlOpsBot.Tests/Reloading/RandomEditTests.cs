using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests.Reloading;

/// <summary>Whatever is done to the files, the options in effect are right ones.</summary>
public sealed class RandomEditTests : IDisposable
{
    private static readonly int s_edits = int.Parse(Environment.GetEnvironmentVariable("BOT_EDITS") ?? "1000", CultureInfo.InvariantCulture);

    private readonly Scratch _scratch = new();
    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();
    private readonly Random _chance = new(7);
    private readonly SortedDictionary<string, string> _options = new(StringComparer.Ordinal);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_thousand_random_edits_never_put_a_fault_into_effect_nor_keep_a_good_one_out()
    {
        var file = _scratch.Write("bot.json", "{}");
        var secret = _scratch.Write("secrets/MlOpsBot__Limits__QuestionsPerUser", "20");
        var settings = new ServerSettings(Repository.Knowledge, _scratch.Path, _clock)
        {
            Environment = "Production",
            SettingsFile = file,
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["MlOpsBot:SecretsFolder"] = "secrets" },
        };
        var setup = BotServer.Look(settings).Setup!;
        var inEffect = new OptionsInEffect(setup.Options.Options);
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));
        using var watch = new SettingsWatch(settings, new SettingsContent(setup.Sources, null), inEffect, new AcceptedSettings(), _clock, loggers.CreateLogger<SettingsWatch>());
        var (good, bad) = (0, 0);
        for (var edit = 0; edit < s_edits; edit++)
        {
            var isRight = Edit(file, secret, out var perUser);
            var before = inEffect.Bot.Value;

            // Seen for the first time, and not yet believed; then believed.
            watch.Look();
            inEffect.Bot.Value.ShouldBeSameAs(before);
            _clock.Advance(SettingsWatch.Patience);
            watch.Look();

            watch.State.Faults.IsEmpty.ShouldBe(isRight, File.ReadAllText(file));
            if (isRight)
            {
                good++;
                Expected(perUser).ShouldBe(Given(inEffect.Bot.Value));
            }
            else
            {
                bad++;
                inEffect.Bot.Value.ShouldBeSameAs(before);
            }

            inEffect.Bot.Value.Port.ShouldBe(3978);
        }

        good.ShouldBeGreaterThan(s_edits / 10);
        bad.ShouldBeGreaterThan(s_edits / 10);
        TestContext.Current.SendDiagnosticMessage($"{good} right edits in effect, {bad} wrong ones not");
    }

    private static string Given(BotOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{options.PlaygroundEnabled} {options.PlaygroundConversations} {options.Limits.PagesPerAddress} {options.Tips.CatchUp.TotalMinutes} {options.Slack.Channels.FollowThreads} {options.Limits.QuestionsPerUser}");

    private string Expected(int perUser) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(_options.TryGetValue("MlOpsBot:Playground:Enabled", out var enabled) ? bool.Parse(enabled) : null)} {Number("Playground:Conversations", 10_000)} {Number("Limits:PagesPerAddress", 600)} {Number("Tips:CatchUpMinutes", 180)} {bool.Parse(_options.GetValueOrDefault("MlOpsBot:Slack:Channels:FollowThreads", "false"))} {perUser}");

    private int Number(string name, int otherwise) =>
        _options.TryGetValue($"MlOpsBot:{name}", out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    // Gives whether everything that the files say afterwards is right.
    private bool Edit(string file, string secret, out int perUser)
    {
        (string Name, string[] Right, string[] Wrong)[] options =
        [
            ("Playground:Enabled", ["true", "false"], ["yes", "2"]),
            ("Playground:Conversations", ["1", "77", "1000000"], ["0", "many", "-1", "1e3"]),
            ("Limits:PagesPerAddress", ["0", "5", "600"], ["-5", "lots"]),
            ("Tips:CatchUpMinutes", ["0", "30"], ["1441", "an hour"]),
            ("Slack:Channels:FollowThreads", ["true", "false"], ["maybe"]),
            ("Port", ["0", "4000"], ["70000", "http"]),
            ("Playgruond:Enabled", [], ["true"]),
        ];
        for (var times = _chance.Next(1, 4); times > 0; times--)
        {
            var (name, right, wrong) = options[_chance.Next(options.Length)];
            var key = $"MlOpsBot:{name}";
            if (_chance.Next(4) > 0 || !_options.Remove(key))
            {
                var isRight = right.Length > 0 && _chance.Next(6) > 0;
                _options[key] = isRight ? right[_chance.Next(right.Length)] : wrong[_chance.Next(wrong.Length)];
            }
        }

        // What was wrong is mended in the end, or nothing would ever be right again.
        foreach (var (name, right, _) in options.Where(_ => _chance.Next(2) == 0))
        {
            if (_options.TryGetValue($"MlOpsBot:{name}", out var value) && !right.Contains(value, StringComparer.Ordinal))
            {
                _options.Remove($"MlOpsBot:{name}");
            }
        }

        var text = JsonSerializer.Serialize(_options);
        var cut = _chance.Next(10) == 0 ? _chance.Next(text.Length) : text.Length;
        File.WriteAllText(file, text[..cut]);
        perUser = _chance.Next(1, 100);
        var isSecretRight = _chance.Next(10) > 0;
        File.WriteAllText(secret, isSecretRight ? $"{perUser}\n" : "a few\n");
        return cut == text.Length && isSecretRight && options.All(option => !_options.TryGetValue($"MlOpsBot:{option.Name}", out var value) || option.Right.Contains(value, StringComparer.Ordinal));
    }
}
