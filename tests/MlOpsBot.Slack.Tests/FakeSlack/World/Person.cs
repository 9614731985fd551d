namespace MlOpsBot.Slack.Tests.FakeSlack;

internal enum PersonKind
{
    Member,
    Admin,
    Owner,

    /// <summary>A guest of several channels (<c>is_restricted</c>).</summary>
    Guest,

    /// <summary>A guest of one channel (<c>is_ultra_restricted</c>).</summary>
    SingleChannelGuest,

    Bot,
    Deleted,
}

/// <summary>Somebody who uses Slack. What they can do is in <see cref="Verbs"/>.</summary>
internal sealed class Person(FakeSlackServer server, Workspace workspace, string id, string name, PersonKind kind)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>The workspace they belong to; in a shared channel that may be another than the channel's.</summary>
    public Workspace Workspace { get; } = workspace;

    /// <summary>Can be changed: people are promoted.</summary>
    public PersonKind Kind { get; set; } = kind;

    public string TimeZone { get; init; } = "Europe/Berlin";

    internal FakeSlackServer Server { get; } = server;

    public override string ToString() => Name;
}
