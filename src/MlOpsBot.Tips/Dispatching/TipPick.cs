using MlOpsBot.Knowledge;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>Which tip a channel gets on a day: chosen once and kept on the ledger before anything is posted, so that every attempt posts the same. Thread-safe.</summary>
internal sealed class TipPick(Store store)
{
    /// <summary>The tip of a claim: the one that an earlier attempt chose, or a new choice.</summary>
    public async Task<PickedTip> TakeAsync(
        ITipPost platform, ClaimedTip claim, SubscriptionPlan plan, KnowledgeBase known, CancellationToken cancellation)
    {
        var day = claim.Day;
        if (day.Tip is { } earlier)
        {
            var picked = Write(known, earlier);
            if (picked.Tip is not null || await store.Deliveries.FindAsync(day.Workspace, day.Delivery, cancellation) is not null)
            {
                return picked;
            }

            // Chosen, not begun, and gone from the knowledge since: any other does as well.
        }

        var past = new TipPast(day.Workspace, day.Channel, await store.Tips.Ledger.HistoryAsync(day.Workspace, day.Channel, cancellation))
        {
            Votes = await store.Tips.VotesAsync(day.Workspace, day.Channel, cancellation),
            AskedAbout = [.. await platform.AskedAboutAsync(day.Workspace, day.Channel, cancellation)],
        };
        if (TipChooser.Next(known, plan, past) is not { } choice)
        {
            return PickedTip.None("No tip on what was chosen");
        }

        var chosen = await store.Tips.Ledger.ChooseAsync(claim, new ChosenTip(choice.Tip.Id, choice.Tip.Card, choice.Why), day.Tip?.Tip, cancellation);
        return chosen is null ? PickedTip.Ends(WorkOutcome.Retry("claimed by somebody else")) : Write(known, chosen);
    }

    /// <summary>What stands for a day's tip where nothing is posted any more, and the tip itself may be gone.</summary>
    public static TipPost StandIn(TipDay day, KnowledgeBase known)
    {
        var (id, slug, why) = day.Tip ?? new ChosenTip("", "", "");
        var card = known.FindCard(slug) ?? known.Cards.First();
        return new TipPost(new Tip(id, "", "", card.Slug, [], card.Location), card, why, known);
    }

    private static PickedTip Write(KnowledgeBase known, ChosenTip chosen)
        => known.Tips.FirstOrDefault(tip => string.Equals(tip.Id, chosen.Tip, StringComparison.Ordinal)) is { } tip && known.FindCard(tip.Card) is { } card
            ? new PickedTip(new TipPost(tip, card, chosen.Why, known), null, null)
            : PickedTip.None("The tip was taken out of the knowledge while it was being posted");
}

/// <summary>A tip, or why there is none. Immutable.</summary>
/// <param name="Tip">The tip to post.</param>
/// <param name="Reason">Why nothing is posted that day.</param>
/// <param name="Outcome">What the attempt comes to, where it ends here.</param>
internal sealed record PickedTip(TipPost? Tip, string? Reason, WorkOutcome? Outcome)
{
    /// <summary>Nothing is posted that day.</summary>
    public static PickedTip None(string reason) => new(null, reason, null);

    /// <summary>This attempt ends here.</summary>
    public static PickedTip Ends(WorkOutcome outcome) => new(null, null, outcome);
}
