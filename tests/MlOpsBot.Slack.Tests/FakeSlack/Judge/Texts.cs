using System.Text.Json;
using static MlOpsBot.Slack.Tests.FakeSlack.Shape;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Composition objects: texts, options, confirmations.</summary>
internal static class Texts
{
    private static readonly Shape ConfirmShape = new(
        May("title", Plain(100)), Must("text", Any(300)), May("confirm", Plain(30)), May("deny", Plain(30)), May("style", OneOf("primary", "danger")));

    public static void Confirm(JsonElement value, string pointer, Verdict verdict) => ConfirmShape.Judge(value, pointer, verdict);

    public static Check Plain(int most) => Kind(most, mrkdwn: false);

    public static Check Mrkdwn(int most) => (value, pointer, verdict) =>
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var type) && type.GetString() != "mrkdwn")
        {
            verdict.Fault($"{pointer}/type", "must be mrkdwn");
            return;
        }

        Any(most)(value, pointer, verdict);
    };

    public static Check Any(int most) => Kind(most, mrkdwn: true);

    /// <summary>An option; selects and overflow menus take plain text alone.</summary>
    public static Check Option(bool plain, bool url = false) => (value, pointer, verdict) => new Shape(
    [
        Must("text", plain ? Plain(75) : Any(75)),
        Must("value", (text, at, judge) => judge.Text(text, at, 1, 150)),
        May("description", plain ? Plain(75) : Any(75)),
        .. url ? new[] { May("url", Address(3000)) } : [],
    ]).Judge(value, pointer, verdict);

    public static Check Group() => Of(new Shape(Must("label", Plain(75)), Must("options", ListOf(1, 100, Option(plain: true)))));

    private static Check Kind(int most, bool mrkdwn) => (value, pointer, verdict) =>
    {
        var type = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String
            ? named.GetString()
            : null;
        Check text = (inner, at, judge) =>
        {
            if (judge.Text(inner, at, 1, most) is { } words)
            {
                judge.Count(words);
            }
        };
        switch (type)
        {
            case "plain_text":
                new Shape(Must("text", text), May("emoji", Flag)).Judge(value, pointer, verdict);
                break;
            case "mrkdwn" when mrkdwn:
                new Shape(Must("text", text), May("verbatim", Flag)).Judge(value, pointer, verdict);
                break;
            default:
                verdict.Fault($"{pointer}/type", $"must be {(mrkdwn ? "plain_text or mrkdwn" : "plain_text")}");
                break;
        }
    };
}
