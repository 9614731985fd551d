using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Says a channel's rules in words.</summary>
internal static class RuleLines
{
    /// <summary>One sentence a rule, with "(default)" where the channel says nothing itself.</summary>
    public static string[] Of(ChannelRule rule, ChannelRule defaults) =>
    [
        Place(rule.AnswerIn ?? defaults.AnswerIn) + Default(rule.AnswerIn is null),
        Follow(rule.FollowThreads ?? defaults.FollowThreads) + Default(rule.FollowThreads is null),
        Silent(rule.SilentOnNone ?? defaults.SilentOnNone) + Default(rule.SilentOnNone is null),
    ];

    public static string Place(AnswerPlace? place) => place == AnswerPlace.Private ? "Answers are seen by the asker alone." : "Answers stand in the question's thread.";

    public static string Follow(bool? follow) => follow == true
        ? "In a thread that I am part of, questions need no new mention."
        : "Every question needs a mention.";

    public static string Silent(bool? silent) => silent == true ? "Where I do not know, I say nothing." : "Where I do not know, I say so.";

    private static string Default(bool isDefault) => isDefault ? " (default)" : string.Empty;
}
