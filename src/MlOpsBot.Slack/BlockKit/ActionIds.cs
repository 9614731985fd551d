using System.Globalization;
using MlOpsBot.Chat.Writing;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>
/// The names of what can be pressed. Messages live for years and their buttons with them: a name is never changed or given another
/// meaning. Within one message or view each name occurs once.
/// </summary>
public static class ActionIds
{
    /// <summary>Opens a card: "open:0", "open:1", …, and menus of cards, "open:menu". Value: a <see cref="ButtonValue"/> with a target.</summary>
    public const string OpenPrefix = "open:";

    /// <summary>A menu of cards. Value: a <see cref="ButtonValue"/>.</summary>
    public const string OpenMenu = "open:menu";

    /// <summary>Says a private answer again for the whole channel. Value: a <see cref="ButtonValue"/> with the answer's target.</summary>
    public const string Share = "share";

    /// <summary>The pair of thumbs under a message. Value: a <see cref="ThumbValue"/>.</summary>
    public const string Thumb = "thumb";

    /// <summary>Thumbs up in a modal, where the pair is not allowed. Value: a <see cref="ThumbValue"/>.</summary>
    public const string ThumbUp = "thumb:up";

    /// <summary>Thumbs down in a modal. Value: a <see cref="ThumbValue"/>.</summary>
    public const string ThumbDown = "thumb:down";

    /// <summary>Opens the form that asks for a word why. Value: a <see cref="ThumbValue"/>.</summary>
    public const string Why = "why";

    /// <summary>The field of that form.</summary>
    public const string WhyText = "why:text";

    /// <summary>Opens a card from the Home tab: "home:0", …, "home:menu:roles". Value: a <see cref="ButtonValue"/> with a target.</summary>
    public const string HomePrefix = "home:";

    /// <summary>All about a channel's rules.</summary>
    public const string SettingsPrefix = "settings:";

    /// <summary>Opens the form of a channel's rules. Value: a <see cref="RuleValue"/>.</summary>
    public const string SettingsEdit = "settings:edit";

    /// <summary>Takes a change of the rules back. Value: the <see cref="RuleValue"/> to return to.</summary>
    public const string SettingsUndo = "settings:undo";

    /// <summary>Where answers go. Value: <see cref="RuleValue.Default"/>, <see cref="RuleValue.InThread"/> or <see cref="RuleValue.Privately"/>.</summary>
    public const string SettingsPlace = "settings:place";

    /// <summary>Whether threads are followed. Value: <see cref="RuleValue.Default"/>, <see cref="RuleValue.Yes"/> or <see cref="RuleValue.No"/>.</summary>
    public const string SettingsFollow = "settings:follow";

    /// <summary>Whether nothing is said where there is no answer. Value: as <see cref="SettingsFollow"/>.</summary>
    public const string SettingsSilent = "settings:silent";

    /// <summary>All about tips: "tip:order:0", "tip:undo:1", …; the second part says what is done. Value: what that needs, "-" for nothing.</summary>
    public const string TipPrefix = "tip:";

    /// <summary>When tips come, in their form: "09:30".</summary>
    public const string TipsTime = "tips:time";

    /// <summary>On which days, in the form of tips: "mon,tue".</summary>
    public const string TipsDays = "tips:days";

    /// <summary>In which time zone, in the form of tips, by IANA's name.</summary>
    public const string TipsZone = "tips:zone";

    /// <summary>What about, in the form of tips: slugs of cards with commas between; empty for everything.</summary>
    public const string TipsTopics = "tips:topics";

    /// <summary>The form of a channel's tips, as <c>callback_id</c>. Its metadata says which channel's, and what it was filled in from.</summary>
    public const string TipsForm = "tips";

    /// <summary>The form that asks for a word why, as <c>callback_id</c>. Its metadata is a <see cref="ThumbValue"/>.</summary>
    public const string WhyForm = "why";

    /// <summary>The form of a channel's rules, as <c>callback_id</c>. Its metadata is the <see cref="RuleValue"/> that was in force.</summary>
    public const string SettingsForm = "settings";

    /// <summary>A card in a modal, as <c>callback_id</c>.</summary>
    public const string CardView = "card";

    private static readonly string[] s_open = [.. Enumerable.Range(0, 64).Select(number => OpenPrefix + number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The name of a message's button that opens a card.</summary>
    /// <param name="number">Its number in the message, from 0.</param>
    public static string Open(int number) => number < s_open.Length ? s_open[number] : OpenPrefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of the Home tab's button that opens a card.</summary>
    /// <param name="number">Its number in the tab, from 0.</param>
    public static string Home(int number) => HomePrefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether pressing it opens a card: in a message, a modal or the Home tab.</summary>
    public static bool Opens(string actionId)
    {
        ArgumentNullException.ThrowIfNull(actionId);
        return actionId.StartsWith(OpenPrefix, StringComparison.Ordinal) || actionId.StartsWith(HomePrefix, StringComparison.Ordinal);
    }

    /// <summary>Whether pressing it asks something, which counts among a user's questions: an opinion, and what is set, are none.</summary>
    public static bool Asks(string actionId)
    {
        ArgumentNullException.ThrowIfNull(actionId);
        return !IsThumb(actionId) && actionId != Why && !actionId.StartsWith(SettingsPrefix, StringComparison.Ordinal) && !actionId.StartsWith(TipPrefix, StringComparison.Ordinal);
    }

    /// <summary>Whether it is a thumb, in a message or a modal.</summary>
    public static bool IsThumb(string actionId) => actionId is Thumb or ThumbUp or ThumbDown;
}
