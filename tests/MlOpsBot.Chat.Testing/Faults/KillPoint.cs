namespace MlOpsBot.Chat.Testing;

/// <summary>Where between event and answer a life of the bot ends. Immutable.</summary>
/// <param name="Name">The row of the fault table.</param>
/// <param name="Method">The call at which it ends; null for any time.</param>
/// <param name="Point">How far the call has come.</param>
/// <param name="IsLost">Whether the call never reaches the platform.</param>
internal sealed record KillPoint(string Name, string? Method, StepPoint Point = StepPoint.Received, bool IsLost = false)
{
    /// <summary>Whether several calls of one round come to it, of which any may be the last.</summary>
    public bool IsFrequent { get; init; }

    public bool IsAt(Step step) => step.Method == Method && step.Point == Point;
}
