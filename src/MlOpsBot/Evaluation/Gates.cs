namespace MlOpsBot.Evaluation;

/// <summary>What a report has to reach, as shares from 0 to 1; null where nothing is asked.</summary>
/// <param name="Top1">Of on-topic questions answered rightly.</param>
/// <param name="Kind">The same for every single kind.</param>
/// <param name="Abstain">Of off-topic questions abstained from.</param>
/// <param name="TypoLoss">What typos may cost at most.</param>
public sealed record Gates(double? Top1, double? Kind, double? Abstain, double? TypoLoss)
{
    /// <summary>One sentence for each gate that was not passed. A gate without questions to judge by is not passed either.</summary>
    public IEnumerable<string> Judge(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Top1 is { } top1 && Share(report.OnTopic) < top1)
        {
            yield return $"On-topic questions: {Describe(report.OnTopic)} right, below the {top1:0.0%} asked for.";
        }

        foreach (var kind in report.Kinds.Where(kind => kind.ExpectsCard && Share(kind.Tally) < Kind))
        {
            yield return $"Questions of kind '{kind.Kind}': {Describe(kind.Tally)} right, below the {Kind:0.0%} asked for.";
        }

        if (Abstain is { } abstain && Share(report.OffTopic) < abstain)
        {
            yield return $"Off-topic questions: {Describe(report.OffTopic)} abstained from, below the {abstain:0.0%} asked for.";
        }

        if (TypoLoss is { } most && report.Typos is { } typos && Share(report.OnTopic) - Share(typos.OnTopic) > most)
        {
            yield return $"With typos: {Describe(typos.OnTopic)} right instead of {Describe(report.OnTopic)}, more than {most:0.0%} lost.";
        }
    }

    // Unrounded: 92.996 % does not pass 93 %.
    private static double Share(Tally tally) => tally.Total == 0 ? 0 : (double)tally.Right / tally.Total;

    private static string Describe(Tally tally) => $"{tally.Right} of {tally.Total} ({Share(tally):0.0%})";
}
