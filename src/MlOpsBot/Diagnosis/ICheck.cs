using System.Collections.Immutable;

namespace MlOpsBot.Diagnosis;

/// <summary>Looks at one thing that the bot depends on. Changes nothing. Expected faults are findings; throws for cancellation alone.</summary>
internal interface ICheck
{
    /// <summary>What it looks at, in a word or two, of which the first is what <c>--only</c> names too.</summary>
    string Name { get; }

    /// <summary>Whether it asks others over the network; left out by <c>--offline</c>.</summary>
    bool AsksOthers => false;

    /// <summary>Looks.</summary>
    Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation);
}
