using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>Reads what a pressed button carries. It comes through the client, so nothing in it is believed in. Thread-safe.</summary>
public static class CardActionJson
{
    /// <summary>The menu whose choice stands in the place of a target, where the button has none.</summary>
    public const string Choice = "choice";

    /// <summary>Most characters of an input that are read.</summary>
    private const int MostOfInput = 4_000;

    private const int MostInputs = 8;
    private const int MostOfName = 40;

    /// <summary>Members that are looked at: ours have a dozen.</summary>
    private const int MostMembers = 64;

    /// <summary>Most characters of what a button about tips needs.</summary>
    private const int MostOfTip = 300;

    /// <summary>Most characters of anything but an input.</summary>
    private const int MostOfValue = 2_000;

    private static readonly HashSet<string> s_verbs = new([CardVerbs.Open, CardVerbs.Up, CardVerbs.Down, CardVerbs.Why, CardVerbs.Compare, CardVerbs.Insert, CardVerbs.Tips], StringComparer.Ordinal);

    /// <summary>Reads a button's data, written perhaps by an older or later version of this program. Never throws for what it is given.</summary>
    /// <param name="data">The data of <c>Action.Execute</c>, or the value of the message that <c>Action.Submit</c> sends: an object, or a text that holds one, as some clients send it.</param>
    /// <param name="verb">The verb of <c>Action.Execute</c>; null for the one in the data.</param>
    /// <param name="action">What it says; null if it is none of ours.</param>
    public static bool TryRead(JsonElement data, string? verb, [NotNullWhen(true)] out CardAction? action)
    {
        action = null;
        try
        {
            if (data.ValueKind == JsonValueKind.String)
            {
                using var inner = JsonDocument.Parse(data.GetString()!, new JsonDocumentOptions { MaxDepth = 8 });
                action = Read(inner.RootElement, verb);
            }
            else
            {
                action = Read(data, verb);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, not text where text belongs, or half a surrogate pair: data of somebody else's making.
            action = null;
        }

        return action is not null;
    }

    private static CardAction? Read(JsonElement data, string? verb)
    {
        verb ??= data.Text("verb");
        if (data.ValueKind != JsonValueKind.Object || verb is null || !s_verbs.Contains(verb))
        {
            return null;
        }

        var inputs = Inputs(data);
        if (!ButtonValue.TryRead(data.Member("b"), out var button) ? verb is not (CardVerbs.Compare or CardVerbs.Tips) : !IsShort(button))
        {
            return null;
        }

        var tip = Tip(data.Member("tip"));
        if (verb == CardVerbs.Tips && tip is null)
        {
            return null;
        }

        // A menu's button opens what was chosen.
        if (verb == CardVerbs.Open && button is { Target: null } && inputs.TryGetValue(Choice, out var choice))
        {
            button = button with { Target = choice, Fingerprint = null };
        }

        var back = data.Text("back");
        return new CardAction(verb, button) { Back = back is { Length: > 0 and <= MostOfValue } ? back : null, Tip = tip, Inputs = inputs };
    }

    private static TipPress? Tip(JsonElement tip) => tip.Text("do") is { Length: > 0 and <= MostOfName } what && tip.Text("v") is { Length: <= MostOfTip } value ? new TipPress(what, value) : null;

    private static bool IsShort(ButtonValue button) =>
        button.KnowledgeVersion.Length + (button.Target?.Length ?? 0) + (button.Fingerprint?.Length ?? 0) + (button.Delivery?.Length ?? 0) <= MostOfValue;

    private static Dictionary<string, string> Inputs(JsonElement data)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in data.EnumerateObject().Take(MostMembers))
        {
            if (inputs.Count < MostInputs && member.Value.ValueKind == JsonValueKind.String && member.Name is { Length: > 0 and <= MostOfName } name and not ("verb" or "back" or "b"))
            {
                var text = member.Value.GetString()!;
                inputs[name] = text.Length > MostOfInput ? Fit.Within(text, MostOfInput) : text;
            }
        }

        return inputs;
    }
}
