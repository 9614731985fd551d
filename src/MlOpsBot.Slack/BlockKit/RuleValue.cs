using System.Diagnostics.CodeAnalysis;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>A channel with its rules, as buttons and forms of the settings carry it. Immutable.</summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="Rule">Its rules; null points are left to the configuration's default.</param>
public sealed record RuleValue(string Channel, ChannelRule Rule)
{
    /// <summary>The option that leaves a point to the configuration.</summary>
    public const string Default = "default";

    /// <summary>The option for <see cref="AnswerPlace.Thread"/>.</summary>
    public const string InThread = "thread";

    /// <summary>The option for <see cref="AnswerPlace.Private"/>.</summary>
    public const string Privately = "private";

    /// <summary>The option for true.</summary>
    public const string Yes = "yes";

    /// <summary>The option for false.</summary>
    public const string No = "no";

    /// <summary>"C0123|thread|default|no": channel, place, following, silence.</summary>
    public string Write() => $"{Channel}|{Place(Rule.AnswerIn)}|{YesOrNo(Rule.FollowThreads)}|{YesOrNo(Rule.SilentOnNone)}";

    /// <summary>Reads what <see cref="Write"/> wrote. Never throws for what it is given.</summary>
    /// <param name="text">A value or metadata.</param>
    /// <param name="value">What it says; null if it is none of ours.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out RuleValue? value)
    {
        value = text?.Split('|', 5) is [{ Length: > 0 and < 32 } channel, var place, var follow, var silent] && TryRule(place, follow, silent, out var rule)
            ? new RuleValue(channel, rule)
            : null;
        return value is not null;
    }

    /// <summary>Reads the three options of the settings' form. Never throws for what it is given.</summary>
    public static bool TryRule(string? place, string? follow, string? silent, [NotNullWhen(true)] out ChannelRule? rule)
    {
        rule = place is Default or InThread or Privately && follow is Default or Yes or No && silent is Default or Yes or No
            ? new ChannelRule(
                place switch { InThread => AnswerPlace.Thread, Privately => AnswerPlace.Private, _ => null },
                Truth(follow),
                Truth(silent))
            : null;
        return rule is not null;
    }

    /// <summary>The option for a place.</summary>
    public static string Place(AnswerPlace? place) => place switch
    {
        AnswerPlace.Thread => InThread,
        AnswerPlace.Private => Privately,
        _ => Default,
    };

    /// <summary>The option for a truth.</summary>
    public static string YesOrNo(bool? truth) => truth switch { true => Yes, false => No, null => Default };

    private static bool? Truth(string option) => option switch { Yes => true, No => false, _ => null };
}
