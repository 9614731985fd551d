namespace MlOpsBot.Tips.Commands;

/// <summary>What is said where nothing was done, and what to do instead.</summary>
internal static class TipRefusals
{
    private const string Title = "Nothing changed";

    public static TipReply MayNot(TipAccess access) => access == TipAccess.Anyone
        ? TipLines.Note(
            Title,
            "Only full members who are in this channel may change its tips; guests and people of other workspaces may not. Ask a colleague here to do it; looking is open to all.",
            TipLines.Status,
            TipLines.Preview)
        : TipLines.Note(
            Title,
            "Here only whoever made the channel or switched its tips on, and administrators, may change them. Ask one of them; looking is open to all.",
            TipLines.Status,
            TipLines.Preview);

    public static TipReply MayNotSetAccess() => TipLines.Note(Title, "Only administrators may say who may change tips. Ask one of them.", TipLines.Status);

    public static TipReply CannotTell(string order) => TipLines.Note(Title, "I could not find out just now whether you may change the tips here. Please try again.", TipLines.TryAgain(order));

    public static TipReply CannotPost(string obstacle, string order) => TipLines.Note(Title, $"I cannot post here yet. {obstacle}", TipLines.TryAgain(order));

    public static TipReply TooMany(string order) => TipLines.Note(
        Title, "Several people are changing the tips here at this moment, and I would not write over their changes. Please try again.", TipLines.TryAgain(order), TipLines.Status);

    public static TipReply Off(TipRoom room, string what) => TipLines.Note(
        Title, $"There are no tips in this {room.Place}, so there is nothing to {what}.", TipLines.SwitchOn, TipLines.ChooseForm);

    /// <summary>Words that could not be read as what they were meant to be.</summary>
    public static TipReply NotUnderstood(string fault, params ReadOnlySpan<TipButton> buttons) => TipLines.Note("I did not get that", fault, buttons);

    /// <summary>Somebody else has changed the tips since.</summary>
    /// <param name="room">The channel.</param>
    /// <param name="lead">What was not done: "Nothing was undone".</param>
    /// <param name="buttons">Ways on.</param>
    public static TipReply ChangedSince(TipRoom room, string lead, params ReadOnlySpan<TipButton> buttons)
    {
        var subscription = room.Subscription!;
        var who = subscription.ChangedBy == room.Actor.User ? new TipPart("you") : new TipPart(subscription.ChangedBy) { IsPerson = true };
        return new TipReply(Title)
        {
            Lines =
            [
                new TipLine([new TipPart($"{lead}: "), who, new TipPart($" changed the tips since, on {room.Say(subscription.ChangedAt)}.")]),
                TipLine.Of($"This is how they are now: {TipReports.Describe(room)}"),
            ],
            Buttons = [.. buttons],
        };
    }
}
