namespace MlOpsBot.Slack.SocketMode;

/// <summary>How far a link has come.</summary>
internal enum LinkPhase
{
    /// <summary>Asked for, and not greeted yet.</summary>
    Opening,

    /// <summary>What Slack sends comes through it.</summary>
    Serving,

    /// <summary>Being left in order.</summary>
    Leaving,

    /// <summary>Cut.</summary>
    Dropped,
}

/// <summary>What <see cref="LinkKeeper"/> knows of one link. Times count from the keeper's start.</summary>
/// <param name="number">Its number.</param>
/// <param name="openedAt">When it was asked for.</param>
internal sealed class KeptLink(int number, TimeSpan openedAt)
{
    public int Number => number;

    public LinkPhase Phase { get; set; }

    public TimeSpan GreetedAt { get; set; }

    public TimeSpan HeardAt { get; set; }

    public TimeSpan Life { get; set; }

    public bool IsUnwanted { get; set; }

    /// <summary>When something is to be decided about it if no news comes; null for never.</summary>
    public TimeSpan? DueAt(SocketModeTimes times) => this switch
    {
        { Phase: LinkPhase.Opening } => openedAt + times.GreetWithin,
        { Phase: LinkPhase.Serving, IsUnwanted: false } => GreetedAt + Life < HeardAt + times.QuietFor ? GreetedAt + Life : HeardAt + times.QuietFor,
        _ => null,
    };
}
