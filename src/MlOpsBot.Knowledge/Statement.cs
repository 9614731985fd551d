using System.Collections.Immutable;

namespace MlOpsBot.Knowledge;

/// <summary>One thing that a card says, in plain text, with the sources that say it.</summary>
/// <param name="Text">The sentence as a reader sees it: no mark-up, no line breaks.</param>
/// <param name="Sources">Ids of the sources that say so, at least one, in the order they are cited.</param>
public sealed record Statement(string Text, ImmutableArray<string> Sources);

/// <summary>A statement about a role: what it has to do with the card that the statement stands on.</summary>
/// <param name="Role">Slug of the role.</param>
/// <param name="Text">What the role does there, or what the two work on together; plain text.</param>
/// <param name="Sources">Ids of the sources that say so, at least one.</param>
public sealed record RoleStatement(string Role, string Text, ImmutableArray<string> Sources);

/// <summary>Where something stands in the knowledge folder, for messages a keeper can click on.</summary>
/// <param name="File">Path relative to the knowledge folder, with forward slashes.</param>
/// <param name="Line">Line in that file, counted from 1; 0 where the finding is about the whole file.</param>
public readonly record struct FileLocation(string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{File}:{Line}" : File;
}
