using System.Diagnostics;
using System.Diagnostics.Metrics;
using MlOpsBot.Storage.Measuring;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Tips.Measuring;

/// <summary>What tips measure, for whoever listens to the meter or the source <see cref="Name"/>. Thread-safe.</summary>
/// <remarks>One for the process. What is measured is documented in deploy/observability.</remarks>
public static class TipMeter
{
    /// <summary>The meter's name, and the source's.</summary>
    public const string Name = "MlOpsBot.Tips";

    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_due = s_meter.CreateCounter<long>(
        "mlopsbot.tips.due", "{tip}", "Days of tips that came and were written into the ledger, by whether they are to be posted.");

    private static readonly Counter<long> s_settled = s_meter.CreateCounter<long>(
        "mlopsbot.tips.settled", "{tip}", "Tips that came to an end, by what became of them; `late` are posted too, more than 5 minutes after they were due.");

    private static readonly Histogram<double> s_lateness = s_meter.CreateSeconds(
        "mlopsbot.tips.post.delay",
        "How long after it was due a tip was posted.",
        [1, 5, 10, 30, 60, 120, 300, 900, 3600, 10_800]);

    /// <summary>Spans of posting tips.</summary>
    internal static ActivitySource Source { get; } = new(Name);

    internal static void Due(string platform, bool isToBePosted)
        => s_due.Add(1, new("platform", platform), new("outcome", isToBePosted ? "planned" : "left_out"));

    /// <summary>An attempt ended; what is tried again is not settled.</summary>
    internal static void Ended(TipDay day, WorkOutcome outcome, TimeSpan late)
    {
        var platform = day.Workspace.Platform;
        var word = outcome switch
        {
            WorkOutcome.Finished { Reason: null } => late > TipsOptions.Punctual ? "late" : "posted",
            WorkOutcome.Finished => "skipped",
            WorkOutcome.Abandoned => "failed",
            WorkOutcome.Doubted => "doubtful",
            _ => null,
        };
        if (word is null)
        {
            return;
        }

        s_settled.Add(1, new("platform", platform), new("outcome", word));
        if (outcome is WorkOutcome.Finished { Reason: null })
        {
            s_lateness.Record(late.TotalSeconds, new KeyValuePair<string, object?>("platform", platform));
        }
    }

    /// <summary>Begins the span of an attempt; null while nobody traces.</summary>
    internal static Activity? Post(TipDay day)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity.Current = null;
        return Source.StartActivity("post tip", ActivityKind.Producer)?.SetTag("mlopsbot.platform", day.Workspace.Platform);
    }
}
