using System.Diagnostics;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>Microsoft's own renderer of Adaptive Cards, as a judge: what it warns of, and what it loses between reading and writing.</summary>
internal static class OfficialRenderer
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "MlOpsBot.Teams.Tests");

    /// <summary>The findings, with the card's name; empty where there are none.</summary>
    public static async Task<IReadOnlyList<string>> JudgeAsync(IReadOnlyList<(string Name, string Card)> cards, CancellationToken cancellation)
    {
        Directory.Exists(Path.Combine(Folder, "node_modules", "adaptivecards"))
            .ShouldBeTrue("The official renderer is missing: run tests/run, or npm install --no-package-lock in tests/MlOpsBot.Teams.Tests");
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "Rendering", "judge.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var judge = Process.Start(start)!;
        var reading = judge.StandardOutput.ReadToEndAsync(cancellation);
        foreach (var (_, card) in cards)
        {
            await judge.StandardInput.WriteLineAsync(card.AsMemory(), cancellation);
        }

        judge.StandardInput.Close();
        var lines = (await reading).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await judge.WaitForExitAsync(cancellation);
        lines[^1].ShouldBe($"{cards.Count} cards");
        return [.. lines.SkipLast(1).Select(line => line.Split(':', 2)).Select(line => $"{cards[int.Parse(line[0], System.Globalization.CultureInfo.InvariantCulture) - 1].Name}:{line[1]}")];
    }
}
