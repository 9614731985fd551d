using System.Collections.Immutable;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>All cards and tips of a folder, read in order of their names.</summary>
internal sealed class CardSet
{
    public CardSet(IEnumerable<string> names, Dictionary<string, string> texts, Surroundings surroundings, FindingLog log)
    {
        var claims = new List<Claim>();
        var roles = ImmutableArray.CreateBuilder<RoleCard>();
        var activities = ImmutableArray.CreateBuilder<ActivityCard>();
        var topics = ImmutableArray.CreateBuilder<TopicCard>();
        var tips = ImmutableArray.CreateBuilder<Tip>();
        foreach (var name in names)
        {
            if (!texts.TryGetValue(name, out var text))
            {
                continue;
            }

            var file = new CardFile(new FileLog(log, name), Surroundings.SlugOf(name), text, surroundings);
            switch (Surroundings.KindOfFile(name))
            {
                case CardKind.Role:
                    Add(roles, CardReader.ReadRole(file, claims));
                    break;
                case CardKind.Activity:
                    Add(activities, CardReader.ReadActivity(file, claims));
                    break;
                case CardKind.Topic:
                    Add(topics, CardReader.ReadTopic(file, claims));
                    break;
                default:
                    if (name.StartsWith("tips/", StringComparison.Ordinal))
                    {
                        tips.AddRange(TipReader.Read(file));
                    }

                    break;
            }
        }

        ClaimCheck.Check(claims, log);

        // "a.md" comes before "a-b.md" as a slug, but after it as a file name.
        Roles = [.. roles.OrderBy(card => card.Slug, StringComparer.Ordinal)];
        Activities = [.. activities.OrderBy(card => card.Slug, StringComparer.Ordinal)];
        Topics = [.. topics.OrderBy(card => card.Slug, StringComparer.Ordinal)];
        Tips = tips.DrainToImmutable();
    }

    public ImmutableArray<RoleCard> Roles { get; }

    public ImmutableArray<ActivityCard> Activities { get; }

    public ImmutableArray<TopicCard> Topics { get; }

    public ImmutableArray<Tip> Tips { get; }

    private static void Add<T>(ImmutableArray<T>.Builder cards, T? card)
        where T : Card
    {
        if (card is not null)
        {
            cards.Add(card);
        }
    }
}
