using System.Globalization;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Chat.Writing;

/// <summary>How it reads who holds a role or an activity in the reader's own company.</summary>
public static class HolderText
{
    /// <summary>People of an entry that are named; the rest is counted.</summary>
    public const int MostPeople = 8;

    /// <summary>Longest name of a person, a team or a channel.</summary>
    public const int MostOfName = 80;

    /// <summary>What stands above an entry: "At Example Corp: Model monitoring".</summary>
    /// <param name="note">The note.</param>
    /// <param name="knowledge">The knowledge it stands in.</param>
    public static string Heading(HolderNote note, KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(knowledge);
        var company = knowledge.Organization.Company is { Length: > 0 } name ? $"At {name}" : "In your organization";
        return $"{Fit.Within(company, 60)}: {Fit.Within(knowledge.FindCard(note.Card)?.Name ?? note.Card, MostOfName)}";
    }

    /// <summary>Since when, and whether that is still to be relied on; null where the entry has no dates.</summary>
    public static string? Dates(Holding entry, bool isStale)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (entry.Since, entry.ReviewBy, isStale) switch
        {
            (_, { } due, true) => $"⚠️ Stale: this entry was to be reviewed by {Day(due)}. Make sure before you rely on it.",
            ({ } since, { } due, _) => $"Since {Day(since)}, to be reviewed by {Day(due)}",
            ({ } since, null, _) => $"Since {Day(since)}",
            (null, { } due, _) => $"To be reviewed by {Day(due)}",
            _ => null,
        };
    }

    /// <summary>A day as "2026-06-15".</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The address of a channel that is entered as one; null where it is a name.</summary>
    /// <param name="channel">The channel as entered.</param>
    /// <param name="most">Longest address that the platform takes.</param>
    public static string? Address(string channel, int most)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.Length <= most && Uri.TryCreate(channel, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? channel : null;
    }
}
