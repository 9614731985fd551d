using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MlOpsBot.Deploy.Tests.Support;

/// <summary>YAML as those who read it for us take it: aliases resolved, maps merged, plain scalars typed.</summary>
internal static partial class YamlFile
{
    /// <summary>The documents of a file of the repository.</summary>
    public static ImmutableArray<JsonObject> Read(params string[] path) => Parse(File.ReadAllText(Path.Combine([Repository.Root, .. path])));

    /// <summary>The documents of a text, without empty ones.</summary>
    public static ImmutableArray<JsonObject> Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return [.. yaml.Documents.Select(document => Json(document.RootNode)).OfType<JsonObject>()];
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => Map(map),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => throw new InvalidOperationException($"{node.NodeType} at {node.Start}"),
    };

    private static JsonObject Map(YamlMappingNode map)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map.Children.OrderBy(entry => entry.Key.ToString() == "<<" ? 0 : 1))
        {
            if (key.ToString() == "<<")
            {
                foreach (var (name, inner) in (JsonObject)Json(value)!)
                {
                    json[name] = inner?.DeepClone();
                }
            }
            else
            {
                json[key.ToString()] = Json(value);
            }
        }

        return json;
    }

    private static JsonValue? Scalar(YamlScalarNode scalar) => (scalar.Style, scalar.Value ?? "") switch
    {
        (not ScalarStyle.Plain, var text) => JsonValue.Create(text),
        (_, "" or "~" or "null") => null,
        (_, "true" or "false") => JsonValue.Create(scalar.Value == "true"),
        (_, var text) when Whole().IsMatch(text) => JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture)),
        (_, var text) when Fraction().IsMatch(text) => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),

        // Some take it for a number in octal and some for one in decimal, and some for a truth: nothing of that stands in deploy/.
        (_, var text) when Ambiguous().IsMatch(text) => throw new InvalidDataException($"'{text}' means one thing here and another there; put it into quotes"),
        (_, var text) => JsonValue.Create(text),
    };

    [GeneratedRegex("^(0|-?[1-9][0-9]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)\.[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fraction();

    [GeneratedRegex("^(0[0-9]+|yes|no|off|y|n)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ambiguous();
}
