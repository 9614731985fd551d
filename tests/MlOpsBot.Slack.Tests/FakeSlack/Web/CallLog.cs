using System.Collections.Immutable;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>A call of the Web API or of a <c>response_url</c>. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Method">The method.</param>
/// <param name="Arguments">What was given, without the token.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">"ok", an error code, or the fault; empty while under way.</param>
internal sealed record ApiCall(int Number, string Method, Arguments Arguments, DateTimeOffset At, string Outcome);

/// <summary>Everything that was asked of Slack, in order. Thread-safe.</summary>
internal sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<ApiCall> _calls = [];

    public ImmutableArray<ApiCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public ImmutableArray<ApiCall> Of(string method) => [.. All.Where(call => call.Method == method)];

    public int Count(string method) => Of(method).Length;

    internal int Add(string method, Arguments arguments, DateTimeOffset at)
    {
        lock (_gate)
        {
            _calls.Add(new ApiCall(_calls.Count + 1, method, arguments, at, ""));
            return _calls.Count;
        }
    }

    internal void End(int number, string outcome)
    {
        lock (_gate)
        {
            _calls[number - 1] = _calls[number - 1] with { Outcome = outcome };
        }
    }
}
