using System.Collections.Immutable;

namespace MlOpsBot.Diagnosis;

/// <summary>Looks at one thing that the bot depends on. Changes nothing. Expected faults are findings; throws for cancellation alone.</summary>
internal interface ICheck
{
    /// <summary>What it looks at, in a word or two.</summary>
    string Name { get; }

    /// <summary>Looks.</summary>
    Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation);
}
