using System.Collections.Immutable;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>A part of a rich text block. Immutable.</summary>
public abstract record RichTextElement;

/// <summary>A paragraph.</summary>
/// <param name="Runs">At least one.</param>
public sealed record RichTextSection(ImmutableArray<RichTextRun> Runs) : RichTextElement;

/// <summary>A list.</summary>
/// <param name="Items">At least one.</param>
/// <param name="IsOrdered">Whether the items are numbered.</param>
public sealed record RichTextList(ImmutableArray<RichTextSection> Items, bool IsOrdered = false) : RichTextElement;

/// <summary>A stretch of rich text. Immutable.</summary>
public abstract record RichTextRun;

/// <summary>Text as it is: Slack reads no mark-up in it, so it needs no escaping.</summary>
/// <param name="Text">Not empty.</param>
/// <param name="IsBold">Whether it is bold.</param>
/// <param name="IsItalic">Whether it is slanted.</param>
public sealed record TextRun(string Text, bool IsBold = false, bool IsItalic = false) : RichTextRun;

/// <summary>A link.</summary>
/// <param name="Url">https, http or mailto; at most <see cref="Limits.Url"/> characters.</param>
/// <param name="Text">What is shown.</param>
public sealed record LinkRun(string Url, string Text) : RichTextRun;

/// <summary>A person, by name and with a way to their profile. In a message that others see too, it notifies that person.</summary>
/// <param name="User">The user's id.</param>
public sealed record UserRun(string User) : RichTextRun;

/// <summary>A channel, by name and with a way to it.</summary>
/// <param name="Channel">The channel's id.</param>
public sealed record ChannelRun(string Channel) : RichTextRun;
