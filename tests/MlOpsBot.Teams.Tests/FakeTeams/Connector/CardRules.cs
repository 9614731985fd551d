using System.Text.Json;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>The shape of Adaptive Cards as Teams takes them: version 1.5, the elements and actions it knows, the members it demands.</summary>
internal static class CardRules
{
    private static readonly string[] s_elements =
    [
        "TextBlock", "RichTextBlock", "TextRun", "Image", "ImageSet", "Container", "ColumnSet", "Column", "FactSet", "Table", "TableRow", "TableCell",
        "ActionSet", "Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet", "Media",
    ];

    private static readonly string[] s_actions = ["Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility"];

    private static readonly string[] s_children = ["body", "items", "columns", "rows", "cells"];

    private static readonly Version s_latest = new(1, 5);

    /// <summary>What is wrong with a card; null for nothing.</summary>
    /// <param name="card">The card.</param>
    /// <param name="isDialog">Whether it stands in a dialog, where <c>Action.Execute</c> does nothing.</param>
    public static string? Find(JsonElement card, bool isDialog)
    {
        if (card.Text("type") != "AdaptiveCard")
        {
            return "its type is not AdaptiveCard";
        }

        if (!Version.TryParse(card.Text("version"), out var version) || version > s_latest)
        {
            return $"the version \"{card.Text("version")}\" is not 1.0 to 1.5";
        }

        if (card.TryGetProperty("refresh", out var refresh) && refresh.Items("userIds").Count() > 60)
        {
            return "more than 60 refresh.userIds";
        }

        return In(card, isDialog);
    }

    private static string? In(JsonElement element, bool isDialog)
    {
        // The columns of a table are widths, not elements.
        var isTable = element.Text("type") == "Table";
        foreach (var child in s_children.Where(name => !isTable || name != "columns").SelectMany(name => element.Items(name)))
        {
            if (Element(child) is { } finding)
            {
                return finding;
            }

            if (In(child, isDialog) is { } within)
            {
                return within;
            }
        }

        foreach (var action in element.Items("actions"))
        {
            if (Action(action, isDialog) is { } finding)
            {
                return finding;
            }
        }

        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty("selectAction", out var select) ? Action(select, isDialog) : null;
    }

    private static string? Element(JsonElement element)
    {
        var type = element.Text("type");
        return type switch
        {
            // Columns, rows and cells may leave their type out.
            "" => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("items", out _) ? null : "an element without a type",
            _ when !s_elements.Contains(type) => $"the element {type} is unknown",
            "TextBlock" when !element.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String => "a TextBlock without text",
            "Image" when element.Text("url").Length == 0 => "an Image without url",
            _ when type.StartsWith("Input.", StringComparison.Ordinal) && element.Text("id").Length == 0 => $"an {type} without id",
            "RichTextBlock" when !element.Items("inlines").Any() => "a RichTextBlock without inlines",
            "FactSet" when !element.Items("facts").Any() => "a FactSet without facts",
            _ => null,
        };
    }

    private static string? Action(JsonElement action, bool isDialog)
    {
        var type = action.Text("type");
        return type switch
        {
            _ when !s_actions.Contains(type) => $"the action \"{type}\" is unknown",
            "Action.Execute" when isDialog => "Action.Execute in a dialog",
            "Action.Execute" when action.Text("verb").Length == 0 => "an Action.Execute without verb",
            "Action.OpenUrl" when !Uri.TryCreate(action.Text("url"), UriKind.Absolute, out _) => "an Action.OpenUrl without an absolute url",
            "Action.ShowCard" => action.TryGetProperty("card", out var card) ? Find(card, isDialog) : "an Action.ShowCard without card",
            _ => null,
        };
    }
}
