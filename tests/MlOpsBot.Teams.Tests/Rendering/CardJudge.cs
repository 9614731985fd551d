using System.Text;
using System.Text.Json;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>Finds what Teams would refuse, cut or not show: sizes, buttons, texts, colours.</summary>
internal static class CardJudge
{
    private const int MostPrimary = 6;

    /// <summary>Colours of one's own cannot be read in dark or in high contrast.</summary>
    private static readonly HashSet<string> s_fixedColours = new(["backgroundImage", "backgroundColor", "color", "highlight"], StringComparer.Ordinal);

    public static IEnumerable<string> Of(Payload payload)
    {
        var activity = payload.Activity;
        var bytes = ActivityJson.Utf16Bytes(Encoding.UTF8.GetBytes(activity));
        if (bytes > ActivityJson.MostOfActivity)
        {
            yield return $"{bytes} bytes of UTF-16";
        }

        var root = JsonDocument.Parse(activity).RootElement;
        if (root.TryGetProperty("text", out _) == root.TryGetProperty("attachments", out _))
        {
            yield return "text and card, or neither";
        }

        if (root.GetProperty("summary").GetString() is not { Length: > 0 and <= 1_000 })
        {
            yield return "no summary, or a long one";
        }

        if (payload.Card is not { } card)
        {
            yield break;
        }

        if (Encoding.UTF8.GetByteCount(card) is > ActivityJson.MostOfCard and var length)
        {
            yield return $"a card of {length} bytes";
        }

        var json = JsonDocument.Parse(card).RootElement;
        if (json.GetProperty("fallbackText").GetString() is not { Length: > 0 })
        {
            yield return "no fallback text";
        }

        foreach (var fault in Of(json))
        {
            yield return fault;
        }
    }

    /// <summary>Whether a mark of Markdown stands there that no backslash takes the meaning from.</summary>
    private static bool HasMarkup(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if ("*_[]`~<>".Contains(text[i], StringComparison.Ordinal))
            {
                return true;
            }
        }

        var start = text.TrimStart();
        var mark = start.TrimStart("0123456789".ToCharArray());
        return (mark.Length < start.Length ? mark.StartsWith(". ", StringComparison.Ordinal) || mark.StartsWith(") ", StringComparison.Ordinal) : start.TrimStart('-', '+', '#').StartsWith(' ')) && start[0] != ' ';
    }

    private static IEnumerable<string> Of(JsonElement node)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            return node.EnumerateArray().SelectMany(Of);
        }

        if (node.ValueKind != JsonValueKind.Object)
        {
            return node.ValueKind == JsonValueKind.String && node.GetString()!.Contains('\uFFFD', StringComparison.Ordinal) ? ["half a character"] : [];
        }

        return OfObject(node).Concat(node.EnumerateObject().Where(member => member.Name != "data").SelectMany(member => Of(member.Value)));
    }

    private static IEnumerable<string> OfObject(JsonElement node)
    {
        foreach (var member in node.EnumerateObject().Where(member => s_fixedColours.Contains(member.Name)))
        {
            yield return $"{member.Name} of its own";
        }

        foreach (var list in new[] { "body", "items", "inlines", "columns", "rows", "cells", "actions", "choices" })
        {
            if (node.TryGetProperty(list, out var items) && items.GetArrayLength() == 0)
            {
                yield return $"no {list}";
            }
        }

        if (node.TryGetProperty("text", out var text) && string.IsNullOrEmpty(text.GetString()))
        {
            yield return "an empty text";
        }

        if (node.TryGetProperty("style", out var style) && style.GetString() == "heading" && HasMarkup(text.GetString()!))
        {
            yield return "mark-up in a heading";
        }

        if (text.ValueKind == JsonValueKind.String && text.GetString()!.Contains("{{", StringComparison.Ordinal))
        {
            yield return "a function in a text";
        }

        if (node.TryGetProperty("actions", out var actions) && actions.EnumerateArray().Count(action => !action.TryGetProperty("mode", out _)) > MostPrimary)
        {
            yield return "more buttons than are shown";
        }

        if (node.TryGetProperty("type", out var type) && type.GetString()!.StartsWith("Action.", StringComparison.Ordinal))
        {
            foreach (var fault in OfAction(node, type.GetString()!))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> OfAction(JsonElement action, string type)
    {
        if (!action.TryGetProperty("title", out var title) || title.GetString() is not { Length: > 0 and <= 200 })
        {
            yield return "an action without a name, or with a long one";
        }

        if (type == "Action.Execute")
        {
            var fallback = action.GetProperty("fallback");
            if (fallback.GetProperty("type").GetString() != "Action.Submit" || fallback.GetProperty("data").GetRawText() != action.GetProperty("data").GetRawText())
            {
                yield return "a fallback that says something else";
            }

            if (action.GetProperty("verb").GetString() != action.GetProperty("data").GetProperty("verb").GetString())
            {
                yield return "a verb that the data lacks";
            }
        }

        if (type is "Action.Execute" or "Action.Submit" && (!CardActionJson.TryRead(action.GetProperty("data"), verb: null, out var read) || (read.Button is null && read.Tip is null)))
        {
            yield return "data that cannot be read again";
        }
    }
}
