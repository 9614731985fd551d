using MlOpsBot.Storage;
using MlOpsBot.Tips;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Teams.Conversing.Tips;

/// <summary>
/// Somebody who gives an order about tips in Teams. Teams tells a bot of no roles: administrators are those that the operator has
/// named, and whoever added the bot counts as who made the channel. Thread-safe.
/// </summary>
internal sealed class TeamsTipActor(TeamsPlace place, TeamsActor actor, Places places, People people, Current<TeamsOptions> options) : ITipActor
{
    public WorkspaceKey Workspace => place.Workspace;

    public string Channel => place.Root.ConversationId;

    public bool IsDirect => place.Kind == ConversationKind.Personal;

    public string User => actor.Id;

    private bool IsAdministrator => actor.AadObjectId is { } id && options.Value.Administrators.Contains(id, StringComparer.OrdinalIgnoreCase);

    public Task<string?> ZoneAsync(CancellationToken cancellation) => Task.FromResult(actor.TimeZone);

    public async Task<TipGrant> MayChangeAsync(TipAccess access, string? owner, CancellationToken cancellation)
    {
        if (IsDirect || IsAdministrator || owner == actor.Id)
        {
            return TipGrant.Granted;
        }

        if (access == TipAccess.Anyone)
        {
            return place.IsPlayground ? TipGrant.Granted : await people.IsFullMemberAsync(place, actor.Id, cancellation);
        }

        return await HasAddedAsync(cancellation) ? TipGrant.Granted : TipGrant.Denied;
    }

    public Task<TipGrant> MayChangeAccessAsync(CancellationToken cancellation) => Task.FromResult(IsAdministrator ? TipGrant.Granted : TipGrant.Denied);

    // Whoever could write here from a place where the bot is not, could not have been heard.
    public Task<string?> WhyNotPostableAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    public string Explain(string reason) => StoppedTips.Explain(reason);

    /// <summary>Whether they added the bot: here, or to the team that the channel belongs to.</summary>
    private async Task<bool> HasAddedAsync(CancellationToken cancellation)
    {
        if (await places.FindAsync(place.Workspace, Channel, cancellation) is { Place.AddedBy: { } by })
        {
            return by == actor.Id;
        }

        return place.TeamId is { } team && (await places.UnderAsync(place.Workspace, team, cancellation)).Any(kept => kept.Place.AddedBy == actor.Id);
    }
}
