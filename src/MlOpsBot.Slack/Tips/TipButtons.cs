using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Slack.Tips;

/// <summary>Buttons about tips, and what is read from them when they are pressed. The words are never changed: messages live for years.</summary>
internal static class TipButtons
{
    /// <summary>Slack takes no empty value.</summary>
    private const string Nothing = "-";

    private static readonly (TipVerb Verb, string Word)[] s_words =
    [
        (TipVerb.Order, "order"),
        (TipVerb.Form, "form"),
        (TipVerb.Undo, "undo"),
        (TipVerb.More, "more"),
        (TipVerb.Less, "less"),
    ];

    /// <summary>A button as Slack has it.</summary>
    /// <param name="button">The button.</param>
    /// <param name="number">Its number in the message.</param>
    public static Button Of(TipButton button, int number)
    {
        var word = Array.Find(s_words, entry => entry.Verb == button.Verb).Word;
        return new Button(
            string.Create(CultureInfo.InvariantCulture, $"{ActionIds.TipPrefix}{word}:{number}"),
            Fit.Within(button.Label, Limits.ButtonText),
            button.Value.Length == 0 ? Nothing : button.Value)
        {
            IsPrimary = button.IsPrimary,
            IsDangerous = button.IsDangerous && !button.IsPrimary,
        };
    }

    /// <summary>Reads what was pressed. Never throws for what it is given.</summary>
    /// <param name="actionId">The button's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="verb">What it does.</param>
    /// <param name="needs">What that needs.</param>
    public static bool TryRead(string actionId, string value, out TipVerb verb, [NotNullWhen(true)] out string? needs)
    {
        var word = actionId.Split(':', 3) is [_, var middle, ..] ? middle : "";
        var index = Array.FindIndex(s_words, entry => entry.Word == word);
        verb = index < 0 ? default : s_words[index].Verb;
        needs = index < 0 || value.Length == 0 ? null : value == Nothing ? "" : value;
        return needs is not null;
    }
}
