using System.Collections.Immutable;
using System.Text.Json;
using static MlOpsBot.Slack.Tests.FakeSlack.Shape;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary><c>rich_text</c> and what stands in it.</summary>
internal static class RichText
{
    private static readonly Field Style = May(
        "style", Of(new Shape(May("bold", Flag), May("italic", Flag), May("strike", Flag), May("code", Flag), May("underline", Flag))));

    private static readonly Field Border = May("border", Number(0, 1));

    private static readonly ImmutableDictionary<string, Shape> Inline = new Dictionary<string, Shape>
    {
        ["text"] = new(Must("text", Words), Style),
        ["link"] = new(Must("url", Address(3000)), May("text", Words), May("unsafe", Flag), Style),
        ["user"] = new(Must("user_id", Id(100)), Style),
        ["usergroup"] = new(Must("usergroup_id", Id(100)), Style),
        ["channel"] = new(Must("channel_id", Id(100)), Style),
        ["broadcast"] = new(Must("range", OneOf("here", "channel", "everyone")), Style),
        ["emoji"] = new(Must("name", Id(100)), May("unicode", Id(100)), Style),
        ["date"] = new(Must("timestamp", Number(0, int.MaxValue)), Must("format", Id(200)), May("url", Address(3000)), May("fallback", Words), Style),
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, Shape> Parts = new Dictionary<string, Shape>
    {
        ["rich_text_section"] = new(Must("elements", ListOf(0, 500, AnyInline))),
        ["rich_text_list"] = new(
            Must("elements", ListOf(1, 500, Section)), Must("style", OneOf("bullet", "ordered")), May("indent", Number(0, 8)), May("offset", Number(0, 10_000)), Border),
        ["rich_text_quote"] = new(Must("elements", ListOf(0, 500, AnyInline)), Border),
        ["rich_text_preformatted"] = new(Must("elements", ListOf(0, 500, AnyInline)), Border, May("language", Id(50))),
    }.ToImmutableDictionary();

    public static void Elements(JsonElement value, string pointer, Verdict verdict) => ListOf(1, 500, Part)(value, pointer, verdict);

    private static void Part(JsonElement value, string pointer, Verdict verdict) => Typed(Parts, value, pointer, verdict);

    private static void AnyInline(JsonElement value, string pointer, Verdict verdict) => Typed(Inline, value, pointer, verdict);

    private static void Section(JsonElement value, string pointer, Verdict verdict)
        => Typed(Parts.Remove("rich_text_list").Remove("rich_text_quote").Remove("rich_text_preformatted"), value, pointer, verdict);

    private static void Words(JsonElement value, string pointer, Verdict verdict)
    {
        if (verdict.Text(value, pointer, 1, 12_000) is { } text)
        {
            verdict.Count(text);
        }
    }

    private static void Typed(ImmutableDictionary<string, Shape> shapes, JsonElement value, string pointer, Verdict verdict)
    {
        var type = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var named) ? named.GetString() : null;
        if (type is not null && shapes.TryGetValue(type, out var shape))
        {
            shape.Judge(value, pointer, verdict);
        }
        else
        {
            verdict.Fault($"{pointer}/type", type is null ? "missing required field: type" : $"unsupported type: {type}");
        }
    }
}
