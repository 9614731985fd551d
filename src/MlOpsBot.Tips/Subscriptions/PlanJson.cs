using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MlOpsBot.Tips.Schedules;
using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Subscriptions;

/// <summary>
/// Plans as the store keeps them. What is unknown is passed over and what is missing has its default, so that older programs and
/// newer ones read each other's while replicas are replaced one by one.
/// </summary>
public static class PlanJson
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>As JSON.</summary>
    public static string Write(SubscriptionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("time", s_time.Format(plan.Schedule.Time));
            json.WriteNumber("days", (int)plan.Schedule.Days);
            json.WriteString("zone", plan.Schedule.Zone);
            WriteTopics(json, plan.Topics);
            if (plan.IsPaused)
            {
                json.WriteBoolean("paused", true);
            }

            if (plan.PausedUntil is { } until)
            {
                json.WriteString("pausedUntil", LedgerDay.Write(until));
            }

            WriteAll(json, "skipped", plan.Skipped.Select(LedgerDay.Write));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>The plan; null where the text is not one.</summary>
    public static SubscriptionPlan? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SubscriptionPlan? Read(JsonElement json)
    {
        if (Text(json, "time") is not { } written || !s_time.Parse(written).TryGetValue(default, out var time)
            || !json.TryGetProperty("days", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var days) || days is <= 0 or > (int)WeekDays.All
            || Text(json, "zone") is not { Length: > 0 } zone)
        {
            return null;
        }

        return new SubscriptionPlan(new TipSchedule(time, (WeekDays)days, zone))
        {
            Topics = [.. Elements(json, "topics").Where(topic => topic.ValueKind == JsonValueKind.Object).Select(topic => new TipTopic(Text(topic, "label") ?? "", [.. Texts(topic, "cards")]))],
            IsPaused = json.TryGetProperty("paused", out var paused) && paused.ValueKind == JsonValueKind.True,
            PausedUntil = LedgerDay.Read(Text(json, "pausedUntil")),
            Skipped = [.. Texts(json, "skipped").Select(LedgerDay.Read).OfType<LocalDate>()],
        };
    }

    private static void WriteTopics(Utf8JsonWriter json, ImmutableArray<TipTopic> topics)
    {
        if (topics.IsDefaultOrEmpty)
        {
            return;
        }

        json.WriteStartArray("topics");
        foreach (var topic in topics)
        {
            json.WriteStartObject();
            json.WriteString("label", topic.Label);
            WriteAll(json, "cards", topic.Cards);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static IEnumerable<string> Texts(JsonElement json, string name)
        => Elements(json, name).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!);

    private static JsonElement.ArrayEnumerator Elements(JsonElement json, string name)
        => json.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray() : default;

    private static string? Text(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
