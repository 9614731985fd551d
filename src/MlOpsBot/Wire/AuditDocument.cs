namespace MlOpsBot.Wire;

/// <summary>A line of <c>audit --json</c>.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Platform"><c>slack</c>, <c>teams</c>, or <c>bot</c> for what is about the bot as a whole.</param>
/// <param name="Workspace">The workspace or tenant, by the platform's id.</param>
/// <param name="Actor">Who, by the platform's id; <c>cli:</c> and a login name for a command, <c>bot</c> for the bot itself.</param>
/// <param name="Action">What.</param>
/// <param name="Subject">To what: a channel's or workspace's id.</param>
/// <param name="Outcome"><see cref="Done"/> or <see cref="Refused"/>.</param>
/// <param name="Detail">What changed, before and after where that is known.</param>
public sealed record AuditDocument(string At, string Platform, string Workspace, string Actor, string Action, string Subject, string Outcome, string Detail)
{
    /// <summary>It was done.</summary>
    public const string Done = "done";

    /// <summary>Whoever wanted it may not.</summary>
    public const string Refused = "refused";
}
