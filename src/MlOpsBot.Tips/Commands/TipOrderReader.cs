using System.Collections.Frozen;

namespace MlOpsBot.Tips.Commands;

/// <summary>Reads orders as people write them. Whatever is no order may be a schedule: <see cref="TipOrder.On"/> with those words.</summary>
internal static class TipOrderReader
{
    private static readonly FrozenSet<string> s_everybody = Words("anyone anybody everyone everybody all members");

    private static readonly FrozenSet<string> s_administrators = Words("admins admin administrators administrator owners");

    /// <summary>What stands between the words of an order and means nothing.</summary>
    private static readonly FrozenSet<string> s_fillers = Words("the these them it tips tip posting please pls again");

    /// <summary>The longest that fits counts: "switch off" is no "switch".</summary>
    private static readonly (string[] Phrase, Func<string, TipOrder> Order)[] s_orders =
    [
        .. All(rest => On(rest, isExplicit: true), "on", "start", "begin", "enable", "activate", "subscribe", "switch on", "turn on", "back on", "get", "yes", "set", "set to", "move to", "change to", "make"),
        .. All(Off, "off", "stop", "end", "disable", "deactivate", "unsubscribe", "cancel", "switch off", "turn off", "no", "no more", "enough", "off now", "stop now", "off for good", "stop for good", "stop here"),
        .. All(until => new TipOrder.Pause(until), "pause", "pause now", "hold", "snooze", "mute", "suspend"),
        .. All(Resume, "resume", "resume now", "continue", "unpause", "unmute", "restart", "go on", "carry on"),
        .. All(Skip, "skip", "leave out", "omit", "not"),
        .. All(_ => new TipOrder.Status(), "status", "state", "info", "when", "settings", "when is next", "who", "how are you"),
        .. All(_ => new TipOrder.Preview(), "preview", "upcoming", "plan", "list", "calendar", "next", "what is next", "what's next", "whats next", "coming", "show"),
        .. All(_ => new TipOrder.Now(), "now", "one", "one now", "example", "sample", "test", "try", "show one", "show me", "show me one", "show now", "give me one", "another", "another one"),
        .. All(topics => new TipOrder.About(topics), "about", "only about", "topic", "topics", "topics:", "only", "focus on", "concerning", "regarding"),
        .. All(_ => new TipOrder.Undo(), "undo", "revert", "take back", "take that back", "back"),
        .. All(Access, "access", "access for", "access to", "access is", "who may", "who may change"),
        .. All(_ => new TipOrder.Form(), "form", "choose", "edit", "change", "configure", "setup", "set up"),
        .. All(card => new TipOrder.Forget(card), "forget"),
        .. All(_ => new TipOrder.Help(), "help", "?", "commands", "how", "what can you do"),
    ];

    /// <summary>Reads what was written after "tips".</summary>
    public static TipOrder Read(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var written = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (written.Length == 0)
        {
            return new TipOrder.Status();
        }

        if (written[^1].Length > 1)
        {
            written[^1] = written[^1].TrimEnd('!', '.', '?', ',');
        }

        (int Length, string Wish, Func<string, TipOrder>? Order) best = (0, "", null);
        foreach (var (phrase, order) in s_orders)
        {
            if (phrase.Length > best.Length && Rest(written, phrase) is { } rest)
            {
                best = (phrase.Length, rest, order);
            }
        }

        return best.Order is null ? On(Join(written, 0), isExplicit: false) : best.Order(best.Wish);
    }

    /// <summary>What follows an order's words; null where the order is another.</summary>
    private static string? Rest(string[] written, string[] phrase)
    {
        var at = 0;
        foreach (var word in phrase)
        {
            at = PastFillers(written, at, word);
            if (at == written.Length || !Is(written[at], word))
            {
                return null;
            }

            at++;
        }

        return Join(written, PastFillers(written, at, wanted: null));
    }

    private static int PastFillers(string[] written, int at, string? wanted)
    {
        while (at < written.Length && s_fillers.Contains(written[at]) && !(wanted is not null && Is(written[at], wanted)))
        {
            at++;
        }

        return at;
    }

    private static bool Is(string written, string word) => written.TrimEnd(',', ':', '!').Equals(word.TrimEnd(':'), StringComparison.OrdinalIgnoreCase);

    private static string Join(string[] written, int from)
    {
        var to = written.Length;
        while (to > from && written[to - 1].ToLowerInvariant() is "please" or "pls" or "thanks" or "")
        {
            to--;
        }

        return string.Join(' ', written, from, to - from);
    }

    private static TipOrder.On On(string wish, bool isExplicit)
    {
        var words = wish.Split(' ');
        var about = Array.FindIndex(words, word => word.ToLowerInvariant() is "about" or "about:" or "topics" or "topics:" or "concerning");
        return about < 0
            ? new TipOrder.On(wish, null, isExplicit)
            : new TipOrder.On(string.Join(' ', words[..about]), string.Join(' ', words[(about + 1)..]), isExplicit);
    }

    /// <summary>"Stop for two weeks" is a pause; what else stands there is read as its day, and asked back about where it is none.</summary>
    private static TipOrder Off(string rest) => rest.Length == 0 ? new TipOrder.Off() : new TipOrder.Pause(rest);

    /// <summary>"Resume on Monday" is a pause until then.</summary>
    private static TipOrder Resume(string rest) => rest.Length == 0 || rest.Equals("now", StringComparison.OrdinalIgnoreCase) ? new TipOrder.Resume() : new TipOrder.Pause(rest);

    private static TipOrder Skip(string rest) => new TipOrder.Skip(rest.ToLowerInvariant() is "next" or "next one" or "one" or "this" or "this one" or "once" ? "" : rest);

    private static TipOrder Access(string who)
    {
        var key = who.ToLowerInvariant();
        return new TipOrder.Access(s_everybody.Contains(key) ? TipAccess.Anyone : s_administrators.Contains(key) ? TipAccess.Administrators : null, who);
    }

    private static IEnumerable<(string[] Phrase, Func<string, TipOrder> Order)> All(Func<string, TipOrder> order, params IEnumerable<string> phrases)
        => phrases.Select(phrase => (phrase.Split(' '), order));

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
