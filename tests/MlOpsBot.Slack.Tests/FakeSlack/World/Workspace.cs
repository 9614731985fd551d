namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>A workspace, with the bot's installation in it.</summary>
internal sealed class Workspace(World world, string id, string name)
{
    /// <summary>What the manifest asks for.</summary>
    public static readonly string[] ManifestScopes =
    [
        "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands", "groups:history", "groups:read", "im:history", "users:read",
    ];

    public string Id { get; } = id;

    public string Name { get; } = name;

    public string Domain => Name.ToLowerInvariant();

    public string BotUser { get; } = "UBOT" + id[1..];

    public string BotId { get; } = "B" + id[1..];

    public HashSet<string> Scopes { get; } = [.. ManifestScopes];

    /// <summary>The workspace's first bot token, which never expires.</summary>
    public string BotToken { get; } = $"xoxb-{id}-1-{Guid.NewGuid():N}";

    public bool IsInstalled { get; set; } = true;

    public Channel AddChannel(string channel, PlaceKind kind = PlaceKind.Public, bool withBot = true, params Person[] members)
        => world.AddChannel(this, channel, kind, withBot, members);

    public Person AddPerson(string person, PersonKind kind = PersonKind.Member) => world.AddPerson(this, person, kind);
}
