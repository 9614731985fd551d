using System.Collections.Immutable;
using System.Globalization;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>Reads <c>organization.yaml</c>.</summary>
internal sealed class OrganizationReader(FileLog log, Surroundings surroundings)
{
    private const int LongestChannelName = 80; // Slack's limit.

    private static readonly ImmutableArray<string> _keys = ["company", "holdings"];
    private static readonly ImmutableArray<string> _holdingKeys = ["card", "people", "deputy", "team", "channel", "since", "review_by"];
    private static readonly ImmutableArray<string> _personKeys = ["name", "email", "slack"];

    public Organization Read(string text)
    {
        if (!Yaml.Read(text, 1, log, out var root)
            || YamlFields.Of(root, 1, "organization.yaml", _keys, log) is not { } fields)
        {
            return Organization.Empty;
        }

        var company = fields.Text("company");
        var holdings = new Dictionary<string, Holding>(StringComparer.Ordinal);
        foreach (var item in fields.Values("holdings"))
        {
            if (YamlFields.Of(item, item.Line, "a holding", _holdingKeys, log) is not { } holding || ReadHolding(holding) is not { } entry)
            {
                continue;
            }

            if (!holdings.TryAdd(entry.Card, entry))
            {
                log.Error(holding.LineOf("card"), $"`{entry.Card}` is held twice, first on line {holdings[entry.Card].Location.Line}: join the two");
            }
        }

        return company is null && holdings.Count == 0
            ? Organization.Empty
            : new Organization(company?.Text, holdings.ToImmutableDictionary(StringComparer.Ordinal));
    }

    private Holding? ReadHolding(YamlFields fields)
    {
        var card = fields.RequiredText("card", "write `card: …`, the slug of a role or an activity");
        if (card is not null)
        {
            CheckCard(card);
        }

        var people = fields.Values("people").Select(item => ReadPerson(item, "a person")).OfType<Person>().ToImmutableArray();
        var deputy = fields.Value("deputy") is { } value ? ReadPerson(value, "a deputy") : null;
        var team = fields.Text("team");
        if (fields.Value("people") is null or YamlList { Items.Count: 0 } && fields.Value("team") is null)
        {
            log.Error(fields.Line, "nobody holds it: write `people:` with at least one `- name: …`, or `team: …`");
        }

        var since = ReadDate(fields, "since");
        var reviewBy = ReadDate(fields, "review_by");
        CheckDates(fields, since, reviewBy);
        return card is null ? null : new Holding
        {
            Card = card.Text,
            People = people,
            Deputy = deputy,
            Team = team?.Text,
            Channel = ReadChannel(fields),
            Since = since,
            ReviewBy = reviewBy,
            Location = log.At(fields.Line),
        };
    }

    private void CheckCard(YamlText card)
    {
        var kind = surroundings.KindOf(card.Text);
        if (kind is null)
        {
            log.Error(card.Line, $"unknown card `{card.Text}`{Nearest.Hint(card.Text, surroundings.Slugs, "name the slug of a role or an activity")}");
        }
        else if (kind is CardKind.Topic)
        {
            log.Error(card.Line, $"`{card.Text}` is a topic, which nobody holds: name the slug of a role or an activity");
        }
    }

    private Person? ReadPerson(YamlValue value, string what)
    {
        if (YamlFields.Of(value, value.Line, what, _personKeys, log) is not { } fields)
        {
            return null;
        }

        var name = fields.RequiredText("name", "write `name: …` as colleagues know it");
        var email = fields.Text("email");
        var slack = fields.Text("slack");
        if (email is not null && !IsEmail(email.Text))
        {
            log.Error(email.Line, $"`{email.Text}` is no mail address: write it as name@example.com");
        }

        if (slack is not null && !IsSlackId(slack.Text))
        {
            log.Error(slack.Line, $"`{slack.Text}` is no Slack member id: copy it from the member's profile; it begins with U or W, as in U0000000001");
        }

        return name is null ? null : new Person(name.Text, email?.Text, slack?.Text);
    }

    private string? ReadChannel(YamlFields fields)
    {
        if (fields.Has("channel") && fields.Value("channel") is null)
        {
            log.Error(fields.LineOf("channel"), "`channel` is empty: write it in quotes, `channel: \"#name\"`, because `#` begins a comment");
            return null;
        }

        if (fields.Text("channel") is not { } channel)
        {
            return null;
        }

        var name = channel.Text.AsSpan().TrimStart('#');
        var isName = channel.Text.Length == name.Length + 1 && name.Length is > 0 and <= LongestChannelName;
        foreach (var c in name)
        {
            isName &= c is '-' or '_' || (char.IsLetterOrDigit(c) && !char.IsUpper(c));
        }

        if (!isName)
        {
            log.Error(channel.Line, $"`{channel.Text}` is no channel name: write `\"#name\"` with lower-case letters, digits, hyphens and underscores, at most {LongestChannelName}");
        }

        return channel.Text;
    }

    private DateOnly? ReadDate(YamlFields fields, string key)
    {
        if (fields.Text(key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        log.Error(text.Line, $"`{text.Text}` is no date: write year, month and day, as in 2026-12-31");
        return null;
    }

    private void CheckDates(YamlFields fields, DateOnly? since, DateOnly? reviewBy)
    {
        if (since > reviewBy)
        {
            log.Error(fields.LineOf("review_by"), "`review_by` is before `since`: correct one of the two");
        }
        else if (reviewBy < surroundings.Today)
        {
            log.Warning(fields.LineOf("review_by"), "the review date has passed, so the entry is shown as stale: confirm the entry and set a new date");
        }
    }

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 && at == text.LastIndexOf('@') && !text.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or ',');
    }

    private static bool IsSlackId(string text) =>
        text.Length >= 3 && text[0] is 'U' or 'W' && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
