using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Rendering;

/// <summary>The modals that are filled in. Thread-safe.</summary>
public static class Forms
{
    /// <summary>Most characters of a word why.</summary>
    public const int MostOfWhy = 1_000;

    /// <summary>Asks for a word why. Sent as <see cref="ActionIds.WhyForm"/>, with the thumb as metadata and <see cref="ActionIds.WhyText"/> as field.</summary>
    /// <param name="thumb">The thumb that it is about.</param>
    public static SlackView Why(ThumbValue thumb)
    {
        ArgumentNullException.ThrowIfNull(thumb);
        return new SlackView(
            SlackViewKind.Modal,
            thumb.IsUp ? "What helped?" : "What was missing?",
            [
                new InputBlock(
                    Sayings.AskWhy(thumb.IsUp),
                    new TextInput(ActionIds.WhyText, MostOfWhy, Sayings.WhyExample(thumb.IsUp)))
                {
                    IsOptional = true,
                    Hint = "The keepers of the knowledge read this. Please leave out what is confidential.",
                },
            ])
        {
            CallbackId = ActionIds.WhyForm,
            PrivateMetadata = thumb.Write(),
            Submit = "Send",
            Close = "Cancel",
        };
    }

    /// <summary>
    /// Asks how to answer in a channel. Sent as <see cref="ActionIds.SettingsForm"/>, with <paramref name="current"/> as metadata and the
    /// fields <see cref="ActionIds.SettingsPlace"/>, <see cref="ActionIds.SettingsFollow"/>, <see cref="ActionIds.SettingsSilent"/>
    /// (read them by <see cref="RuleValue.TryRule"/>).
    /// </summary>
    /// <param name="current">The channel and what it says itself.</param>
    /// <param name="defaults">What holds where it says nothing.</param>
    public static SlackView Settings(RuleValue current, ChannelRule defaults)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(defaults);
        return new SlackView(
            SlackViewKind.Modal,
            "Answers in this channel",
            [
                Choice(
                    ActionIds.SettingsPlace,
                    "Where do answers go?",
                    RuleValue.Place(current.Rule.AnswerIn),
                    RuleLines.Place(defaults.AnswerIn),
                    (RuleValue.InThread, "In the question's thread, for all to read"),
                    (RuleValue.Privately, "To the asker alone")),
                Choice(
                    ActionIds.SettingsFollow,
                    "Follow threads without a mention?",
                    RuleValue.YesOrNo(current.Rule.FollowThreads),
                    RuleLines.Follow(defaults.FollowThreads),
                    (RuleValue.Yes, "Yes, in threads that I am part of"),
                    (RuleValue.No, "No, every question needs a mention")),
                Choice(
                    ActionIds.SettingsSilent,
                    "When I do not know",
                    RuleValue.YesOrNo(current.Rule.SilentOnNone),
                    RuleLines.Silent(defaults.SilentOnNone),
                    (RuleValue.Yes, "Say nothing"),
                    (RuleValue.No, "Say so, and offer what is nearest")),
            ])
        {
            CallbackId = ActionIds.SettingsForm,
            PrivateMetadata = current.Write(),
            Submit = "Save",
            Close = "Cancel",
        };
    }

    private static InputBlock Choice(string actionId, string label, string chosen, string byDefault, params (string Value, string Text)[] choices)
    {
        MenuOption[] options = [new("Default", RuleValue.Default), .. choices.Select(choice => new MenuOption(choice.Text, choice.Value))];
        return new InputBlock(label, new RadioButtons(actionId, [.. options], options.First(option => option.Value == chosen))) { Hint = $"Default: {byDefault}" };
    }
}
