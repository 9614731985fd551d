using System.Collections.Frozen;

namespace MlOpsBot.Chat.Conversing;

/// <summary>Tells an order about the channel's tips from a question that happens to begin with the word.</summary>
internal static class TipWords
{
    /// <summary>What is short enough to be an order that was not quite hit; whoever wrote more than this has asked something.</summary>
    private const int WordsOfAnOrder = 3;

    /// <summary>What orders begin with.</summary>
    private static readonly FrozenSet<string> s_orders = FrozenSet.ToFrozenSet(
        [
            "on", "start", "enable", "begin", "subscribe", "activate", "switch", "turn", "every", "each", "daily", "weekdays", "weekday", "at", "mon", "tue", "wed", "thu", "fri",
            "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays",
            "off", "stop", "disable", "end", "unsubscribe", "cancel", "pause", "hold", "resume", "continue", "unpause", "skip", "status", "preview", "next", "upcoming", "show", "now",
            "about", "topics", "topic", "undo", "revert", "access", "help", "form", "choose", "edit", "change", "schedule", "?",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_lookup = s_orders.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What follows the word <c>tips</c>; null where the words are a question.</summary>
    public static string? RestOf(ReadOnlySpan<char> words)
    {
        var first = FirstOf(words).TrimEnd(",.:;!?");
        if (!first.Equals("tips", StringComparison.OrdinalIgnoreCase) && !first.Equals("tip", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = words[FirstOf(words).Length..].Trim();
        if (rest.IsEmpty)
        {
            return "";
        }

        var order = FirstOf(rest).TrimEnd(",.:;!");
        return s_lookup.Contains(order) || order.Length > 0 && char.IsAsciiDigit(order[0]) || IsShort(rest) ? rest.ToString() : null;
    }

    private static ReadOnlySpan<char> FirstOf(ReadOnlySpan<char> words)
    {
        var end = 0;
        while (end < words.Length && !char.IsWhiteSpace(words[end]))
        {
            end++;
        }

        return words[..end];
    }

    private static bool IsShort(ReadOnlySpan<char> rest)
    {
        if (rest[^1] == '?')
        {
            return false;
        }

        var count = 0;
        for (var left = rest; !left.IsEmpty; left = left[FirstOf(left).Length..].TrimStart())
        {
            count++;
        }

        return count <= WordsOfAnOrder;
    }
}
