namespace MlOpsBot.Tips.Commands;

/// <summary>What somebody wants of a channel's tips. Immutable.</summary>
internal abstract record TipOrder
{
    private TipOrder()
    {
    }

    /// <summary>To have tips, or to have them at other times.</summary>
    /// <param name="Schedule">When, in their words; empty for what there is.</param>
    /// <param name="Topics">What about, in their words; null for what there is.</param>
    /// <param name="IsExplicit">Whether they said "on": else the words may be anything.</param>
    public sealed record On(string Schedule, string? Topics, bool IsExplicit) : TipOrder;

    /// <summary>To have none any more.</summary>
    public sealed record Off : TipOrder;

    /// <summary>To have none for a while.</summary>
    /// <param name="Until">Until when, in their words; empty for until somebody resumes them.</param>
    public sealed record Pause(string Until) : TipOrder;

    /// <summary>To have them again.</summary>
    public sealed record Resume : TipOrder;

    /// <summary>To leave a day out.</summary>
    /// <param name="Day">Which, in their words; empty for the next one.</param>
    public sealed record Skip(string Day) : TipOrder;

    /// <summary>To know how things are.</summary>
    public sealed record Status : TipOrder;

    /// <summary>To know what will come.</summary>
    public sealed record Preview : TipOrder;

    /// <summary>To see a tip at once.</summary>
    public sealed record Now : TipOrder;

    /// <summary>To have tips on some topics alone.</summary>
    /// <param name="Topics">Which, in their words; empty where they did not say.</param>
    public sealed record About(string Topics) : TipOrder;

    /// <summary>To go back to what was before the last change.</summary>
    public sealed record Undo : TipOrder;

    /// <summary>To say who may change the tips.</summary>
    /// <param name="Who">Who; null where they only want to know.</param>
    /// <param name="Words">What they wrote.</param>
    public sealed record Access(TipAccess? Who, string Words) : TipOrder;

    /// <summary>To choose in a form.</summary>
    public sealed record Form : TipOrder;

    /// <summary>To take back "more" or "less like this".</summary>
    /// <param name="Card">The card's slug.</param>
    public sealed record Forget(string Card) : TipOrder;

    /// <summary>To know what can be ordered.</summary>
    public sealed record Help : TipOrder;
}
