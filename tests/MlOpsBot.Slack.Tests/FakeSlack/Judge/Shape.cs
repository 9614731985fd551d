using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Judges one value.</summary>
internal delegate void Check(JsonElement value, string pointer, Verdict verdict);

/// <summary>A field that an object may or must have.</summary>
internal sealed record Field(string Name, bool IsRequired, Check Check);

/// <summary>The fields of a kind of object; any other is a fault. Immutable.</summary>
internal sealed class Shape(params Field[] fields)
{
    private readonly ImmutableDictionary<string, Field> _fields = fields.ToImmutableDictionary(field => field.Name);

    public static Field Must(string name, Check check) => new(name, true, check);

    public static Field May(string name, Check check) => new(name, false, check);

    /// <summary>A string of 1 to that many characters that is shown to nobody.</summary>
    public static Check Id(int most) => (value, pointer, verdict) => verdict.Text(value, pointer, 1, most);

    public static Check Address(int most) => (value, pointer, verdict) =>
    {
        if (verdict.Text(value, pointer, 1, most) is { } text
            && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "mailto"))
        {
            verdict.Fault(pointer, "invalid url");
        }
    };

    public static void Flag(JsonElement value, string pointer, Verdict verdict)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            verdict.Fault(pointer, "expected a boolean");
        }
    }

    public static Check Number(int least, int most) => (value, pointer, verdict) =>
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number < least || number > most)
        {
            verdict.Fault(pointer, $"expected an integer from {least} to {most}");
        }
    };

    public static Check OneOf(params string[] words) => (value, pointer, verdict) =>
    {
        if (value.ValueKind != JsonValueKind.String || !words.Contains(value.GetString()))
        {
            verdict.Fault(pointer, $"must be one of {string.Join(", ", words)}");
        }
    };

    public static Check ListOf(int least, int most, Check item) => (value, pointer, verdict) =>
    {
        foreach (var (element, at) in verdict.Items(value, pointer, least, most))
        {
            item(element, at, verdict);
        }
    };

    /// <summary>An object of another shape.</summary>
    public static Check Of(Shape shape) => shape.Judge;

    public void Judge(JsonElement value, string pointer, Verdict verdict)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            verdict.Fault(pointer, "expected an object");
            return;
        }

        var seen = new HashSet<string>();
        foreach (var property in value.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                verdict.Fault(pointer, $"duplicate property: {property.Name}");
            }
            else if (_fields.TryGetValue(property.Name, out var field))
            {
                field.Check(property.Value, $"{pointer}/{property.Name}", verdict);
            }
            else if (property.Name != "type")
            {
                verdict.Fault(pointer, $"invalid additional property: {property.Name}");
            }
        }

        foreach (var missing in _fields.Values.Where(field => field.IsRequired && !seen.Contains(field.Name)))
        {
            verdict.Fault(pointer, $"missing required field: {missing.Name}");
        }
    }
}
