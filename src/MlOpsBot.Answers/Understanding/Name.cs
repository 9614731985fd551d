using System.Collections.Immutable;

namespace MlOpsBot.Answers.Understanding;

/// <summary>How surely a phrase names a role.</summary>
internal enum NameStrength
{
    /// <summary>The noun alone, "engineer": could be any of several.</summary>
    Head,

    /// <summary>The field of work, "data science": the role only where the question is about roles.</summary>
    Discipline,

    /// <summary>A short form, "DE".</summary>
    Abbreviation,

    /// <summary>A name or alias.</summary>
    Full,
}

/// <summary>What a phrase names.</summary>
/// <param name="Strength">How surely.</param>
/// <param name="Roles">Numbers of the roles it may mean; several only where the keepers let them share it.</param>
internal sealed record Name(NameStrength Strength, ImmutableArray<int> Roles)
{
    /// <summary>
    /// How a name of one word is written: "developer", which "develop" and "development" share a stem with.
    /// Empty for names of several words.
    /// </summary>
    public ImmutableArray<string> Forms { get; init; } = [];

    /// <summary>Whether a typed word is a form of this name, and not of another word with the same stem.</summary>
    public bool IsWritten(ReadOnlySpan<char> word)
    {
        foreach (var form in Forms)
        {
            // The word itself or its plural: "engineers", but not "engineering".
            if (word.StartsWith(form, StringComparison.Ordinal) && word.Length <= form.Length + 2)
            {
                return true;
            }
        }

        return Forms.IsEmpty;
    }

    /// <summary>Two meanings of one phrase: the stronger wins; equally strong ones leave it open.</summary>
    public static Name Merge(Name first, Name second) =>
        first.Strength == second.Strength
            ? new Name(first.Strength, [.. first.Roles.Union(second.Roles)]) { Forms = [.. first.Forms.Union(second.Forms)] }
            : first.Strength > second.Strength ? first : second;
}
