namespace MlOpsBot.Storage.Deliveries;

/// <summary>A conversation that can be written into without being asked, and what that takes. Immutable.</summary>
/// <param name="Workspace">Whose.</param>
/// <param name="Conversation">The conversation in the adapter's words. Not empty.</param>
/// <param name="Reference">What it takes; opaque here, usually JSON.</param>
public sealed record ConversationReference(WorkspaceKey Workspace, string Conversation, string Reference)
{
    /// <summary>What it belongs to: a team, with which it goes when the bot is removed from there, or the one person of a personal chat; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>Why nothing is to be posted there; null where it may be. Ignored when it is given to the store.</summary>
    public Suspension? Suspension { get; init; }
}

/// <summary>Why nothing is to be posted in a conversation. Immutable.</summary>
/// <param name="Reason">The platform's word for it.</param>
/// <param name="Since">Since when.</param>
public sealed record Suspension(string Reason, DateTimeOffset Since);
