using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Commands;

/// <summary>What an order comes to: a change, or nothing but words. Immutable.</summary>
internal abstract record TipEdit
{
    private TipEdit()
    {
    }

    /// <summary>Nothing is changed.</summary>
    /// <param name="Reply">What is said.</param>
    public sealed record Nothing(TipReply Reply) : TipEdit;

    /// <summary>The subscription is changed, if whoever wants it may.</summary>
    /// <param name="Plan">What the plan is to be.</param>
    /// <param name="State">Whether tips are to be on.</param>
    /// <param name="Did">What was done, to go after a name: "paused the tips until Tue 5 Jan". Also for the audit.</param>
    public sealed record Change(SubscriptionPlan Plan, TipState State, string Did) : TipEdit
    {
        /// <summary>What else is to be said, in whole sentences.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];

        /// <summary>Who is to be told when posting stops working; null for whoever it is, or for whoever switches the tips on.</summary>
        public string? Owner { get; init; }

        /// <summary>Whether it is meant to have tips posted again where that had stopped working.</summary>
        public bool EndsSuspension { get; init; }

        /// <summary>Whose change it takes back; null where it takes none back.</summary>
        public string? TakesBackOf { get; init; }
    }
}
