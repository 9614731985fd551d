namespace MlOpsBot.Storage.Working;

/// <summary>Where something to be worked on stands.</summary>
public enum WorkState
{
    /// <summary>To be worked on: waiting, claimed, or waiting for another attempt.</summary>
    Open,

    /// <summary>Worked on to the end.</summary>
    Done,

    /// <summary>Not worked on to the end, and nobody will try again; the row says why.</summary>
    GivenUp,

    /// <summary>Perhaps worked on to the end: the platform leaves it in doubt, and trying again might answer twice.</summary>
    Doubtful,
}
