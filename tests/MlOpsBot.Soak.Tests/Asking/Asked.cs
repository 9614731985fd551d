using System.Collections.Immutable;

namespace MlOpsBot.Soak.Tests.Asking;

/// <summary>What may come of something asked.</summary>
internal enum AskedRule
{
    /// <summary>Answered once: sent again until it is taken, and looked up where a post is in doubt.</summary>
    Once,

    /// <summary>As <see cref="Once"/>, or in doubt with a row that says so: what one person alone sees, and all of Teams, cannot be looked up.</summary>
    OnceOrDoubtful,

    /// <summary>Sent once, by somebody who is told at once where it was not taken; taken, it is <see cref="OnceOrDoubtful"/>.</summary>
    Pressed,

    /// <summary>As <see cref="Pressed"/>; it says how things are, and may be said again.</summary>
    Shown,

    /// <summary>Answered in the response, or not at all.</summary>
    Answered,
}

/// <summary>Something that was asked, in whatever way.</summary>
/// <param name="Kind">The row of the tables.</param>
/// <param name="Rule">What may come of it.</param>
/// <param name="At">When.</param>
internal sealed record Asked(string Kind, AskedRule Rule, DateTimeOffset At)
{
    /// <summary>Under what its answer is seen; see <see cref="Sightings"/>. Empty where it comes in the response.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>What is found in its row of the inbox and in no other.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Its way to the bot; null where no platform sends it.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>Of what is answered in the response: whether the response was a good one.</summary>
    public bool IsGood { get; init; }

    /// <summary>Of what no platform sent: how long the response took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Of what no platform sent: whether a response came.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>Whether the bot has said that it has it.</summary>
    public bool IsTaken => Delivery?.IsAcknowledged ?? IsAnswered;

    /// <summary>Whether the first attempt to tell the bot failed.</summary>
    public bool IsRefused => Delivery is null ? !IsAnswered : !Delivery.Receipts[0].IsAcknowledged;

    /// <summary>Whether nothing of it is on its way any more.</summary>
    public bool IsSent => Delivery is null || Delivery.Last.Task.IsCompleted;
}

/// <summary>Everything that was asked of one bot. Thread-safe.</summary>
internal sealed class AskedLog
{
    private readonly Lock _gate = new();
    private readonly List<Asked> _all = [];

    /// <summary>Everything so far, in order.</summary>
    public Asked[] All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Add(Asked asked)
    {
        lock (_gate)
        {
            _all.Add(asked);
        }
    }
}

/// <summary>A way of asking. Immutable.</summary>
/// <param name="Weight">How often it is taken, beside the others.</param>
/// <param name="AskAsync">Asks.</param>
internal sealed record Way(int Weight, Func<Task> AskAsync);
