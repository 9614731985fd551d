using MlOpsBot.Storage.Working;

namespace MlOpsBot.Chat.Conversing;

/// <summary>Thanks for an opinion.</summary>
public static class Thanks
{
    /// <summary>What the work comes to: what was said is safe, and thanks that do not arrive are no reason for an operator to look.</summary>
    /// <param name="thanking">What thanking came to.</param>
    public static WorkOutcome AreEnough(WorkOutcome thanking) => thanking switch
    {
        WorkOutcome.Abandoned abandoned => WorkOutcome.DoneBecause($"not thanked: {abandoned.Reason}"),
        WorkOutcome.Doubted doubted => WorkOutcome.DoneBecause($"perhaps not thanked: {doubted.Reason}"),
        _ => thanking,
    };
}
