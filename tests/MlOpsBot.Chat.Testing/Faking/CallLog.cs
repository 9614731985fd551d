using System.Collections.Immutable;

namespace MlOpsBot.Chat.Testing;

/// <summary>A call of a fake platform. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Method">The platform's name for it.</param>
/// <param name="At">When.</param>
internal abstract record FakeCall(int Number, string Method, DateTimeOffset At)
{
    /// <summary>"ok", an error, or the fault; empty while under way.</summary>
    public string Outcome { get; init; } = "";
}

/// <summary>Everything that was asked of a fake platform, in order. Thread-safe.</summary>
internal sealed class CallLog<TCall>
    where TCall : FakeCall
{
    private readonly Lock _gate = new();
    private readonly List<TCall> _calls = [];

    public ImmutableArray<TCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public ImmutableArray<TCall> Of(string method) => [.. All.Where(call => call.Method == method)];

    public int Count(string method) => Of(method).Length;

    /// <summary>A call has begun; its number.</summary>
    internal int Begin(Func<int, TCall> call)
    {
        lock (_gate)
        {
            _calls.Add(call(_calls.Count + 1));
            return _calls.Count;
        }
    }

    internal void End(int number, string outcome)
    {
        lock (_gate)
        {
            _calls[number - 1] = (TCall)(_calls[number - 1] with { Outcome = outcome });
        }
    }
}
