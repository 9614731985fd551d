using MlOpsBot.Storage;

namespace MlOpsBot.Tips.Commands;

/// <summary>Whether somebody may change a channel's tips.</summary>
public enum TipGrant
{
    /// <summary>They may.</summary>
    Granted,

    /// <summary>They may not, by the rule.</summary>
    Denied,

    /// <summary>The platform could not be asked.</summary>
    Unknown,
}

/// <summary>
/// Somebody who gives an order about a channel's tips, and what the platform knows of them when it is asked. Asked only where it is
/// needed, as each may be a call to the platform.
/// </summary>
public interface ITipActor
{
    /// <summary>Whose channel.</summary>
    WorkspaceKey Workspace { get; }

    /// <summary>The channel, as <see cref="Storage.Tips.TipSubscription.Channel"/>.</summary>
    string Channel { get; }

    /// <summary>Whether it is a conversation of this person alone with the bot.</summary>
    bool IsDirect { get; }

    /// <summary>The person, by the platform's id.</summary>
    string User { get; }

    /// <summary>Their time zone as the platform says it; null where it does not.</summary>
    Task<string?> ZoneAsync(CancellationToken cancellation);

    /// <summary>Whether they may change the channel's tips by a rule.</summary>
    /// <param name="access">The rule.</param>
    /// <param name="owner">Whose the subscription is; null where there is none.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<TipGrant> MayChangeAsync(TipAccess access, string? owner, CancellationToken cancellation);

    /// <summary>Whether they may change the rule itself: an administrator.</summary>
    Task<TipGrant> MayChangeAccessAsync(CancellationToken cancellation);

    /// <summary>Why the bot cannot post there, and what to do ("Invite me first: /invite @mlopsbot"); null if it can, or nobody knows.</summary>
    Task<string?> WhyNotPostableAsync(CancellationToken cancellation);

    /// <summary>What a suspension's reason means and what to do about it, in whole sentences.</summary>
    /// <param name="reason">The platform's word, as it was given when posting stopped working.</param>
    string Explain(string reason) => $"I could not post here any more ({reason}). Once I can again, I go on by myself; to try now, press Resume.";
}
