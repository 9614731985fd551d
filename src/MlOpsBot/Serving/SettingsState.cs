using System.Collections.Immutable;

namespace MlOpsBot.Serving;

/// <summary>How the files of settings and secrets are. Immutable.</summary>
/// <param name="Faults">What is wrong with them as they stand, one line a fault; the options before stay in effect then.</param>
/// <param name="AtNextStart">Options that take effect at the next start alone.</param>
internal sealed record SettingsState(ImmutableArray<string> Faults, ImmutableArray<string> AtNextStart)
{
    /// <summary>All that they say is in effect.</summary>
    public static SettingsState Fine { get; } = new([], []);
}
