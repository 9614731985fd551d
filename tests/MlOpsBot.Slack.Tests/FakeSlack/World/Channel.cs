namespace MlOpsBot.Slack.Tests.FakeSlack;

internal enum PlaceKind
{
    Public,
    Private,
    Direct,
    Group,
}

/// <summary>A channel or direct message. Read and changed under the world's lock alone.</summary>
internal sealed class Channel(string id, string team, string name, PlaceKind kind)
{
    public string Id { get; } = id;

    public string Team { get; } = team;

    public string Name { get; } = name;

    public PlaceKind Kind { get; } = kind;

    public bool IsArchived { get; set; }

    /// <summary>Who made it; null where Slack does not say.</summary>
    public string? Creator { get; set; }

    public HashSet<string> Members { get; } = [];

    /// <summary>Everything that was written here, ephemeral messages too, oldest first, as it stands now.</summary>
    public List<Message> Messages { get; } = [];

    /// <summary>The status line of the agent's threads, by thread.</summary>
    public Dictionary<string, string> Status { get; } = [];

    /// <summary>Slack's word in events.</summary>
    public string Type => Kind switch
    {
        PlaceKind.Public => "channel",
        PlaceKind.Private => "group",
        PlaceKind.Direct => "im",
        _ => "mpim",
    };

    public override string ToString() => $"#{Name}";
}
