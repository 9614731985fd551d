using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>A call of the bot's. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Method"><c>post</c>, <c>typing</c>, <c>update</c>, <c>delete</c>, <c>create</c>, <c>token</c>, <c>metadata</c> or <c>keys</c>.</param>
/// <param name="Path">The address, still escaped.</param>
/// <param name="Body">What was sent; undefined for none.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">"ok", an error, or the fault; empty while under way.</param>
internal sealed record Call(int Number, string Method, string Path, JsonElement Body, DateTimeOffset At, string Outcome);

/// <summary>Everything that the bot asked of Teams and of the login, in order. Thread-safe.</summary>
internal sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<Call> _calls = [];

    public ImmutableArray<Call> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public ImmutableArray<Call> Of(string method) => [.. All.Where(call => call.Method == method)];

    public int Count(string method) => Of(method).Length;

    internal int Add(string method, string path, JsonElement body, DateTimeOffset at)
    {
        lock (_gate)
        {
            _calls.Add(new Call(_calls.Count + 1, method, path, body, at, ""));
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
