namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>Somebody who uses Teams; what they do is in <see cref="Verbs"/>.</summary>
/// <param name="Server">Where.</param>
/// <param name="Id">The id within Teams.</param>
/// <param name="AadObjectId">The directory's id.</param>
/// <param name="Name">As shown.</param>
internal sealed record Person(FakeTeamsServer Server, string Id, string AadObjectId, string Name)
{
    /// <summary>Their time zone, as their client says it.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The tenant that they belong to; null for the team's own.</summary>
    public string? TenantId { get; init; }

    public bool IsGuest { get; init; }

    public override string ToString() => Name;
}

/// <summary>A personal chat, a group chat or a channel. What can change is changed by tests alone.</summary>
/// <param name="server">Where.</param>
/// <param name="id">Its id; threads of a channel have their own.</param>
/// <param name="kind">What sort.</param>
/// <param name="name">As shown.</param>
internal sealed class TeamsChat(FakeTeamsServer server, string id, ConversationKind kind, string name)
{
    public FakeTeamsServer Server => server;

    public string Id => id;

    public ConversationKind Kind => kind;

    public string Name => name;

    public string? TeamId { get; init; }

    public string? TeamName { get; init; }

    public List<Person> Members { get; } = [];

    /// <summary>Posts get 404.</summary>
    public bool IsGone { get; set; }

    /// <summary>Otherwise posts get 403 <c>BotNotInConversationRoster</c>.</summary>
    public bool HasBot { get; set; } = true;

    /// <summary>Posts get 403 <c>MessageWritesBlocked</c>.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>The conversation id of a thread, which begins with a message.</summary>
    public string Thread(string root) => $"{id};messageid={root}";

    public override string ToString() => kind == ConversationKind.Personal ? "personal chat" : name;
}
