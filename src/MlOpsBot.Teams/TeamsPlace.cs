using System.Text.Json.Serialization;
using MlOpsBot.Storage;

namespace MlOpsBot.Teams;

/// <summary>What sort of conversation it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConversationKind>))]
public enum ConversationKind
{
    /// <summary>One person and the bot (<c>personal</c>).</summary>
    Personal,

    /// <summary>Several people (<c>groupChat</c>, meetings too).</summary>
    Group,

    /// <summary>A thread of a team's channel (<c>channel</c>).</summary>
    Channel,
}

/// <summary>
/// A conversation, and all that it takes to write into it later: what Teams calls a conversation reference. It is stored with what
/// came from there. Later versions of this program read it: add members, and never rename one. Immutable.
/// </summary>
/// <param name="TenantId">The tenant that the conversation belongs to.</param>
/// <param name="ServiceUrl">Where to call, as Teams said it; ends in a slash or not.</param>
/// <param name="ConversationId">The conversation; in a channel with <c>;messageid=…</c>, which is the thread. Opaque.</param>
/// <param name="Kind">What sort of conversation.</param>
/// <param name="BotId">The bot's own id there.</param>
public sealed record TeamsPlace(string TenantId, string ServiceUrl, string ConversationId, ConversationKind Kind, string BotId)
{
    private const string Thread = ";messageid=";

    /// <summary>What parts a channel from a thread of it in a conversation's id.</summary>
    public const char ThreadSeparator = ';';

    /// <summary>The platform's name in the store.</summary>
    public const string Platform = "teams";

    /// <summary>The bot's name there; null where Teams did not say it.</summary>
    public string? BotName { get; init; }

    /// <summary>The team's id; null outside of channels.</summary>
    public string? TeamId { get; init; }

    /// <summary>The channel's id; null outside of channels.</summary>
    public string? ChannelId { get; init; }

    /// <summary>What the conversation is called; null where Teams never said it.</summary>
    public string? Name { get; init; }

    /// <summary>What the team is called; null outside of channels, and where Teams never said it.</summary>
    public string? TeamName { get; init; }

    /// <summary>Who added the bot there, by the id within Teams; null where Teams did not say it. Kept with the conversation's own reference alone.</summary>
    public string? AddedBy { get; init; }

    /// <summary>Whether it came without a token, from the Agents Playground: it is answered without one.</summary>
    public bool IsPlayground { get; init; }

    /// <summary>The place without its thread: the channel itself. What comes and goes, and where tips go, is that.</summary>
    [JsonIgnore]
    public TeamsPlace Root => ConversationId.IndexOf(Thread, StringComparison.OrdinalIgnoreCase) is var at and > 0
        ? this with { ConversationId = ConversationId[..at] }
        : this;

    /// <summary>The message that the place's thread begins with; null where it is none.</summary>
    [JsonIgnore]
    public string? ThreadRoot => RootOf(ConversationId);

    /// <summary>Whose rows it gets in the store.</summary>
    [JsonIgnore]
    public WorkspaceKey Workspace => new(Platform, TenantId);

    /// <summary>The message that a thread begins with; null for a conversation that is no thread.</summary>
    internal static string? RootOf(string? conversationId)
        => conversationId?.IndexOf(Thread, StringComparison.OrdinalIgnoreCase) is { } at and > 0 ? conversationId[(at + Thread.Length)..] : null;
}

/// <summary>Who did something. Immutable.</summary>
/// <param name="Id">The id within Teams (<c>from.id</c>).</param>
/// <param name="AadObjectId">The directory's id; null where Teams did not say it.</param>
/// <param name="Name">The name as shown; null where Teams did not say it. Never logged.</param>
public sealed record TeamsActor(string Id, string? AadObjectId = null, string? Name = null)
{
    /// <summary>Their time zone, an id of IANA's database, as their client said it; null where it did not.</summary>
    public string? TimeZone { get; init; }
}
