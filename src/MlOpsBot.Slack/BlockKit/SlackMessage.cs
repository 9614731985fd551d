using System.Collections.Immutable;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>What is posted. Immutable.</summary>
/// <param name="Text">What notifications and screen readers read: never empty, escaped, at most <see cref="Limits.Text"/> characters.</param>
/// <param name="Blocks">What is shown, within the limits of a message; may be empty, then the text is shown.</param>
public sealed record SlackMessage(string Text, ImmutableArray<Block> Blocks);

/// <summary>What sort of view it is.</summary>
public enum SlackViewKind
{
    /// <summary>The app's Home tab.</summary>
    Home,

    /// <summary>A window over the conversation.</summary>
    Modal,
}

/// <summary>A Home tab or a modal. Immutable.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Title">A modal's title, at most <see cref="Limits.ViewTitle"/> characters; a Home tab shows none.</param>
/// <param name="Blocks">1 to <see cref="Limits.ViewBlocks"/>.</param>
public sealed record SlackView(SlackViewKind Kind, string Title, ImmutableArray<Block> Blocks)
{
    /// <summary>Names the view when its form is sent, at most <see cref="Limits.Id"/> characters.</summary>
    public string? CallbackId { get; init; }

    /// <summary>Comes back with what is pressed or sent, at most <see cref="Limits.PrivateMetadata"/> characters; unseen by the user.</summary>
    public string? PrivateMetadata { get; init; }

    /// <summary>The text of the button that sends a modal's form, at most <see cref="Limits.ViewTitle"/> characters; null where there is no form.</summary>
    public string? Submit { get; init; }

    /// <summary>The text of the button that closes a modal, at most <see cref="Limits.ViewTitle"/> characters; null for Slack's own.</summary>
    public string? Close { get; init; }
}
