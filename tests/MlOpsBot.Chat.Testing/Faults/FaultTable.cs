using System.Globalization;
using System.Text;

namespace MlOpsBot.Chat.Testing;

internal enum AskedOutcome
{
    Once,

    /// <summary>Not answered, and its row says that nobody can tell.</summary>
    Doubtful,

    /// <summary>The platform was never told that it was taken, and neither was the person; nothing came.</summary>
    NotTaken,

    Lost,
    Twice,
}

/// <summary>What came of something asked. Immutable.</summary>
/// <param name="Row">The row of the fault table.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Asked">What it was, for a test's failure.</param>
/// <param name="IsRight">Whether that is what has to come of it.</param>
internal sealed record AskedEnd(string Row, AskedOutcome Outcome, string Asked, bool IsRight);

/// <summary>What kills and faults came to: one row for each kind. Not thread-safe.</summary>
/// <param name="title">Above the table.</param>
/// <param name="what">What is counted.</param>
/// <param name="untaken">What <see cref="AskedOutcome.NotTaken"/> means for it.</param>
internal sealed class FaultTable(string title, string what = "questions", string untaken = "not taken")
{
    private readonly Dictionary<string, int> _kills = [];

    public void Killed(string row) => _kills[row] = _kills.GetValueOrDefault(row) + 1;

    /// <summary>The table in Markdown, with sums.</summary>
    public string Write(IReadOnlyList<AskedEnd> ends)
    {
        var text = new StringBuilder($"\n{title}\n\n| ended at | kills | {what} | once | doubtful | {untaken} | lost | twice |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var row in _kills.Keys.Union(ends.Select(end => end.Row)))
        {
            WriteRow(text, row, _kills.GetValueOrDefault(row), ends.Where(end => end.Row == row));
        }

        WriteRow(text, "**all**", _kills.Values.Sum(), ends);
        return text.ToString();
    }

    private static void WriteRow(StringBuilder text, string row, int kills, IEnumerable<AskedEnd> ends)
    {
        var by = ends.ToLookup(end => end.Outcome);
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {row} | {kills} | {by.Sum(group => group.Count())} | {Count(AskedOutcome.Once)} | {Count(AskedOutcome.Doubtful)} | {Count(AskedOutcome.NotTaken)} | {Count(AskedOutcome.Lost)} | {Count(AskedOutcome.Twice)} |\n");

        int Count(AskedOutcome outcome) => by[outcome].Count();
    }
}
