using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack;
using MlOpsBot.Storage;
using MlOpsBot.Teams;
using MlOpsBot.Tips;

namespace MlOpsBot.Configuration;

/// <summary>
/// The options that the program runs with, each section for those who need no other. What is read at the start alone stays as it was
/// then. Thread-safe; set by one at a time.
/// </summary>
/// <param name="start">The options of the start.</param>
internal sealed class OptionsInEffect(BotOptions start)
{
    /// <summary>All of them.</summary>
    public Current<BotOptions> Bot { get; } = new(start);

    /// <summary>Slack's.</summary>
    public Current<SlackOptions> Slack { get; } = new(start.Slack);

    /// <summary>Teams'.</summary>
    public Current<TeamsOptions> Teams { get; } = new(start.Teams);

    /// <summary>Those of tips.</summary>
    public Current<TipsOptions> Tips { get; } = new(start.Tips);

    /// <summary>The limits.</summary>
    public Current<LimitsOptions> Limits { get; } = new(start.Limits);

    /// <summary>The store's.</summary>
    public Current<StorageOptions> Storage { get; } = new(start.Storage);

    /// <summary>Puts others in their place.</summary>
    public void Set(BotOptions options)
    {
        // What a section's readers are told of is there already, whichever of them looks at the whole.
        Bot.Set(options);
        Storage.Set(options.Storage);
        Limits.Set(options.Limits);
        Tips.Set(options.Tips);
        Slack.Set(options.Slack);
        Teams.Set(options.Teams);
    }
}
