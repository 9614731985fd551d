using MlOpsBot.Storage.Working;

namespace MlOpsBot.Chat.Conversing;

/// <summary>What became of a message that was to be delivered. Immutable.</summary>
public sealed record Posting
{
    private Posting(DeliveryNote? note, string message, string? refusal, WorkOutcome? outcome)
    {
        Note = note;
        Message = message;
        Refusal = refusal;
        Outcome = outcome;
    }

    /// <summary>What was said, perhaps by an earlier attempt: go by this, not by what would be said now. Null unless it is posted.</summary>
    public DeliveryNote? Note { get; }

    /// <summary>The platform's name for the message; empty where it tells none, or where nothing is posted.</summary>
    public string Message { get; }

    /// <summary>The platform's code where it surely is not posted and never will be; null otherwise.</summary>
    public string? Refusal { get; }

    /// <summary>What the work comes to where nothing more can be done now; null where it is posted or refused.</summary>
    public WorkOutcome? Outcome { get; }

    /// <summary>It is on the platform.</summary>
    public static Posting Posted(DeliveryNote note, string message) => new(note, message, null, null);

    /// <summary>It surely is not, and never will be.</summary>
    public static Posting Refused(string code) => new(null, "", code, null);

    /// <summary>Nothing more can be done about it now.</summary>
    public static Posting Ends(WorkOutcome outcome) => new(null, "", null, outcome);

    /// <summary>What the work comes to when there is nothing else to do about it.</summary>
    public WorkOutcome ToOutcome() => Outcome ?? (Refusal is null ? WorkOutcome.Done : WorkOutcome.GiveUp(Refusal));
}
