using MlOpsBot.Storage.Working;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>Tells those who post tips in this process that there may be some. Thread-safe.</summary>
internal sealed class TipSignal
{
    /// <summary>What they wait for.</summary>
    public WorkSignal Signal { get; } = new();

    /// <summary>Tells them.</summary>
    public void Wake() => Signal.Wake();
}
