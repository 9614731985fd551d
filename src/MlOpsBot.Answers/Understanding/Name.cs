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
    /// <summary>Two meanings of one phrase: the stronger wins; equally strong ones leave it open.</summary>
    public static Name Merge(Name first, Name second) =>
        first.Strength == second.Strength
            ? new Name(first.Strength, [.. first.Roles.Union(second.Roles)])
            : first.Strength > second.Strength ? first : second;
}
