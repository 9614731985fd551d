using System.Collections.Immutable;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>Something to press, choose or fill in. Immutable.</summary>
/// <param name="ActionId">Names it; unique within its message or view, at most <see cref="Limits.Id"/> characters.</param>
public abstract record Element(string ActionId);

/// <summary>A button.</summary>
/// <param name="ActionId">Names it.</param>
/// <param name="Text">What it says, at most <see cref="Limits.ButtonText"/> characters of plain text.</param>
/// <param name="Value">What comes back when it is pressed, at most <see cref="Limits.ButtonValue"/> characters.</param>
public sealed record Button(string ActionId, string Text, string Value) : Element(ActionId)
{
    /// <summary>Whether it stands out.</summary>
    public bool IsPrimary { get; init; }

    /// <summary>Whether it warns of what it takes away; not together with <see cref="IsPrimary"/>.</summary>
    public bool IsDangerous { get; init; }

    /// <summary>What a screen reader says instead of the text, at most <see cref="Limits.ButtonText"/> characters; null for the text itself.</summary>
    public string? AccessibilityLabel { get; init; }
}

/// <summary>A menu.</summary>
/// <param name="ActionId">Names it.</param>
/// <param name="Placeholder">What it says while nothing is chosen, at most <see cref="Limits.Placeholder"/> characters.</param>
/// <param name="Options">1 to <see cref="Limits.Options"/>.</param>
public sealed record StaticSelect(string ActionId, string Placeholder, ImmutableArray<MenuOption> Options) : Element(ActionId)
{
    /// <summary>The option that is chosen already; null for none.</summary>
    public MenuOption? Chosen { get; init; }
}

/// <summary>A menu of which several can be chosen.</summary>
/// <param name="ActionId">Names it.</param>
/// <param name="Placeholder">What it says while nothing is chosen, at most <see cref="Limits.Placeholder"/> characters.</param>
/// <param name="Options">1 to <see cref="Limits.Options"/>.</param>
/// <param name="Chosen">The options that are chosen already; may be none.</param>
public sealed record MultiSelect(string ActionId, string Placeholder, ImmutableArray<MenuOption> Options, ImmutableArray<MenuOption> Chosen) : Element(ActionId);

/// <summary>Boxes of which several can be ticked, all of which are seen.</summary>
/// <param name="ActionId">Names them.</param>
/// <param name="Options">1 to <see cref="Limits.CheckboxOptions"/>.</param>
/// <param name="Chosen">The options that are ticked already; may be none.</param>
public sealed record Checkboxes(string ActionId, ImmutableArray<MenuOption> Options, ImmutableArray<MenuOption> Chosen) : Element(ActionId);

/// <summary>A time of day, to the minute.</summary>
/// <param name="ActionId">Names it.</param>
/// <param name="Chosen">The time that is chosen already; its seconds are left out.</param>
public sealed record TimePicker(string ActionId, TimeOnly Chosen) : Element(ActionId);

/// <summary>A choice, all of whose options are seen.</summary>
/// <param name="ActionId">Names it.</param>
/// <param name="Options">1 to <see cref="Limits.RadioOptions"/>.</param>
/// <param name="Chosen">The option that is chosen already.</param>
public sealed record RadioButtons(string ActionId, ImmutableArray<MenuOption> Options, MenuOption Chosen) : Element(ActionId);

/// <summary>One of several to choose from.</summary>
/// <param name="Text">Plain text, at most <see cref="Limits.OptionText"/> characters.</param>
/// <param name="Value">At most <see cref="Limits.OptionValue"/> characters.</param>
public sealed record MenuOption(string Text, string Value);

/// <summary>Several lines of text to fill in.</summary>
/// <param name="ActionId">Names it.</param>
/// <param name="MaxLength">Most characters, 1 to 3,000.</param>
/// <param name="Placeholder">Shown while it is empty, at most <see cref="Limits.Placeholder"/> characters.</param>
public sealed record TextInput(string ActionId, int MaxLength, string Placeholder) : Element(ActionId);

/// <summary>Thumbs up and down.</summary>
/// <param name="ActionId">Names them.</param>
/// <param name="UpValue">What comes back for thumbs up.</param>
/// <param name="DownValue">What comes back for thumbs down.</param>
public sealed record FeedbackButtons(string ActionId, string UpValue, string DownValue) : Element(ActionId);
