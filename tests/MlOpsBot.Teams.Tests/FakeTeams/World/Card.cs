using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>A button of a card. Immutable.</summary>
/// <param name="Type"><c>Action.Execute</c>, <c>Action.Submit</c>, <c>Action.OpenUrl</c>, …</param>
/// <param name="Title">What stands on it.</param>
/// <param name="Verb">Of <c>Action.Execute</c>; empty otherwise.</param>
/// <param name="Json">The action as it stands on the card.</param>
internal sealed record Button(string Type, string Title, string Verb, JsonElement Json)
{
    /// <summary>The data of it; undefined for none.</summary>
    public JsonElement Data => Json.TryGetProperty("data", out var data) ? data : default;

    /// <summary>What older clients show in its place; null for nothing.</summary>
    public Button? Fallback => Json.TryGetProperty("fallback", out var fallback) && fallback.ValueKind == JsonValueKind.Object ? Of(fallback) : null;

    internal static Button Of(JsonElement action) => new(action.Text("type"), action.Text("title"), action.Text("verb"), action);
}

/// <summary>An Adaptive Card that somebody sees. Immutable.</summary>
/// <param name="Json">The card.</param>
/// <param name="Conversation">Where it is seen.</param>
/// <param name="Message">The message that it stands on or was opened from; null for none.</param>
internal sealed record Card(JsonElement Json, string Conversation, string? Message)
{
    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    private static readonly string[] s_texts = ["text", "title", "value", "label", "placeholder", "altText"];

    /// <summary>Everything that can be pressed, in order.</summary>
    public ImmutableArray<Button> Buttons => [.. Actions(Json).Select(Button.Of)];

    /// <summary>The ids of its inputs.</summary>
    public ImmutableArray<string> Inputs => [.. All(Json).Where(element => element.Text("type").StartsWith("Input.", StringComparison.Ordinal)).Select(element => element.Text("id"))];

    /// <summary>What a client sends along with a button: what stands in the inputs, unless something else was entered; nothing with most buttons.</summary>
    public IEnumerable<(string Input, string Value)> Entered(Button button, params (string Input, string Value)[] entered)
        => button.Json.Text("associatedInputs") == "none"
            ? entered
            : All(Json).Where(static element => element.Text("type").StartsWith("Input.", StringComparison.Ordinal) && element.Text("value").Length > 0)
                .Select(static element => (element.Text("id"), element.Text("value")))
                .Where(input => entered.All(each => each.Input != input.Item1))
                .Concat(entered);

    /// <summary>The button of which this is the title, the verb, or else the beginning of the title.</summary>
    public Button Find(string what)
        => Buttons.FirstOrDefault(button => button.Title == what)
            ?? Buttons.FirstOrDefault(button => button.Verb == what)
            ?? Buttons.FirstOrDefault(button => button.Data.ValueKind == JsonValueKind.Object && button.Data.TryGetProperty("tip", out var tip) && tip.Text("do") == what)
            ?? Buttons.FirstOrDefault(button => button.Title.StartsWith(what, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"There is no \"{what}\" on the card:\n{Read()}");

    /// <summary>The card on an activity; null if there is none.</summary>
    public static Card? On(JsonElement activity, string conversation, string? message)
        => activity.Items("attachments").Where(attachment => attachment.Text("contentType") == ContentType)
            .Select(attachment => new Card(attachment.GetProperty("content"), conversation, message)).FirstOrDefault();

    /// <summary>All that can be read on it, a line an element; buttons in brackets.</summary>
    public string Read()
    {
        var text = new StringBuilder();
        Write(Json, text);
        return text.ToString().TrimEnd('\n');
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.Text("type"))
        {
            case "RichTextBlock":
                Line(text, string.Concat(element.Items("inlines").Select(inline => inline.ValueKind == JsonValueKind.String ? inline.GetString() : inline.Text("text"))));
                return;
            case "FactSet":
                foreach (var fact in element.Items("facts"))
                {
                    Line(text, $"{fact.Text("title")}: {fact.Text("value")}");
                }

                return;
            case "TableRow":
                Line(text, string.Join(" | ", element.Items("cells").Select(Cell)));
                return;
            case "ColumnSet":
                Line(text, string.Join(' ', element.Items("columns").Select(Cell)));
                return;
            case var type when type.StartsWith("Action.", StringComparison.Ordinal):
                Line(text, $"[{element.Text("title")}]");
                return;
            case "Input.Time" or "Input.Date":
                Line(text, $"{element.Text("label")}: [{element.Text("value")}]");
                return;
            case "Input.ChoiceSet" when element.Items("choices").Count() > 30:
                Line(text, $"{element.Text("label")}: [{element.Text("value")}] (one of {element.Items("choices").Count()})");
                return;
            case "Input.ChoiceSet" when element.TryGetProperty("isMultiSelect", out _):
                var chosen = element.Text("value").Split(',');
                Line(text, $"{element.Text("label")}: {string.Join(' ', element.Items("choices").Select(choice => $"[{(chosen.Contains(choice.Text("value")) ? 'x' : ' ')}] {choice.Text("title")}"))}");
                return;
            case "Input.ChoiceSet":
                Line(text, $"{element.Text("label")} ({string.Join(", ", element.Items("choices").Select(choice => choice.Text("title")))})");
                return;
            default:
                Line(text, s_texts.Select(name => element.Text(name)).FirstOrDefault(value => value.Length > 0) ?? "");
                break;
        }

        foreach (var child in Children(element))
        {
            Write(child, text);
        }
    }

    private static string Cell(JsonElement cell)
    {
        var text = new StringBuilder();
        foreach (var item in cell.Items("items"))
        {
            Write(item, text);
        }

        return text.ToString().Trim('\n').Replace('\n', ' ');
    }

    private static void Line(StringBuilder text, string line)
    {
        if (line.Length > 0)
        {
            text.Append(line).Append('\n');
        }
    }

    private static IEnumerable<JsonElement> Children(JsonElement element)
        => ((string[])["body", "items", "columns", "rows", "cells", "images", "actions"]).SelectMany(name => element.Items(name)).Where(child => child.ValueKind == JsonValueKind.Object);

    private static IEnumerable<JsonElement> All(JsonElement element) => Children(element).SelectMany(All).Prepend(element);

    private static IEnumerable<JsonElement> Actions(JsonElement card)
    {
        foreach (var element in All(card))
        {
            if (element.Text("type").StartsWith("Action.", StringComparison.Ordinal))
            {
                yield return element;
            }

            if (element.TryGetProperty("selectAction", out var select) && select.ValueKind == JsonValueKind.Object)
            {
                yield return select;
            }

            foreach (var inline in element.Items("inlines").Where(inline => inline.ValueKind == JsonValueKind.Object && inline.TryGetProperty("selectAction", out _)))
            {
                yield return inline.GetProperty("selectAction");
            }
        }
    }
}
