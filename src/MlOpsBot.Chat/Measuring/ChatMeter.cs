using System.Diagnostics;
using System.Diagnostics.Metrics;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Measuring;

namespace MlOpsBot.Chat.Measuring;

/// <summary>
/// What conversations measure on every platform, for whoever listens to the meter or the source <see cref="Name"/>. Costs next to
/// nothing while nobody does, takes no lock, and names no person, channel or workspace. Thread-safe.
/// </summary>
/// <remarks>One for the process, so that whoever answers needs nothing handed down. What is measured is documented in deploy/observability.</remarks>
public static class ChatMeter
{
    /// <summary>The meter's name, and the source's.</summary>
    public const string Name = "MlOpsBot.Chat";

    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_questions = s_meter.CreateCounter<long>(
        "mlopsbot.questions", "{question}", "Questions that were answered, by the kind of the answer; `none` and `clarify` are abstentions.");

    private static readonly Histogram<double> s_answering = s_meter.CreateSeconds(
        "mlopsbot.question.answer.duration",
        "How long understanding a question and retrieving its answer takes.",
        [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1]);

    private static readonly Histogram<double> s_delivering = s_meter.CreateSeconds(
        "mlopsbot.question.delivery.duration",
        "How long it takes from a question's receipt to the delivery of its answer.",
        [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800]);

    private static readonly Histogram<double> s_acknowledging = s_meter.CreateSeconds(
        "mlopsbot.request.acknowledgement.duration",
        "How long a platform waits from its request to the 2xx that takes it.",
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15]);

    private static readonly Counter<long> s_received = s_meter.CreateCounter<long>(
        "mlopsbot.requests.received", "{payload}", "Payloads of platforms that were read, by what became of them.");

    private static readonly Counter<long> s_refused = s_meter.CreateCounter<long>(
        "mlopsbot.requests.refused", "{request}", "Requests to the platforms' addresses that were refused, by why.");

    private static readonly Counter<long> s_redelivered = s_meter.CreateCounter<long>(
        "mlopsbot.requests.redelivered", "{request}", "Requests that a platform says it sends again, by its reason.");

    private static readonly Counter<long> s_held = s_meter.CreateCounter<long>(
        "mlopsbot.requests.held_back", "{minute}", "Minutes in which a platform said that it holds events back.");

    private static readonly Counter<long> s_deliveries = s_meter.CreateCounter<long>(
        "mlopsbot.deliveries", "{message}", "Messages that were to be delivered, answers and tips alike, by what came of it.");

    private static readonly Histogram<double> s_calls = s_meter.CreateSeconds(
        "mlopsbot.call.duration",
        "How long calls of a platform take, by what they came to.",
        [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]);

    private static readonly Histogram<double> s_waits = s_meter.CreateSeconds(
        "mlopsbot.call.wait.duration",
        "How long calls that had to wait for the platform's limit waited before they were made.",
        [0.1, 0.25, 0.5, 1, 2, 4]);

    /// <summary>Spans of receiving, working and calling.</summary>
    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>A question was answered, and its answer delivered.</summary>
    /// <param name="platform">The platform: <c>slack</c>, <c>teams</c>, <c>page</c>.</param>
    /// <param name="kind">The answer's kind.</param>
    /// <param name="took">Understanding and retrieval.</param>
    /// <param name="delivered">From receipt to delivery.</param>
    public static void Answered(string platform, AnswerKind kind, TimeSpan took, TimeSpan delivered)
    {
        s_questions.Add(1, new("platform", platform), new("kind", kind.Name()));
        s_answering.Record(took.TotalSeconds, new KeyValuePair<string, object?>("platform", platform));
        s_delivering.Record(delivered.TotalSeconds, new KeyValuePair<string, object?>("platform", platform));
    }

    /// <summary>A platform's request was taken.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="route">Which of its addresses, in one word.</param>
    /// <param name="took">From the request to the acknowledgement.</param>
    public static void Acknowledged(string platform, string route, TimeSpan took)
        => s_acknowledging.Record(took.TotalSeconds, new("platform", platform), new("route", route));

    internal static void Redelivered(string platform, string reason) => s_redelivered.Add(1, new("platform", platform), new("reason", reason));

    internal static void HeldBack(string platform) => s_held.Add(1, new KeyValuePair<string, object?>("platform", platform));

    /// <summary>A call was made, or given up.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="method">Its method, one of a few.</param>
    /// <param name="outcome">What it came to.</param>
    /// <param name="isLimited">Whether the platform answered that there were too many (429).</param>
    /// <param name="took">From the turn to the outcome.</param>
    public static void Called(string platform, string method, CallOutcome outcome, bool isLimited, TimeSpan took)
        => s_calls.Record(took.TotalSeconds, new("platform", platform), new("method", method), new("outcome", isLimited ? "rate_limited" : Word(outcome)));

    /// <summary>A call was not made, as its turn is too far away.</summary>
    public static void Held(string platform, string method)
        => s_calls.Record(0, new("platform", platform), new("method", method), new("outcome", "held"));

    /// <summary>A call has its turn.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="wait">How long it waited for it; less than a millisecond is no wait.</param>
    public static void Waited(string platform, TimeSpan wait)
    {
        if (wait >= TimeSpan.FromMilliseconds(1))
        {
            s_waits.Record(wait.TotalSeconds, new KeyValuePair<string, object?>("platform", platform));
        }
    }

    internal static void Received(string platform, string outcome, string kind)
        => s_received.Add(1, new("platform", platform), new("outcome", outcome), new("kind", kind));

    internal static void Refused(string platform, string reason) => s_refused.Add(1, new("platform", platform), new("reason", reason));

    internal static void Delivered(string platform, DeliveryState state) => s_deliveries.Add(1, new("platform", platform), new("outcome", Word(state)));

    private static string Word(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Done => "done",
        CallOutcome.Refused => "refused",
        CallOutcome.Later => "later",
        _ => "doubtful",
    };

    private static string Word(DeliveryState state) => state switch
    {
        DeliveryState.Posted => "posted",
        DeliveryState.Failed => "failed",
        _ => "doubtful",
    };
}
