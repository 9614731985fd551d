using System.Collections.Immutable;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>The entries of a YAML mapping whose keys are known beforehand; what is wrong with keys and types is reported.</summary>
internal sealed class YamlFields
{
    private readonly Dictionary<string, YamlValue> _values = new(StringComparer.Ordinal);
    private readonly FileLog _log;

    private YamlFields(int line, FileLog log)
    {
        Line = line;
        _log = log;
    }

    /// <summary>Line of the mapping.</summary>
    public int Line { get; }

    /// <summary>Takes a mapping apart; null, after a finding, where the value is none.</summary>
    /// <param name="value">The value; null stands for an empty mapping.</param>
    /// <param name="line">Line to report where the value is null.</param>
    /// <param name="what">What the mapping is, for messages: "a source".</param>
    /// <param name="keys">The keys it may have.</param>
    /// <param name="log">Where faults go.</param>
    public static YamlFields? Of(YamlValue? value, int line, string what, ImmutableArray<string> keys, FileLog log)
    {
        if (value is not null and not YamlMap and not YamlText { IsNull: true })
        {
            log.Error(value.Line, $"{what} must be `key: value` lines with the keys {string.Join(", ", keys)}");
            return null;
        }

        var fields = new YamlFields(value?.Line ?? line, log);
        if (value is YamlMap map)
        {
            fields.Take(map, what, keys);
        }

        return fields;
    }

    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>Line of the key's value, or of the mapping where the key is missing.</summary>
    public int LineOf(string key) => _values.TryGetValue(key, out var value) ? value.Line : Line;

    /// <summary>A text; null where it is missing, empty or, after a finding, no text.</summary>
    public YamlText? Text(string key)
    {
        switch (_values.GetValueOrDefault(key))
        {
            case null or YamlText { IsNull: true }:
                return null;
            case YamlText { Text: "" } empty:
                _log.Error(empty.Line, $"`{key}` is empty: fill it or delete the line");
                return null;
            case YamlText text:
                return text;
            case { } other:
                _log.Error(other.Line, $"`{key}` must be one text, not a list: write `{key}: …`");
                return null;
        }
    }

    /// <summary>A text that must be there.</summary>
    public YamlText? RequiredText(string key, string remedy)
    {
        if (!_values.TryGetValue(key, out var value) || value is YamlText { IsNull: true })
        {
            _log.Error(LineOf(key), $"`{key}` is missing: {remedy}");
            return null;
        }

        return Text(key);
    }

    /// <summary>A list of texts; empty where the key is missing.</summary>
    public ImmutableArray<YamlText> Texts(string key)
    {
        switch (_values.GetValueOrDefault(key))
        {
            case null or YamlText { IsNull: true }:
                return [];
            case YamlList list:
                return Texts(key, list);
            case { } other:
                _log.Error(other.Line, $"`{key}` must be a list: write `{key}: [one, another]`");
                return [];
        }
    }

    /// <summary>A list of anything; empty where the key is missing.</summary>
    public IReadOnlyList<YamlValue> Values(string key)
    {
        switch (_values.GetValueOrDefault(key))
        {
            case null or YamlText { IsNull: true }:
                return [];
            case YamlList list:
                return list.Items;
            case { } other:
                _log.Error(other.Line, $"`{key}` must be a list: begin each entry with `- ` on a line of its own");
                return [];
        }
    }

    public YamlValue? Value(string key) => _values.GetValueOrDefault(key) is { } value and not YamlText { IsNull: true } ? value : null;

    private ImmutableArray<YamlText> Texts(string key, YamlList list)
    {
        var texts = ImmutableArray.CreateBuilder<YamlText>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (item is not YamlText text)
            {
                _log.Error(item.Line, $"`{key}` must hold texts only: write `{key}: [one, another]`; put text with `: ` in double quotes");
            }
            else if (text.IsNull || text.Text.Length == 0)
            {
                _log.Error(text.Line, $"`{key}` has an empty entry: delete it");
            }
            else
            {
                texts.Add(text);
            }
        }

        return texts.DrainToImmutable();
    }

    private void Take(YamlMap map, string what, ImmutableArray<string> keys)
    {
        var unknown = new List<KeyValuePair<YamlText, YamlValue>>();
        foreach (var (key, value) in map.Entries)
        {
            if (!keys.Contains(key.Text))
            {
                unknown.Add(new(key, value));
            }
            else if (!_values.TryAdd(key.Text, value))
            {
                _log.Error(key.Line, $"`{key.Text}` stands twice: keep one of the two");
            }
        }

        foreach (var (key, value) in unknown)
        {
            _log.Error(key.Line, $"{what} has no key `{key.Text}`{Nearest.Hint(key.Text, keys, $"allowed are {string.Join(", ", keys)}")}");

            // Read as what it was meant to be, so that a slip of the pen is not reported as a missing key too.
            if (Nearest.To(key.Text, keys) is { } meant)
            {
                _values.TryAdd(meant, value);
            }
        }
    }
}
