namespace MlOpsBot.Logging;

/// <summary>Events in the log that operators search for: numbers and names stay as they are. Documented in deploy/observability.</summary>
internal static class LogEvents
{
    public static readonly EventId KnowledgeLive = new(1003, nameof(KnowledgeLive));
    public static readonly EventId KnowledgeBroken = new(1004, nameof(KnowledgeBroken));
    public static readonly EventId Started = new(1005, nameof(Started));
    public static readonly EventId Stopping = new(1006, nameof(Stopping));
    public static readonly EventId Stopped = new(1007, nameof(Stopped));
    public static readonly EventId StoreSilent = new(1008, nameof(StoreSilent));
    public static readonly EventId StoreAnswers = new(1009, nameof(StoreAnswers));
    public static readonly EventId CollectorAway = new(1010, nameof(CollectorAway));
    public static readonly EventId CollectorBack = new(1011, nameof(CollectorBack));
    public static readonly EventId KnowledgeFinding = new(1012, nameof(KnowledgeFinding));
}
