using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>
/// A call's arguments, from JSON, a form or the query: structured ones come as JSON in JSON, and as a string of JSON in a form.
/// Immutable.
/// </summary>
internal sealed record Arguments(ImmutableDictionary<string, JsonElement> Values, bool IsJson)
{
    public static Arguments None { get; } = new(ImmutableDictionary<string, JsonElement>.Empty, false);

    /// <summary>Whether JSON came without its charset, of which Slack warns.</summary>
    public bool LacksCharset { get; init; }

    /// <summary>The argument as text; null if it was not given or is null.</summary>
    public string? Text(string name) => Values.TryGetValue(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => value.GetRawText(),
        }
        : null;

    public bool Flag(string name, bool otherwise = false) => Text(name) switch
    {
        null => otherwise,
        "true" or "1" or "True" => true,
        _ => false,
    };

    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A structured argument; null if it was not given. False if it is no JSON.</summary>
    public bool Structure(string name, out JsonElement? value)
    {
        value = null;
        if (!Values.TryGetValue(name, out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (given.ValueKind != JsonValueKind.String)
        {
            value = given;
            return true;
        }

        if (given.GetString() is not { Length: > 0 } text)
        {
            return true;
        }

        try
        {
            value = JsonSerializer.Deserialize<JsonElement>(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads a request. The error's code is Slack's.</summary>
    public static async Task<(Arguments Arguments, string? Error)> ReadAsync(HttpRequest request)
    {
        var values = request.Query.ToImmutableDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value.ToString()));
        if (HttpMethods.IsGet(request.Method))
        {
            return (new Arguments(values, false), null);
        }

        var type = request.ContentType ?? "";
        if (type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
                return body.ValueKind == JsonValueKind.Object
                    ? (new Arguments(values.SetItems(body.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value))), true)
                    {
                        LacksCharset = !type.Contains("charset", StringComparison.OrdinalIgnoreCase),
                    }, null)
                    : (None, "json_not_object");
            }
            catch (JsonException)
            {
                return (None, "invalid_json");
            }
        }

        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            return (new Arguments(values.SetItems(form.ToDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value.ToString()))), false), null);
        }

        return request.ContentLength is null or 0 ? (new Arguments(values, false), null) : (None, "invalid_post_type");
    }

    public Arguments Without(params string[] names) => this with { Values = Values.RemoveRange(names) };
}
