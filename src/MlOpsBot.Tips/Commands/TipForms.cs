using System.Collections.Immutable;
using MlOpsBot.Knowledge;
using MlOpsBot.Storage;
using MlOpsBot.Tips.Schedules;

namespace MlOpsBot.Tips.Commands;

/// <summary>Fills in the form for a channel. Thread-safe.</summary>
internal sealed class TipForms(Current<TipsOptions> options)
{
    private const int MostChoices = 100;

    /// <summary>The zones of most people, from west to east.</summary>
    private static readonly ImmutableArray<string> s_usual =
    [
        "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Phoenix", "America/Chicago", "America/Mexico_City", "America/New_York",
        "America/Toronto", "America/Bogota", "America/Lima", "America/Halifax", "America/Santiago", "America/St_Johns", "America/Sao_Paulo", "America/Argentina/Buenos_Aires",
        "Atlantic/Azores", "Etc/UTC", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Africa/Casablanca", "Africa/Lagos", "Europe/Amsterdam", "Europe/Berlin", "Europe/Brussels",
        "Europe/Copenhagen", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich",
        "Africa/Johannesburg", "Africa/Cairo", "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv", "Asia/Jerusalem", "Europe/Istanbul", "Africa/Nairobi",
        "Asia/Riyadh", "Europe/Moscow", "Asia/Tehran", "Asia/Dubai", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok",
        "Asia/Jakarta", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Manila", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Australia/Perth", "Asia/Seoul", "Asia/Tokyo",
        "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
    ];

    /// <summary>Cards that tips can be about: roles, then topics, then what else has tips; by name.</summary>
    public static IEnumerable<(string Slug, string Name)> ChoicesOf(KnowledgeBase knowledge)
    {
        var files = knowledge.Tips.Select(tip => tip.Id.Split('/')[0]).Concat(knowledge.Tips.Select(tip => tip.Card)).ToHashSet(StringComparer.Ordinal);
        return knowledge.Cards
            .Where(card => card.Kind != CardKind.Activity && files.Contains(card.Slug))
            .OrderBy(card => card.Kind)
            .ThenBy(card => card.Name, StringComparer.OrdinalIgnoreCase)
            .Select(card => (card.Slug, card.Name));
    }

    /// <summary>The form for a channel.</summary>
    public async Task<TipForm> OpenAsync(TipRoom room, CancellationToken cancellation)
    {
        var chosen = room.Plan.Topics.SelectMany(topic => topic.Cards).Distinct(StringComparer.Ordinal).Where(slug => room.Knowledge.FindCard(slug) is not null).ToImmutableArray();
        var own = await room.Actor.ZoneAsync(cancellation) is { Length: > 0 } said ? ZoneNames.Find(said) : null;
        return new TipForm(room.Plan.Schedule, chosen, room.Subscription?.Version ?? 0)
        {
            IsOn = room.IsOn,
            Choices = [.. chosen.Select(slug => (slug, room.Knowledge.FindCard(slug)!.Name)).UnionBy(ChoicesOf(room.Knowledge), choice => choice.Item1).Take(MostChoices)],
            Zones = [.. new[] { room.Plan.Schedule.Zone, own, options.Value.Default.Zone }.OfType<string>().Union(s_usual, StringComparer.Ordinal).Take(MostChoices)],
        };
    }
}
