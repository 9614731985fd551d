using System.Collections.Immutable;

namespace MlOpsBot.Configuration;

/// <summary>
/// What files say, as far as it was accepted: the configuration below the environment that the running program reads, such as the
/// log's levels. It changes only by <see cref="Accept"/>, never because a file does.
/// </summary>
internal sealed class AcceptedSettings : ConfigurationProvider, IConfigurationSource
{
    /// <summary>What was accepted last.</summary>
    public ImmutableDictionary<string, string> Values { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Puts in place of all that was accepted before.</summary>
    public void Accept(ImmutableDictionary<string, string> values)
    {
        Values = values;
        Data = values.ToDictionary(pair => pair.Key, string? (pair) => pair.Value, StringComparer.OrdinalIgnoreCase);
        OnReload();
    }

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
