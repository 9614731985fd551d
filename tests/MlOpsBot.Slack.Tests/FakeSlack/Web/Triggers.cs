using System.Globalization;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Trigger ids: each opens one modal, within three seconds. Thread-safe.</summary>
internal sealed class Triggers(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Person Person, DateTimeOffset Until, bool IsUsed)> _triggers = [];

    public string New(Person person)
    {
        lock (_gate)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{_triggers.Count + 1}.1111111111.{Guid.NewGuid():N}");
            _triggers[id] = (person, time.GetUtcNow() + Life, false);
            return id;
        }
    }

    /// <summary>Uses a trigger up. Who it belongs to, or Slack's error.</summary>
    public (Person? Person, string? Error) Exchange(string? id)
    {
        lock (_gate)
        {
            if (id is null || !_triggers.TryGetValue(id, out var trigger))
            {
                return (null, "invalid_trigger_id");
            }

            if (trigger.Until <= time.GetUtcNow())
            {
                return (null, "expired_trigger_id");
            }

            if (trigger.IsUsed)
            {
                return (null, "exchanged_trigger_id");
            }

            _triggers[id] = trigger with { IsUsed = true };
            return (trigger.Person, null);
        }
    }
}
