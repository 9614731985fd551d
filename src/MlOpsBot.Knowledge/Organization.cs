using System.Collections.Immutable;

namespace MlOpsBot.Knowledge;

/// <summary>Somebody of the reader's own company.</summary>
/// <param name="Name">The name as colleagues know it.</param>
/// <param name="Email">Mail address, which Teams also chats by; null where none is entered.</param>
/// <param name="Slack">Slack member id (U…), null where none is entered.</param>
public sealed record Person(string Name, string? Email, string? Slack);

/// <summary>Which people, team and channel hold a role or an activity in the reader's own company: one entry of <c>organization.yaml</c>.</summary>
public sealed record Holding
{
    /// <summary>Slug of the role or activity that is held.</summary>
    public required string Card { get; init; }

    /// <summary>The people who hold it; may be empty where a team is named.</summary>
    public ImmutableArray<Person> People { get; init; } = [];

    /// <summary>Who stands in for them.</summary>
    public Person? Deputy { get; init; }

    /// <summary>The team, by name.</summary>
    public string? Team { get; init; }

    /// <summary>The channel to ask in: "#data-quality".</summary>
    public string? Channel { get; init; }

    /// <summary>Since when they hold it.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The last day on which the entry counts as fresh; after it, it is shown as stale.</summary>
    public DateOnly? ReviewBy { get; init; }

    /// <summary>Where the entry stands.</summary>
    public required FileLocation Location { get; init; }

    /// <summary>Whether the review date has passed.</summary>
    /// <param name="today">The reader's date.</param>
    public bool IsStale(DateOnly today) => ReviewBy is { } due && due < today;
}

/// <summary>The organization overlay: the reader's own company laid over the cards.</summary>
/// <param name="Company">The company's name where it is entered.</param>
/// <param name="Holdings">By slug of the role or activity.</param>
public sealed record Organization(string? Company, ImmutableDictionary<string, Holding> Holdings)
{
    /// <summary>An overlay that nobody has filled yet.</summary>
    public static Organization Empty { get; } = new(null, ImmutableDictionary.Create<string, Holding>(StringComparer.Ordinal));
}
