using System.Globalization;
using System.Text;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>What kills and faults came to: one row for each kind. Not thread-safe.</summary>
internal sealed class FaultTable(string title)
{
    private readonly Dictionary<string, int> _kills = [];

    public void Killed(string row) => _kills[row] = _kills.GetValueOrDefault(row) + 1;

    /// <summary>The table in Markdown, with sums.</summary>
    public string Write(IReadOnlyList<(Asked Asked, AskedOutcome Outcome)> outcomes)
    {
        var text = new StringBuilder($"\n{title}\n\n| ended at | kills | questions | once | doubtful | not taken | lost | twice |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var row in _kills.Keys.Union(outcomes.Select(outcome => outcome.Asked.Row)))
        {
            WriteRow(text, row, _kills.GetValueOrDefault(row), outcomes.Where(outcome => outcome.Asked.Row == row));
        }

        WriteRow(text, "**all**", _kills.Values.Sum(), outcomes);
        return text.ToString();
    }

    private static void WriteRow(StringBuilder text, string row, int kills, IEnumerable<(Asked Asked, AskedOutcome Outcome)> outcomes)
    {
        var by = outcomes.ToLookup(outcome => outcome.Outcome);
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {row} | {kills} | {by.Sum(group => group.Count())} | {Count(AskedOutcome.Once)} | {Count(AskedOutcome.Doubtful)} | {Count(AskedOutcome.NotTaken)} | {Count(AskedOutcome.Lost)} | {Count(AskedOutcome.Twice)} |\n");

        int Count(AskedOutcome outcome) => by[outcome].Count();
    }
}
