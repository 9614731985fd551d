using System.Collections.Immutable;

namespace MlOpsBot.Chat.Limiting;

/// <summary>
/// So many calls in any stretch of time of this length, wherever it begins. Platforms promise numbers "a minute" and say nothing
/// of where a minute begins; what holds for every stretch holds for any reckoning. Immutable.
/// </summary>
/// <param name="Calls">How many, at least 1.</param>
/// <param name="Window">The length of the stretch, more than zero.</param>
public sealed record CallLimit(int Calls, TimeSpan Window);

/// <summary>Limits that all hold for the same calls: a few in a second, more in a minute, and so on. Immutable.</summary>
public sealed class CallLimits
{
    /// <summary>These limits together, at least one.</summary>
    public CallLimits(params ImmutableArray<CallLimit> limits)
    {
        All = limits;
        Longest = limits.Max(static limit => limit.Window);
    }

    /// <summary>Each of them.</summary>
    public ImmutableArray<CallLimit> All { get; }

    /// <summary>The longest window: what lies further back no longer matters.</summary>
    public TimeSpan Longest { get; }

    /// <summary>One limit alone.</summary>
    public static implicit operator CallLimits(CallLimit limit) => new(limit);
}

/// <summary>What a call counts against: a whole, and where the platform counts them, a part of it. Immutable.</summary>
/// <param name="Kind">What is called; calls of another kind do not count.</param>
/// <param name="Whole">A workspace, a tenant.</param>
/// <param name="Limits">How often it may be called there.</param>
/// <param name="Part">A channel, a thread; null where parts do not count.</param>
/// <param name="PartLimits">How often it may be called for the part; null where parts do not count.</param>
public readonly record struct CallScope(string Kind, string Whole, CallLimits Limits, string? Part = null, CallLimits? PartLimits = null);
