using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOpsBot.Slack.Tests.FakeSlack;

internal enum MentionKind
{
    /// <summary><c>@here</c>, <c>@channel</c>, <c>@everyone</c>: rings everybody.</summary>
    Broadcast,

    /// <summary>A person.</summary>
    User,

    /// <summary>A user group.</summary>
    Group,

    /// <summary>A channel: rings nobody.</summary>
    Channel,

    /// <summary>A link.</summary>
    Link,
}

/// <summary>What a message would mention or link to. Immutable.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">Whom or where.</param>
internal sealed partial record Mention(MentionKind Kind, string Target)
{
    /// <summary>Whether it rings somebody.</summary>
    public bool Rings => Kind is MentionKind.Broadcast or MentionKind.User or MentionKind.Group;

    /// <summary>Everything that a message's text and blocks would mention.</summary>
    public static ImmutableArray<Mention> In(string text, JsonElement? blocks)
    {
        var found = ImmutableArray.CreateBuilder<Mention>();

        // With blocks, the text is for notifications, where control sequences count all the same.
        FromMarkup(text, parsesBareWords: false, found);
        if (blocks is { } given)
        {
            FromElement(given, found);
        }

        return found.ToImmutable();
    }

    private static void FromElement(JsonElement element, ImmutableArray<Mention>.Builder found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    FromElement(item, found);
                }

                break;
            case JsonValueKind.Object:
                FromObject(element, found);
                break;
        }
    }

    private static void FromObject(JsonElement element, ImmutableArray<Mention>.Builder found)
    {
        var type = element.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        switch (type)
        {
            case "mrkdwn":
                // Without "verbatim", Slack also makes links of addresses and mentions of bare words.
                FromMarkup(String(element, "text"), !(element.TryGetProperty("verbatim", out var verbatim) && verbatim.ValueKind == JsonValueKind.True), found);
                return;
            case "markdown":
                FromMarkup(String(element, "text"), parsesBareWords: true, found);
                return;
            case "broadcast":
                found.Add(new Mention(MentionKind.Broadcast, String(element, "range")));
                return;
            case "user":
                found.Add(new Mention(MentionKind.User, String(element, "user_id")));
                return;
            case "usergroup":
                found.Add(new Mention(MentionKind.Group, String(element, "usergroup_id")));
                return;
            case "channel":
                found.Add(new Mention(MentionKind.Channel, String(element, "channel_id")));
                return;
            case "link":
                found.Add(new Mention(MentionKind.Link, String(element, "url")));
                return;
        }

        foreach (var property in element.EnumerateObject())
        {
            FromElement(property.Value, found);
        }
    }

    private static void FromMarkup(string text, bool parsesBareWords, ImmutableArray<Mention>.Builder found)
    {
        foreach (Match match in Sequence().Matches(text))
        {
            var inside = match.Groups["inside"].Value.Split('|')[0];
            found.Add(inside switch
            {
                ['!', .. var range] when range.StartsWith("subteam^", StringComparison.Ordinal) => new Mention(MentionKind.Group, range),
                ['!', .. var range] when range.StartsWith("date^", StringComparison.Ordinal) => new Mention(MentionKind.Link, range),
                ['!', .. var range] => new Mention(MentionKind.Broadcast, range),
                ['@', .. var user] => new Mention(MentionKind.User, user),
                ['#', .. var channel] => new Mention(MentionKind.Channel, channel),
                _ => new Mention(MentionKind.Link, inside),
            });
        }

        if (parsesBareWords)
        {
            var rest = Sequence().Replace(text, " ");
            found.AddRange(BareBroadcast().Matches(rest).Select(match => new Mention(MentionKind.Broadcast, match.Groups["range"].Value)));
            found.AddRange(BareAddress().Matches(rest).Select(match => new Mention(MentionKind.Link, match.Value)));
        }
    }

    private static string String(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex("<(?<inside>[!@#][^<>]+|[a-z]+:[^<>]+)>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sequence();

    [GeneratedRegex(@"(?<![\w.])@(?<range>here|channel|everyone)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BareBroadcast();

    [GeneratedRegex(@"\bhttps?://[^\s<>]+", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BareAddress();
}
