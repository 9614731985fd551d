namespace MlOpsBot.Storage;

/// <summary>
/// Whose data a row is: one Slack workspace (or Enterprise organization) or one Teams tenant. Everything stored is keyed
/// by it, so that nothing of one customer can be read as another's. Immutable.
/// </summary>
/// <param name="Platform">The chat platform, lower case: <c>slack</c>, <c>teams</c>. Not empty.</param>
/// <param name="Id">The platform's id of the workspace or tenant, opaque. Not empty.</param>
public readonly record struct WorkspaceKey(string Platform, string Id)
{
    /// <summary>The key in a form to log: it names no person.</summary>
    public override string ToString() => $"{Platform}/{Id}";

    internal WorkspaceKey Checked() => string.IsNullOrEmpty(Platform) || string.IsNullOrEmpty(Id)
        ? throw new InvalidOperationException("A workspace's key has a platform and an id.")
        : this;
}
