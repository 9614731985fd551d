using System.Collections.Immutable;

namespace MlOpsBot.Knowledge;

/// <summary>A short text for a channel, with the card that it opens.</summary>
/// <param name="Id">"file/title-as-slug": stays the same while the title does.</param>
/// <param name="Title">A few words.</param>
/// <param name="Text">About two sentences, plain text.</param>
/// <param name="Card">Slug of the card that the tip opens.</param>
/// <param name="Sources">Ids of the sources that say so, at least one.</param>
/// <param name="Location">Where it stands.</param>
public sealed record Tip(string Id, string Title, string Text, string Card, ImmutableArray<string> Sources, FileLocation Location);
