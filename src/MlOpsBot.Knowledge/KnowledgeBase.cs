using System.Collections.Frozen;
using System.Collections.Immutable;

namespace MlOpsBot.Knowledge;

/// <summary>
/// Everything that was read from one knowledge folder at one moment. Immutable: an edit makes a new one,
/// which is swapped in whole. Safe to share between threads.
/// </summary>
public sealed class KnowledgeBase
{
    private readonly FrozenDictionary<string, Card> _cards;
    private readonly FrozenDictionary<string, Source> _sources;

    /// <summary>Puts a knowledge base together from parts that were validated before.</summary>
    /// <exception cref="ArgumentException">Two cards have the same slug, or two sources the same id.</exception>
    public KnowledgeBase(
        ImmutableArray<RoleCard> roles,
        ImmutableArray<ActivityCard> activities,
        ImmutableArray<TopicCard> topics,
        ImmutableArray<Tip> tips,
        ImmutableArray<Source> sources,
        string synonyms,
        Organization organization,
        string version)
    {
        Roles = roles;
        Activities = activities;
        Topics = topics;
        Tips = tips;
        Sources = sources;
        Synonyms = synonyms;
        Organization = organization;
        Version = version;
        _cards = Cards.ToFrozenDictionary(card => card.Slug, StringComparer.Ordinal);
        _sources = sources.ToFrozenDictionary(source => source.Id, StringComparer.Ordinal);
    }

    /// <summary>Roles by slug order.</summary>
    public ImmutableArray<RoleCard> Roles { get; }

    /// <summary>Activities by slug order.</summary>
    public ImmutableArray<ActivityCard> Activities { get; }

    /// <summary>Topics by slug order.</summary>
    public ImmutableArray<TopicCard> Topics { get; }

    /// <summary>Tips by file, then as they stand there.</summary>
    public ImmutableArray<Tip> Tips { get; }

    /// <summary>Sources in the order of <c>sources.yaml</c>.</summary>
    public ImmutableArray<Source> Sources { get; }

    /// <summary>The text of <c>synonyms.txt</c>, in Solr's format; the search index reads it.</summary>
    public string Synonyms { get; }

    /// <summary>The reader's own company.</summary>
    public Organization Organization { get; }

    /// <summary>Changes whenever any file of the folder does: the first 12 hex digits of a SHA-256 over names and contents.</summary>
    public string Version { get; }

    /// <summary>All cards: roles, then activities, then topics.</summary>
    public IEnumerable<Card> Cards => Roles.Cast<Card>().Concat(Activities).Concat(Topics);

    /// <summary>The card with that slug, or null.</summary>
    public Card? FindCard(string slug) => _cards.GetValueOrDefault(slug);

    /// <summary>The source with that id, or null.</summary>
    public Source? FindSource(string id) => _sources.GetValueOrDefault(id);
}
