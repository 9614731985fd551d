using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Whether somebody may change a channel's rules.</summary>
internal enum Permission
{
    /// <summary>They may.</summary>
    Granted,

    /// <summary>They may not.</summary>
    Denied,

    /// <summary>Slack did not say who they are.</summary>
    Unknown,
}

/// <summary>How channels are answered, and who may change that. Thread-safe.</summary>
public sealed class ChannelSettings(SlackApi api, Store store, Current<SlackOptions> options)
{
    /// <summary>
    /// A channel's rules with a way to change them, as <c>/mlops settings</c> shows them: to whoever asks, with the way for who
    /// may. It asks Slack about the user and the store about the channel; give it as long as the command may take.
    /// </summary>
    /// <param name="access">In which workspace.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="channel">About which channel.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<SlackMessage> ShowAsync(WorkspaceAccess access, SlackActor actor, string channel, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(actor);
        if (channel.StartsWith('D'))
        {
            return Notes.NoSettings;
        }

        var rule = await store.ChannelRules.FindAsync(access.Workspace, channel, cancellation);
        var permission = await MayChangeAsync(access, actor, cancellation);

        // Asked again when it is changed: here a way too many does no harm.
        return Notes.Settings(new RuleValue(channel, rule ?? Unset), options.Value.Channels, mayChange: permission != Permission.Denied);
    }

    /// <summary>What a channel says itself: no point of it.</summary>
    internal static ChannelRule Unset { get; } = new(null, null, null);

    /// <summary>How a channel is answered, point by point as it says or by the configuration.</summary>
    internal async Task<ChannelRule> EffectiveAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation)
    {
        var own = await store.ChannelRules.FindAsync(workspace, channel, cancellation);
        var byDefault = options.Value.Channels;
        return own is null
            ? byDefault
            : new ChannelRule(own.AnswerIn ?? byDefault.AnswerIn, own.FollowThreads ?? byDefault.FollowThreads, own.SilentOnNone ?? byDefault.SilentOnNone);
    }

    /// <summary>
    /// Whether somebody may change rules, by what Slack says of them now: never guests, bots, the deactivated or people of another
    /// workspace; of the others every one or only administrators and owners, as configured.
    /// </summary>
    internal async Task<Permission> MayChangeAsync(WorkspaceAccess access, SlackActor actor, CancellationToken cancellation)
    {
        var answer = await api.UserAsync(access, actor.User, cancellation);
        if (answer.Outcome != CallOutcome.Done || answer.Value is not { } user)
        {
            return answer.Outcome == CallOutcome.Refused ? Permission.Denied : Permission.Unknown;
        }

        return Membership.IsFull(access, user, actor) && (options.Value.WhoMayChangeSettings == SettingsAccess.Members || user.IsAdmin || user.IsOwner)
            ? Permission.Granted
            : Permission.Denied;
    }
}
