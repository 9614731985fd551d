using System.Text.Json;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>A message as it stands in a conversation. Immutable.</summary>
/// <param name="Conversation">The conversation id that it was posted to, a thread's included.</param>
/// <param name="Id">The activity id.</param>
/// <param name="Author">Who; null for the bot.</param>
/// <param name="Activity">The activity as it came.</param>
internal sealed record Message(string Conversation, string Id, Person? Author, JsonElement Activity)
{
    public bool IsFromBot => Author is null;

    /// <summary>The plain text of it; empty for a card alone.</summary>
    public string Text => Activity.Text("text");

    /// <summary>What notifications say.</summary>
    public string Summary => Activity.Text("summary");

    public string? ReplyToId => Activity.TryGetProperty("replyToId", out var id) ? id.GetString() : null;

    /// <summary>The Adaptive Card on it; null if there is none.</summary>
    public Card? Card => FakeTeams.Card.On(Activity, Conversation, Id);

    /// <summary>Whether it shows Teams' own thumbs.</summary>
    public bool HasFeedbackLoop => Activity.TryGetProperty("channelData", out var data) && data.TryGetProperty("feedbackLoop", out var loop) && loop.Text("type") == "default";

    /// <summary>All that can be read on it.</summary>
    public string Read() => string.Join('\n', ((string[])[Text, Card?.Read() ?? ""]).Where(part => part.Length > 0));

    public override string ToString() => $"{Author?.Name ?? "bot"} in {Conversation}: {Read()}";
}

internal static class JsonRead
{
    /// <summary>A text of an object; empty where there is none.</summary>
    public static string Text(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The items of an array; nothing where there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
