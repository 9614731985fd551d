using System.Collections.Immutable;

namespace MlOpsBot.Configuration;

/// <summary>The configuration as it stood in all of its places at one moment. Immutable.</summary>
internal sealed record ConfigurationRead
{
    private readonly ImmutableArray<ConfigurationLayer> _layers;

    /// <summary>Puts it together.</summary>
    /// <param name="below">What goes behind files, lowest first.</param>
    /// <param name="files">What files say, lowest first.</param>
    /// <param name="above">What goes before files, lowest first.</param>
    public ConfigurationRead(ImmutableArray<ConfigurationLayer> below, ImmutableArray<ConfigurationLayer> files, ImmutableArray<ConfigurationLayer> above)
    {
        _layers = [.. below, .. files, .. above];
        Files = Merge(files);
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(Merge(_layers).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
    }

    /// <summary>What files say, the highest of them alone where several say something.</summary>
    public ImmutableDictionary<string, string> Files { get; }

    /// <summary>All of it.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>One line with what cannot be read and what to do; null where everything was.</summary>
    public string? Unreadable { get; init; }

    /// <summary>One line for each thing that is not where it belongs.</summary>
    public ImmutableArray<string> Strange { get; init; } = [];

    /// <summary>Where an option's value comes from, such as "the environment"; null where nobody says anything.</summary>
    /// <param name="option">Its full name, such as <c>MlOpsBot:Slack:BotToken</c>.</param>
    public string? SourceOf(string option) => _layers.LastOrDefault(layer => layer.Says(option))?.Name;

    private static ImmutableDictionary<string, string> Merge(IEnumerable<ConfigurationLayer> layers)
    {
        var merged = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in layers.SelectMany(layer => layer.Values))
        {
            merged[key] = value;
        }

        return merged.ToImmutable();
    }
}

/// <summary>What one place says. Immutable.</summary>
/// <param name="Name">The place, as an operator would name it.</param>
/// <param name="Values">Values by the full names of their options, whatever their case.</param>
internal sealed record ConfigurationLayer(string Name, ImmutableDictionary<string, string> Values)
{
    /// <summary>What was read from one place.</summary>
    public static ConfigurationLayer Of(string name, IConfigurationRoot read) => new(
        name,
        read.AsEnumerable().Where(pair => pair.Value is not null).ToImmutableDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether it says something about an option, or about one of a list (<c>…:0</c>).</summary>
    public bool Says(string option) => Values.ContainsKey(option) || Values.Keys.Any(key => key.StartsWith($"{option}:", StringComparison.OrdinalIgnoreCase));
}
