using System.Collections.Immutable;

namespace MlOpsBot.Configuration;

/// <summary>What becomes of options that were read anew. Immutable.</summary>
/// <param name="InEffect">The options to go on with: those before, with what takes effect at once.</param>
/// <param name="AtOnce">The names of the options that do, by name.</param>
/// <param name="AtNextStart">The names of those that are wanted otherwise than they are in effect, and wait for the next start.</param>
internal sealed record OptionChange(BotOptions InEffect, ImmutableArray<string> AtOnce, ImmutableArray<string> AtNextStart)
{
    /// <summary>Compares.</summary>
    /// <param name="now">The options in effect.</param>
    /// <param name="then">The options that are wanted; without a fault.</param>
    public static OptionChange Of(BotOptions now, BotOptions then)
    {
        var changed = OptionRules.All.Where(rule => !Equals(rule.Of(now), rule.Of(then))).ToLookup(rule => rule.Take is not null && rule.CanTake(now, then));
        return new OptionChange(
            changed[true].Aggregate(now, (options, rule) => rule.Take!(options, then)),
            [.. changed[true].Select(rule => rule.Name)],
            [.. changed[false].Select(rule => rule.Name)]);
    }
}
