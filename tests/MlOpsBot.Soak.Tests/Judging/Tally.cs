using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MlOpsBot.Soak.Tests.Judging;

/// <summary>What came of one kind of question. Immutable.</summary>
/// <param name="Kind">The row's name.</param>
/// <param name="Asked">How many.</param>
/// <param name="Refused">Of how many the first attempt failed.</param>
/// <param name="Once">Answered once.</param>
/// <param name="Doubtful">In doubt, with a row that says so.</param>
/// <param name="NotTaken">Never taken, and said so.</param>
/// <param name="Lost">Lost.</param>
/// <param name="Twice">Answered twice.</param>
internal sealed record Tally(string Kind, int Asked, int Refused, int Once, int Doubtful, int NotTaken, int Lost, int Twice)
{
    /// <summary>How long acknowledgements took that came, in calm times.</summary>
    public required Spread CalmAcknowledged { get; init; }

    /// <summary>The same at any time.</summary>
    public required Spread Acknowledged { get; init; }

    /// <summary>From being sent first to being seen, in calm times.</summary>
    public required Spread CalmAnswered { get; init; }

    /// <summary>The same at any time.</summary>
    public required Spread Answered { get; init; }

    private const string Head = """
        | | asked | refused at first | answered once | doubtful | not taken | lost | twice | acknowledged, calm: p50 / p99 / max | at any time | answer seen, calm: p50 / p99 / max | at any time |
        |---|---|---|---|---|---|---|---|---|---|---|---|

        """;

    /// <summary>One row for each kind, and one for all.</summary>
    /// <param name="verdicts">What came of everything.</param>
    /// <param name="isCalm">Whether nothing went wrong on purpose at a time.</param>
    public static ImmutableArray<Tally> Of(IReadOnlyCollection<Verdict> verdicts, Func<DateTimeOffset, bool> isCalm) =>
    [
        .. verdicts.GroupBy(verdict => verdict.Asked.Kind, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group], isCalm)),
        Of("**all**", verdicts, isCalm),
    ];

    public static string Write(IEnumerable<Tally> tallies)
    {
        var text = new StringBuilder(Head);
        foreach (var row in tallies)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Kind} | {row.Asked} | {row.Refused} | {row.Once} | {row.Doubtful} | {row.NotTaken} | {row.Lost} | {row.Twice} | {row.CalmAcknowledged} | {row.Acknowledged} | {row.CalmAnswered} | {row.Answered} |\n");
        }

        return text.ToString();
    }

    private static Tally Of(string kind, IReadOnlyCollection<Verdict> verdicts, Func<DateTimeOffset, bool> isCalm)
    {
        var by = verdicts.ToLookup(verdict => verdict.Outcome);
        var calm = verdicts.Where(verdict => isCalm(verdict.Asked.At)).ToList();
        return new Tally(
            kind,
            verdicts.Count,
            verdicts.Count(verdict => verdict.Asked.IsRefused),
            by[Outcome.Once].Count(),
            by[Outcome.Doubtful].Count(),
            by[Outcome.NotTaken].Count(),
            by[Outcome.Lost].Count(),
            by[Outcome.Twice].Count())
        {
            CalmAcknowledged = AcknowledgementsOf(calm),
            Acknowledged = AcknowledgementsOf(verdicts),
            CalmAnswered = AnswersOf(calm),
            Answered = AnswersOf(verdicts),
        };
    }

    private static Spread AcknowledgementsOf(IEnumerable<Verdict> verdicts) => Spread.Of(verdicts.SelectMany(verdict => verdict.Asked switch
    {
        { Delivery: { } sent } => sent.Receipts.Where(receipt => receipt.IsAcknowledged).Take(1).Select(receipt => receipt.Took),
        { IsAnswered: true, Took: var took } when took > TimeSpan.Zero => [took],
        _ => Enumerable.Empty<TimeSpan>(),
    }));

    // Tips are spread over their minute on purpose.
    private static Spread AnswersOf(IEnumerable<Verdict> verdicts)
        => Spread.Of(verdicts.Where(verdict => verdict.Answered is not null && verdict.Asked.Delivery is not null).Select(verdict => verdict.Answered!.Value));
}
