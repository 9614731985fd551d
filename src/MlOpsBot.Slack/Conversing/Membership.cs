using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Who belongs to a workspace, by what Slack says of them now.</summary>
internal static class Membership
{
    /// <summary>Whether somebody is a full member: never guests, bots, the deactivated or people of another workspace.</summary>
    /// <param name="access">Our workspace.</param>
    /// <param name="user">What Slack says of them.</param>
    /// <param name="actor">What came with what they did.</param>
    public static bool IsFull(WorkspaceAccess access, SlackUser user, SlackActor actor)
        => !(user.IsBot || user.IsDeleted || user.IsRestricted || user.IsUltraRestricted || user.IsStranger || IsElsewhere(access, user, actor));

    /// <summary>Whether Slack names another workspace as theirs than ours. Where ours is an organization (<c>E…</c>), all of its workspaces are.</summary>
    private static bool IsElsewhere(WorkspaceAccess access, SlackUser user, SlackActor actor)
    {
        var ours = access.Workspace.Id;
        return !ours.StartsWith('E') && ((user.TeamId ?? actor.Team) is { } team && team != ours);
    }
}
